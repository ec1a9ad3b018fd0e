package io.jsentinel.bench.counted;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jsentinel.bench.micro.QuietCluster;
import io.jsentinel.sim.Plan;
import io.jsentinel.sim.Play;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the core does, counted in simulated clusters: the same on every machine. */
class CountedCostTest {

    private static final int SENTINELS = 3;
    private static final int SEEDS = 20;

    /** Counts of all steps of all sentinels. */
    private static final class Counts {
        private long steps;
        private long requests;
        private long opened;
        private long saves;

        void take(SimStep step) {
            steps++;
            saves += step.input().filter(Input.Saved.class::isInstance).isPresent() ? 1 : 0;
            for (Effect effect : step.batch().effects()) {
                requests += effect instanceof Effect.Send ? 1 : 0;
                opened += effect instanceof Effect.OpenLink ? 1 : 0;
            }
        }
    }

    private static Plan masters(int count) {
        Plan plan = sentinels(SENTINELS);
        for (int i = 0; i < count; i++) {
            plan.monitor("m" + i, quorum(2)).replica("r" + i);
        }
        return plan;
    }

    @Test
    void aQuietMinuteOfOneMaster() {
        Counts counts = new Counts();
        Play play = sentinels(SENTINELS)
                .monitor("m", quorum(2))
                .replica("a")
                .replica("b")
                .untilStable()
                .passes(minutes(1));
        play.cluster().world().onStep(counts::take);

        play.passes(minutes(10));

        double minutes = 10.0 * SENTINELS;
        assertThat(counts.requests).isPositive();
        Limits.check("steps.per.minute", counts.steps / minutes);
        Limits.check("requests.per.minute", counts.requests / minutes);
        Limits.check("opened.links.per.minute", counts.opened / minutes);
        Limits.check("saves.per.minute", counts.saves / minutes);
    }

    @Test
    void theDiscoveryOfMastersSavesFewTimesAndOpensFewLinks() {
        Limits.check("saves.of.discovery.of.1.master", discovery(1).saves / (double) SENTINELS);

        Counts many = discovery(50);
        Limits.check("saves.of.discovery.of.50.masters", many.saves / (double) SENTINELS);
        Limits.check("links.per.master.when.discovered", many.opened / (50.0 * SENTINELS));
    }

    private static Counts discovery(int masters) {
        Counts counts = new Counts();
        Play play = masters(masters).start();
        // The sentinels begin a little later, each at a moment of its own.
        play.cluster().world().onStep(counts::take);
        play.stable();
        assertThat(counts.opened).isPositive();
        return counts;
    }

    @Test
    void fewTripsLieBetweenTheSecondSentinelThatSeesTheMasterDownAndThePromotion() {
        long[] trips = LongStream.rangeClosed(1, SEEDS)
                .map(CountedCostTest::trips)
                .sorted()
                .toArray();
        Limits.check("trips.from.second.sdown.to.promotion.median", trips[SEEDS / 2]);
        Limits.check("trips.from.second.sdown.to.promotion.worst", trips[SEEDS - 1]);
    }

    /** With links of one millisecond, the milliseconds are trips; what a save takes is among them. */
    private static long trips(long seed) {
        Play play = sentinels(SENTINELS)
                .monitor("m", quorum(2))
                .replica("a")
                .replica("b")
                .seed(seed)
                .untilStable()
                .mark()
                .passes(37L * seed)
                .crash("m");
        play.runUntil(
                seconds(20),
                () -> play.cluster().redises().stream()
                        .anyMatch(redis ->
                                !redis.name().equals("m") && redis.replication().isMaster()),
                "a replica is a master");
        long promoted = play.nowMillis();
        long secondDown = play.sinceMark().stream()
                .filter(said -> said.event().type().channel().equals("+sdown"))
                .filter(said -> said.event().payload().startsWith("master "))
                .mapToLong(said -> said.millis())
                .sorted()
                .skip(1)
                .findFirst()
                .orElseThrow();
        return promoted - secondDown;
    }

    @Test
    void theCoreAloneAllocatesLittleInAQuietMinute() {
        QuietCluster cluster = new QuietCluster(1);
        cluster.passes(minutes(1));
        assertThat(cluster.isDiscovered()).isTrue();
        cluster.passes(minutes(60));
        long stepsBefore = cluster.steps();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        cluster.passes(minutes(60));

        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(cluster.steps() - stepsBefore).isGreaterThan(60 * 60);
        Limits.check("core.bytes.per.minute", bytes / 60.0);
    }

    @Test
    void aThousandMastersAreDiscoveredWithoutSockets() {
        QuietCluster cluster = new QuietCluster(1_000);
        cluster.passes(seconds(30));

        assertThat(cluster.isDiscovered()).isTrue();
        Limits.check("links.per.master.when.discovered", cluster.connections() / 1_000.0);
    }
}
