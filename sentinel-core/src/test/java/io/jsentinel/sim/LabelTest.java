package io.jsentinel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.step.Input;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the labels of a set of pods show: at a start, through failovers, and in a partition. */
class LabelTest {

    private static final long MINUTE = 60_000;
    private static final Boot BOOT = new Boot(3, 30_000, 60_000);

    private static List<SimPod> shownAsMaster(SimPods pods) {
        return pods.all().stream()
                .filter(SimPod::isRunning)
                .filter(pod -> pod.daemon().shownRole().equals(Optional.of(Role.MASTER)))
                .toList();
    }

    private static void mustShow(SimPods pods, SimPod master) {
        for (SimPod pod : pods.all()) {
            if (pod.isRunning()) {
                assertThat(pod.daemon().shownRole())
                        .as(pod + " of " + pods.states())
                        .contains(pod == master ? Role.MASTER : Role.REPLICA);
            }
        }
    }

    @Test
    void nobodyIsShownBeforeTheMasterIsFoundAndEverybodyAfterwards() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            pods.start(0).passes(5_000);
            assertThat(pods.pod(0).daemon().shownRole()).isEmpty();
            SimPod master = pods.start(1).start(2).settled(MINUTE);
            mustShow(pods.passes(2_000), master);
        });
    }

    @Test
    void inAFailoverTheLabelMovesAndNoTwoPodsShowAMasterAtATime() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.passes(2_000);
            pods.kill(pods.all().indexOf(master));
            for (int i = 0; i < 20 * 60; i++) {
                assertThat(shownAsMaster(pods.passes(50))).hasSizeLessThan(2);
            }
            SimPod next = pods.settled(MINUTE);
            mustShow(pods, next);
            pods.start(pods.all().indexOf(master));
            for (int i = 0; i < 20 * 30; i++) {
                assertThat(shownAsMaster(pods.passes(50))).containsExactly(next);
            }
            assertThat(pods.settled(MINUTE)).isSameAs(next);
            mustShow(pods.passes(2_000), next);
        });
    }

    @Test
    void aMasterThatDoesNotAnswerTheDaemonBesideItIsNotShownAnyMore() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT).mayHaveSeveralMasters();
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.passes(2_000);
            pods.world().network().cut(master.address(), master.address());
            pods.passes(15_000);
            assertThat(master.daemon().shownRole()).isEmpty();
        });
    }

    @Test
    void theSizeOfTheSetIsTakenFromTheCluster() {
        Boot unknown = new Boot(0, 30_000, 60_000);
        SimPods pods = new SimPods(1, 3, unknown);
        pods.startAll(1_000).passes(MINUTE);
        assertThat(pods.masters()).isEmpty();
        for (SimPod pod : pods.all()) {
            pod.daemon().take(new Input.ClusterTold(ClusterView.UNKNOWN.withReplicas(3)));
        }
        SimPod master = pods.settled(MINUTE);
        mustShow(pods.passes(2_000), master);
    }
}
