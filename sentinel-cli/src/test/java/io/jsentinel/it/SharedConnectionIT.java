package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RedisServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many connections our daemons have to a server: one where it speaks version 3 of the protocol, else two. */
class SharedConnectionIT {

    private static final List<String> ONE_EACH = List.of("cmd", "cmd", "cmd");
    private static final List<String> TWO_EACH = List.of("cmd", "cmd", "cmd", "pubsub", "pubsub", "pubsub");

    @Test
    void eachDaemonHasOneConnectionToAServerAndFailsOverWithIt() {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
            awaitConnections(cluster, ONE_EACH);
            failOver(cluster);
            awaitConnections(cluster, ONE_EACH);
            assertThat(connectionLines(cluster.master()))
                    .allMatch(line -> line.contains(" sub=1 ") && line.contains(" resp=3"));
        }
    }

    @Test
    void soItIsWithRedis62() throws IOException {
        RedisBinary older = MixedVersionsIT.redis62();
        try (Cluster cluster = Cluster.of(2, setup -> setup.binary(older)).watchedBy(OURS, OURS, OURS)) {
            awaitConnections(cluster, ONE_EACH);
            failOver(cluster);
            awaitConnections(cluster, ONE_EACH);
        }
    }

    @Test
    void aUserWhoMayOnlyDoWhatSentinelsDoNeedsNoMoreForIt() {
        String rules =
                "watcher on >w4tch allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish"
                        + " +info +client|setname +client|kill +script|kill";
        try (Cluster cluster = Cluster.of(1, setup -> setup.set("user", rules))) {
            watch(
                    cluster,
                    "sentinel auth-user " + Cluster.NAME + " watcher",
                    "sentinel auth-pass " + Cluster.NAME + " w4tch");
            awaitConnections(cluster, ONE_EACH);
            failOver(cluster);
            awaitConnections(cluster, ONE_EACH);
            assertThat(cluster.sentinels())
                    .allSatisfy(sentinel -> assertThat(sentinel.logText())
                            .doesNotContain("w4tch")
                            .doesNotContain("+node-error"));
        }
    }

    @Test
    void aServerThatDoesNotKnowVersion3HasTwoConnectionsAndNobodyIsToldWhy() {
        try (Cluster cluster = Cluster.of(1, setup -> setup.set("rename-command", "HELLO \"\""))) {
            watch(cluster);
            awaitConnections(cluster, TWO_EACH);
            failOver(cluster);
            awaitConnections(cluster, TWO_EACH);
            assertThat(cluster.sentinels())
                    .allSatisfy(sentinel -> assertThat(sentinel.logText())
                            .doesNotContain("HELLO")
                            .doesNotContain("+node-error"));
        }
    }

    private static void watch(Cluster cluster, String... lines) {
        for (int i = 0; i < 3; i++) {
            var setup = cluster.setup(OURS, 2);
            for (String line : lines) {
                setup.line(line);
            }
            cluster.add(setup);
        }
        cluster.awaitAcquainted();
    }

    private static void failOver(Cluster cluster) {
        RedisServer old = cluster.master();
        old.kill();
        cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
        old.restart();
        assertThat(cluster.awaitWell(HEAL_BOUND)).isNotSameAs(old);
    }

    /** Waits until every server has exactly these connections of our daemons, by what they are for. */
    private static void awaitConnections(Cluster cluster, List<String> purposes) {
        for (RedisServer node : cluster.nodes()) {
            Await.atMost(HEAL_BOUND)
                    .showing(() -> String.join("\n", connectionLines(node)) + "\n" + cluster)
                    .until(
                            "the connections to " + node + " are " + purposes,
                            () -> purposes(node).equals(purposes));
        }
    }

    private static List<String> purposes(RedisServer node) {
        return connectionLines(node).stream()
                .map(line -> line.replaceFirst(".* name=sentinel-[0-9a-f]+-(\\w+) .*", "$1"))
                .sorted()
                .toList();
    }

    private static List<String> connectionLines(RedisServer node) {
        return node.call("CLIENT", "LIST")
                .asText()
                .lines()
                .filter(line -> line.contains(" name=sentinel-"))
                .toList();
    }
}
