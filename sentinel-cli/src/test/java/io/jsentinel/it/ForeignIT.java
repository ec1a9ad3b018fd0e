package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's Redis on the address of a node of ours that is gone. */
class ForeignIT {

    private static final int KEYS = 1_000;

    /** Longer than any sentinel waits before it makes a master at a replica's address follow. */
    private static final Duration LONG = Duration.ofSeconds(25);

    private static void write(RedisServer server, String prefix) {
        server.call("EVAL", "for i = 1, " + KEYS + " do redis.call('SET', ARGV[1] .. i, i) end", "0", prefix);
    }

    private static Cluster written(Cluster.Kind kind) {
        Cluster cluster = Cluster.of(2).watchedBy(kind, kind, kind);
        write(cluster.master(), "ours:");
        return cluster;
    }

    @TempDir
    private Path folder;

    /**
     * A node of the cluster dies, and a foreign master with keys of its own gets its port. It has them from its first
     * moment on: an empty server there would be taken for the node, which came back.
     */
    private RedisServer foreignInPlaceOf(RedisServer node) {
        try (RedisServer elsewhere = RedisServer.setup().folder(folder).start()) {
            write(elsewhere, "foreign:");
            elsewhere.call("SAVE");
        }
        int port = node.port();
        node.kill();
        return RedisServer.setup().folder(folder).port(port).start();
    }

    @Test
    void aForeignMasterOnTheAddressOfADeadReplicaKeepsItsKeys() {
        try (Cluster cluster = written(OURS)) {
            RedisServer dead = cluster.nodes().get(2);
            long begin = System.nanoTime();
            try (RedisServer foreign = foreignInPlaceOf(dead)) {
                for (int i = 0; i < 3; i++) {
                    cluster.log(i).awaitEvent("+foreign-instance", begin, HEAL_BOUND);
                }
                long told = System.nanoTime();
                Await.atMost(LONG.multipliedBy(2)).until("enough time for all who could do harm", () -> {
                    assertThat(foreign.isMaster()).isTrue();
                    assertThat(foreign.call("DBSIZE").asLong()).isEqualTo(KEYS);
                    return System.nanoTime() - told > LONG.toNanos();
                });
                assertThat(cluster.log(0).events("+convert-to-slave")).isEmpty();
            }
        }
    }

    @Test
    void alsoWhenTheMasterFailsOverMeanwhile() {
        try (Cluster cluster = written(OURS)) {
            RedisServer old = cluster.master();
            RedisServer dead = cluster.nodes().get(2);
            long begin = System.nanoTime();
            try (RedisServer foreign = foreignInPlaceOf(dead)) {
                cluster.log(0).awaitEvent("+foreign-instance", begin, HEAL_BOUND);
                old.kill();
                cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND.plus(HEAL_BOUND));
                assertThat(cluster.master()).isSameAs(cluster.nodes().get(1));
                assertThat(foreign.isMaster()).as("%s", cluster).isTrue();
                assertThat(foreign.call("DBSIZE").asLong()).isEqualTo(KEYS);
            }
        }
    }

    @Test
    @NeedsStock
    void stockSentinelsEmptyIt() {
        try (Cluster cluster = written(STOCK)) {
            RedisServer dead = cluster.nodes().get(2);
            try (RedisServer foreign = foreignInPlaceOf(dead)) {
                Await.atMost(Duration.ofSeconds(60))
                        .until(
                                "its keys are gone",
                                () -> foreign.call("EXISTS", "foreign:1").asLong() == 0);
            }
        }
    }

    @Test
    void anOldMasterWithAnAppendOnlyFileStillBecomesAReplica() {
        try (Cluster cluster =
                Cluster.of(2, setup -> setup.set("appendonly", "yes")).watchedBy(OURS, OURS, OURS)) {
            write(cluster.master(), "ours:");
            RedisServer old = cluster.master();
            old.kill();
            RedisServer master = cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            old.restart();
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
            assertThat(old.isReplicaOf(master.port())).isTrue();
        }
    }
}
