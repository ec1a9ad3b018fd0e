package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A master of real servers is killed, and is back with fewer data before anybody calls it down. */
class RebootGuardIT {

    private static final int KEYS = 1_000;
    private static final Duration AWAY = Duration.ofMillis(300);

    /** Long enough that nobody calls the master down meanwhile. */
    private static final int DOWN_AFTER_MILLIS = 5_000;

    /** Replicas as people have them: a copy begins 5 s after it is asked for. */
    private static RedisSetup asUsual(RedisSetup setup) {
        return setup.set("repl-diskless-sync-delay", "5");
    }

    private static Cluster written(UnaryOperator<RedisSetup> way, Cluster.Kind... kinds) {
        Cluster cluster = Cluster.of(2, way);
        try {
            for (Cluster.Kind kind : kinds) {
                cluster.add(cluster.setup(kind, 2).downAfterMillis(DOWN_AFTER_MILLIS));
            }
            cluster.awaitAcquainted();
            RedisServer master = cluster.master();
            master.call("EVAL", "for i = 1, " + KEYS + " do redis.call('SET', 'key' .. i, i) end", "0");
            cluster.nodes()
                    .forEach(node -> Await.atMost(HEAL_BOUND).until(node + " has all keys", () -> keys(node) == KEYS));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static long keys(RedisServer node) {
        return node.call("EVAL", "return #redis.call('KEYS', 'key*')", "0").asLong();
    }

    /** Kills a server and starts it again 300 ms later, on the same port. */
    private static void killAndRestart(RedisServer node) {
        node.kill();
        long killed = System.nanoTime();
        Await.atMost(HEAL_BOUND).until("it was away", () -> System.nanoTime() - killed > AWAY.toNanos());
        node.restart();
    }

    private static void assertAllHaveTheKeys(Cluster cluster) {
        cluster.awaitWell(HEAL_BOUND);
        for (RedisServer node : cluster.nodes()) {
            assertThat(keys(node)).as(node + "\n" + cluster).isEqualTo(KEYS);
        }
    }

    private static void replaced(UnaryOperator<RedisSetup> way, String what) {
        int runs = Runs.count(2);
        for (int run = 1; run <= runs; run++) {
            try (Cluster cluster = written(way, OURS, OURS, OURS)) {
                RedisServer old = cluster.master();
                long begin = System.nanoTime();
                killAndRestart(old);
                cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
                long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                assertAllHaveTheKeys(cluster);
                Runs.print(
                        "reboot guard, %s, run %d of %d: another master %d ms after the kill", what, run, runs, millis);
            }
        }
    }

    @Test
    void aMasterThatComesBackEmptyKeepsItsData() {
        replaced(RebootGuardIT::asUsual, "copies begin after 5 s");
    }

    @Test
    void alsoWhereACopyBeginsAtOnce() {
        Optional<RedisBinary> old = olderRedis();
        Assumptions.assumeTrue(old.isPresent(), "there is no Redis 6.2 for this system");
        replaced(setup -> setup.binary(old.orElseThrow()), "Redis 6.2");
    }

    /** The Redis 6.2 that the build unpacks for systems without a Redis of their own. */
    private static Optional<RedisBinary> olderRedis() {
        Path folder = Path.of(System.getProperty(RedisBinary.FOLDER_PROPERTY, "target/redis"));
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().matches("redis-server-6\\.2.*-linux-" + arch()))
                    .peek(file -> file.toFile().setExecutable(true, false))
                    .map(RedisBinary::at)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String arch() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    @Test
    void aMasterWithAllKeysInItsAppendOnlyFileStays() {
        try (Cluster cluster = written(setup -> asUsual(setup).set("appendonly", "yes"), OURS, OURS, OURS)) {
            staysAfter(cluster, () -> killAndRestart(cluster.master()));
        }
    }

    @Test
    void aMasterThatWasShutDownWithASnapshotStays() {
        try (Cluster cluster = written(RebootGuardIT::asUsual, OURS, OURS, OURS)) {
            RedisServer master = cluster.master();
            staysAfter(cluster, () -> {
                master.call("CONFIG", "SET", "save", "3600 1");
                master.terminate();
                master.restart();
            });
        }
    }

    private static void staysAfter(Cluster cluster, Runnable action) {
        RedisServer master = cluster.master();
        long begin = System.nanoTime();
        action.run();
        cluster.sentinels()
                .forEach(s -> cluster.log(cluster.sentinels().indexOf(s)).awaitEvent("+reboot", begin, HEAL_BOUND));
        assertThat(cluster.awaitWell(HEAL_BOUND)).as(cluster.toString()).isSameAs(master);
        assertAllHaveTheKeys(cluster);
        for (int i = 0; i < cluster.sentinels().size(); i++) {
            assertThat(cluster.log(i).events("+reboot-guard")).isEmpty();
            assertThat(cluster.log(i).events("+try-failover")).isEmpty();
        }
    }

    @Test
    @NeedsStock
    void oneOfOursAmongStockSentinelsIsEnough() {
        try (Cluster cluster = written(RebootGuardIT::asUsual, OURS, STOCK, STOCK)) {
            RedisServer old = cluster.master();
            killAndRestart(old);
            cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            assertAllHaveTheKeys(cluster);
        }
    }

    @Test
    @NeedsStock
    void amongStockSentinelsAloneAllDataAreGone() {
        try (Cluster cluster = written(RebootGuardIT::asUsual, STOCK, STOCK, STOCK)) {
            List<RedisServer> nodes = cluster.nodes();
            killAndRestart(cluster.master());
            Await.atMost(HEAL_BOUND)
                    .until("all keys are gone", () -> nodes.stream().allMatch(node -> keys(node) == 0));
        }
    }
}
