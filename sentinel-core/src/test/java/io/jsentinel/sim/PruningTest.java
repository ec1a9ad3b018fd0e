package io.jsentinel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.topology.Master;
import org.junit.jupiter.api.Test;

/** Pods that are gone for good are forgotten; pods that are only away are not. */
class PruningTest {

    private static final Boot THREE = new Boot(3, 30_000, 60_000);
    private static final long MINUTE = 60_000;

    private static Master knownBy(SimPod pod) {
        return pod.daemon().core().realm().watches().named("m").orElseThrow().master();
    }

    private static SimPods scaledUp(long seed, SimPod[] master) {
        SimPods pods = new SimPods(seed, 3, THREE);
        master[0] = pods.startAll(1_000).settled(MINUTE);
        pods.add(THREE);
        pods.add(THREE);
        pods.start(3).start(4);
        pods.settled(MINUTE);
        pods.passes(30_000);
        return pods;
    }

    @Test
    void podsBeyondThoseThatAreToBeAreForgottenOnAllOthers() {
        Seeds.each(5, seed -> {
            SimPod[] master = new SimPod[1];
            SimPods pods = scaledUp(seed, master);
            assertThat(knownBy(pods.pod(0)).peers()).hasSize(4);
            assertThat(knownBy(pods.pod(0)).replicas()).hasSize(4);
            pods.kill(4).kill(3).passes(3 * MINUTE);
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                assertThat(knownBy(pods.pod(ordinal)).peers()).hasSize(2);
                assertThat(knownBy(pods.pod(ordinal)).replicas()).hasSize(2);
            }
            assertThat(pods.settled(MINUTE)).isSameAs(master[0]);
        });
    }

    @Test
    void aVoterThatIsOnlyAwayIsNeverForgotten() {
        SimPods pods = new SimPods(1, 3, THREE);
        SimPod master = pods.startAll(1_000).settled(MINUTE);
        pods.passes(30_000);
        int away = (pods.all().indexOf(master) + 1) % 3;
        pods.kill(away).passes(5 * MINUTE);
        assertThat(knownBy(master).peers()).hasSize(2);
        assertThat(knownBy(master).replicas()).hasSize(1);
        pods.start(away);
        assertThat(pods.settled(MINUTE)).isSameAs(master);
        pods.passes(30_000);
        assertThat(knownBy(master).peers()).hasSize(2);
        assertThat(knownBy(master).replicas()).hasSize(2);
    }
}
