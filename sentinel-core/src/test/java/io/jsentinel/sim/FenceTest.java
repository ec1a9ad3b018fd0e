package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.Announce;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.config.SidecarConfig.Guard;
import io.jsentinel.config.SidecarConfig.Local;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.config.SidecarConfig.SoloPromotion;
import io.jsentinel.guard.Fencing;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master that is cut off with its own sentinel from all others. */
class FenceTest {

    private static final long AFTER_MILLIS = 10_000;

    /** Three servers, each with a sentinel beside it; m is the master. */
    static Play inPods(long seed, Fence level) {
        return inPods(seed, level, seconds(5));
    }

    private static Play inPods(long seed, Fence level, long downAfterMillis) {
        Play play = sentinels(3)
                .seed(seed)
                .byName()
                .monitor("m", quorum(2), downAfter(downAfterMillis))
                .replica("a")
                .replica("b")
                .untilStable();
        List<String> pods = List.of("m", "a", "b");
        for (int i = 0; i < pods.size(); i++) {
            play.cluster().sentinel("s" + (i + 1)).sidecar(beside(pods.get(i), level));
        }
        return play.crash("s1", "s2", "s3").restart("s1", "s2", "s3").stable();
    }

    private static SidecarConfig beside(String pod, Fence level) {
        return beside(pod, level, SidecarConfig.Boot.DEFAULT.replicas());
    }

    private static SidecarConfig beside(String pod, Fence level, int replicas) {
        SidecarConfig.Boot usual = SidecarConfig.Boot.DEFAULT;
        return new SidecarConfig(
                new Pod(pod, "", "", "test", Announce.NAME),
                new Local("m", "127.0.0.1", 6379, "role.conf", "sidecar.record"),
                new SidecarConfig.Boot(replicas, usual.waitMillis(), usual.lastMasterWaitMillis()),
                new Guard(60_000, level, AFTER_MILLIS, SoloPromotion.NEVER));
    }

    private static Fencing fencing(Play play) {
        return play.cluster()
                .sentinel("s1")
                .core()
                .realm()
                .watches()
                .named("m")
                .orElseThrow()
                .fence()
                .state();
    }

    private static boolean arePaused(Play play) {
        return play.cluster().redis("m").areWritesPaused();
    }

    @Test
    void aMasterWithoutAMajorityIsUnmarkedAndServesOn() {
        Seeds.each(10, seed -> {
            Play play = inPods(seed, Fence.LABEL).isolate("m", "s1");
            play.during(AFTER_MILLIS - 3_000)
                    .always("it is marked", () -> fencing(play) == Fencing.NONE)
                    .within(seconds(4))
                    .until("it is unmarked", () -> fencing(play) == Fencing.UNMARKED)
                    .during(seconds(20))
                    .always("it takes writes", () -> !arePaused(play));
        });
    }

    @Test
    void aPausedMasterTakesNoWritesUntilItIsAReplica() {
        Seeds.each(10, seed -> {
            Play play = inPods(seed, Fence.PAUSE).isolate("m", "s1");
            play.within(AFTER_MILLIS + 1_000)
                    .until("it is paused", () -> arePaused(play))
                    .during(minutes(2))
                    .always("it stays paused", () -> arePaused(play))
                    .heal()
                    .within(seconds(30))
                    .until(
                            "it is a replica",
                            () -> !play.cluster().redis("m").replication().isMaster())
                    .within(seconds(5))
                    .until("it is not paused", () -> !arePaused(play));
        });
    }

    @Test
    void nothingOfOursWaitsWhereTheOrderThatRenewsThePauseWouldWaitBehindIt() {
        Play play = inPods(1, Fence.PAUSE, seconds(30)).isolate("m", "s1");
        play.within(AFTER_MILLIS + 1_000)
                .until("it is paused", () -> arePaused(play))
                .during(minutes(2))
                .always("nobody waits", () -> play.cluster().redis("m").pause().waiting() == 0)
                .expect("it stays paused", () -> arePaused(play));
    }

    @Test
    void whoIsAloneBecauseTheSetBecameSmallerIsNotFenced() {
        Play play = inPods(1, Fence.LABEL);
        SimSentinel last = play.cluster().sentinel("s1");
        last.sidecar(beside("m", Fence.LABEL, 3));
        play.crash("s1").restart("s1").stable();
        last.take(new Input.ClusterTold(ClusterView.UNKNOWN.withReplicas(1)));
        play.crash("s2", "s3")
                .passes(AFTER_MILLIS + 5_000)
                .expect("it is fenced as long as the others are known", () -> fencing(play) == Fencing.UNMARKED);
        play.tells("s1", Resp.integer(1), "sentinel", "reset", "m")
                .passes(seconds(1))
                .expect("it serves", () -> fencing(play) == Fencing.NONE);
    }

    @Test
    void aMasterThatStillIsOneIsReleasedAtOnceWhenTheMajorityIsBack() {
        Play play = inPods(1, Fence.PAUSE).crash("s2", "s3");
        play.within(AFTER_MILLIS + 2_000)
                .until("it is paused", () -> arePaused(play))
                .restart("s2")
                .within(seconds(2))
                .until("it is released", () -> !arePaused(play) && fencing(play) == Fencing.NONE);
    }

    @Test
    void whoHoldsTheLeaseIsNotFenced() {
        Play play = inPods(1, Fence.LEASE);
        play.cluster().sentinel("s1").take(new Input.LeaseHeld(true));
        play.isolate("m", "s1").during(minutes(1)).always("it serves", () -> fencing(play) == Fencing.NONE);
        play.cluster().sentinel("s1").take(new Input.LeaseHeld(false));
        play.within(seconds(1)).until("it is paused", () -> arePaused(play));
    }

    @Test
    void whoeverIsNotBesideTheMasterFencesNobody() {
        Play play = inPods(1, Fence.PAUSE).crash("s1", "s3");
        play.during(minutes(1)).nobodyAnnounces("+fenced").expect("it takes writes", () -> !arePaused(play));
    }

    @Test
    void withTheFenceOffItServes() {
        Play play = inPods(1, Fence.OFF).isolate("m", "s1");
        play.during(minutes(1)).nobodyAnnounces("+fenced").expect("it takes writes", () -> !arePaused(play));
    }
}
