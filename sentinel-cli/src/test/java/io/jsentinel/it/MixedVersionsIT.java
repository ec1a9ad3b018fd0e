package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real servers of different versions, and such that refuse a part of what we send: all are failed over. */
class MixedVersionsIT {

    /** The redis-server 6.2 that the build unpacks beside the runnable jar. */
    static RedisBinary redis62() throws IOException {
        Path folder = Path.of(System.getProperty("jsentinel.jar")).resolveSibling("redis");
        assumeTrue(Files.isDirectory(folder), "the build unpacks no redis-server for this system");
        try (Stream<Path> files = Files.list(folder)) {
            Path program = files.filter(file -> file.getFileName().toString().endsWith("-linux-amd64"))
                    .findFirst()
                    .orElse(folder);
            assumeTrue(Files.isRegularFile(program), "there is none for this system");
            program.toFile().setExecutable(true);
            return RedisBinary.at(program);
        }
    }

    private static void failOverTwice(Cluster cluster) {
        for (int run = 0; run < 2; run++) {
            RedisServer old = cluster.master();
            old.kill();
            cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            old.restart();
            assertThat(cluster.awaitWell(HEAL_BOUND)).isNotSameAs(old);
        }
    }

    private static String complaints(Cluster cluster) {
        StringBuilder lines = new StringBuilder();
        cluster.sentinels()
                .forEach(sentinel -> sentinel.logText()
                        .lines()
                        .filter(line -> line.contains("+node-error"))
                        .forEach(line -> lines.append(line).append('\n')));
        return lines.toString();
    }

    @Test
    void aMasterAndReplicasOfTwoVersionsTakeOverFromEachOther() throws IOException {
        RedisBinary older = redis62();
        // The older one is the master: its format of snapshots is understood by the newer ones, not the other way
        // round.
        List<UnaryOperator<RedisSetup>> ways =
                List.of(setup -> setup.binary(older), setup -> setup.set("replica-priority", "10"), setup -> setup);
        int[] next = {0};
        try (Cluster cluster = Cluster.of(2, setup -> ways.get(next[0]++).apply(setup))) {
            cluster.watchedBy(OURS, OURS, OURS);
            RedisServer old = cluster.master();
            old.kill();
            RedisServer master = cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            assertThat(master).isSameAs(cluster.nodes().get(1));
        }
    }

    @Test
    void serversThatAllowUsNeitherConfigNorClientKillAreFailedOver() {
        try (Cluster cluster = Cluster.of(
                2, setup -> setup.set("user", "watcher on >w4tch ~* &* +@all -config|rewrite -client|kill"))) {
            watch(
                    cluster,
                    "sentinel auth-user " + Cluster.NAME + " watcher",
                    "sentinel auth-pass " + Cluster.NAME + " w4tch");
            failOverTwice(cluster);
            assertThat(complaints(cluster))
                    .contains("#CONFIG REWRITE: NOPERM", "+config|rewrite", "#CLIENT KILL: NOPERM", "+client|kill")
                    .doesNotContain("w4tch");
        }
    }

    /** What the documentation of Redis grants a sentinel on its nodes, less ROLE; a hand-over needs CLIENT PAUSE, too. */
    private static final String LEAST_RIGHTS =
            "watcher on >w4tch resetchannels &__sentinel__:hello +multi +slaveof +ping"
                    + " +exec +subscribe +config|rewrite +publish +info +client|setname +client|kill +script|kill";

    @Test
    void anAccountWithTheLeastRightsIsEnoughAndWithoutAPauseAFailoverByCommandIsThatOfRedis() {
        try (Cluster cluster = Cluster.of(2, setup -> setup.set("user", LEAST_RIGHTS))) {
            watch(
                    cluster,
                    "sentinel auth-user " + Cluster.NAME + " watcher",
                    "sentinel auth-pass " + Cluster.NAME + " w4tch");
            failOverTwice(cluster);
            assertThat(complaints(cluster)).isEmpty();

            RedisServer old = cluster.master();
            Await.atMost(HEAL_BOUND)
                    .showing(cluster::toString)
                    .until(
                            "a failover is begun",
                            () -> !cluster.sentinel(0)
                                    .call("SENTINEL", "FAILOVER", Cluster.NAME)
                                    .isError());
            cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            cluster.awaitWell(HEAL_BOUND);
            assertThat(complaints(cluster))
                    .contains("#CLIENT PAUSE: NOPERM", "+client|pause")
                    .doesNotContain("w4tch");
        }
    }

    @Test
    void serversWhoseCommandsHaveOtherNamesAreFailedOver() {
        try (Cluster cluster = Cluster.of(2, setup -> setup.set("rename-command", "CONFIG \"\""))) {
            watch(cluster);
            failOverTwice(cluster);
            assertThat(complaints(cluster)).contains("#CONFIG REWRITE: ERR unknown command");
        }
        try (Cluster cluster = Cluster.of(2, setup -> setup.set("rename-command", "SLAVEOF xyz-follow"))) {
            watch(cluster);
            failOverTwice(cluster);
            assertThat(complaints(cluster)).contains("#SLAVEOF: ERR unknown command");
        }
        try (Cluster cluster = Cluster.of(1, setup -> setup.set("rename-command", "SLAVEOF xyz-follow"))) {
            watch(cluster, "sentinel rename-command " + Cluster.NAME + " SLAVEOF xyz-follow");
            failOverTwice(cluster);
            assertThat(complaints(cluster)).isEmpty();
        }
    }

    private static void watch(Cluster cluster, String... lines) {
        for (int i = 0; i < 3; i++) {
            var setup = cluster.setup(OURS, 2);
            List.of(lines).forEach(setup::line);
            cluster.add(setup);
        }
        cluster.awaitAcquainted();
    }
}
