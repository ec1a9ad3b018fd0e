package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.quorum;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A master whose address refuses connections, with {@code fast-down-milliseconds} and without. */
class FastDownTest {

    private static final long DOWN_AFTER = seconds(10);
    private static final int SEEDS = 20;

    private static Play watched(long fastDownMillis, long seed) {
        return Plan.sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2), downAfter(DOWN_AFTER), settings -> settings.withFastDownMillis(fastDownMillis))
                .replica("a")
                .replica("b")
                .untilStable();
    }

    @Test
    void aMasterWhoseProcessIsGoneIsReplacedLongBeforeDownAfter() {
        Seeds.each(
                SEEDS, seed -> watched(300, seed).crash("m").within(seconds(1)).somebodyAnnounces("+promoted-slave"));
    }

    @Test
    void itTakesAsLongAsItSays() {
        Seeds.each(
                SEEDS,
                seed -> watched(1_000, seed)
                        .crash("m")
                        .during(990)
                        .nobodyAnnounces("+sdown")
                        .within(500)
                        .somebodyAnnounces("+promoted-slave"));
    }

    @Test
    void withoutTheSettingItIsDownAfterThatDecides() {
        Seeds.each(5, seed -> watched(0, seed).crash("m").during(seconds(7)).nobodyAnnounces("+sdown"));
    }

    @Test
    void aRestartThatIsQuickerDoesNotFailOver() {
        Seeds.each(
                SEEDS,
                seed -> watched(1_000, seed)
                        .crash("m")
                        .passes(900)
                        .restart("m")
                        .during(seconds(5))
                        .nobodyAnnounces("+sdown", "+try-failover"));
    }

    @Test
    void oneThatRefusesSentinelsOnlyAndThatReplicasReplicateFromIsNotDown() {
        Seeds.each(5, seed -> {
            Play play = watched(300, seed).then(cluster -> {
                SimNetwork network = cluster.world().network();
                SimRedis master = cluster.redis("m");
                cluster.sentinels()
                        .forEach(s -> network.refuse(
                                s.endpoint().host(), master.endpoint().host()));
            });
            play.during(seconds(5)).nobodyAnnounces("+sdown", "+try-failover");
            play.expect(
                    "it refuses",
                    () -> play.cluster()
                                    .sentinel("s1")
                                    .core()
                                    .realm()
                                    .watches()
                                    .named("m")
                                    .orElseThrow()
                                    .master()
                                    .refusals()
                                    .lastedMillis()
                            > seconds(4));
        });
    }

    @Test
    void aHostThatIsAwayRefusesNothing() {
        Seeds.each(
                5, seed -> watched(300, seed).powerOff("m").during(seconds(6)).nobodyAnnounces("+sdown"));
    }

    @Test
    void theFlagOfTheMasterIsTakenBackWhenItListensAgain() {
        Play play = watched(300, 1).isolate("s1", "m").heal();
        play.then(cluster -> cluster.sentinel("s2").crash())
                .then(cluster -> cluster.sentinel("s3").crash());
        play.crash("m").within(seconds(1)).announces("s1", "+sdown");
        play.restart("m").within(seconds(1)).announces("s1", "-sdown");
        assertThat(play.channelsOf("s1")).doesNotContain("+try-failover");
    }
}
