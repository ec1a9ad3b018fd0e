package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.LoopbackPod;
import io.jsentinel.testkit.PodSet;
import io.jsentinel.testkit.RespClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master in a pod whose daemon does not hear the daemons of the others any more. */
class FenceIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** A write that is not answered within this waits for the end of a pause. */
    private static final Duration ANSWER = Duration.ofMillis(700);

    @BeforeEach
    void needsNamespaces() {
        assumeTrue(PodSet.isPossible(), "no right to make a mount namespace");
    }

    private static LoopbackPod settled(PodSet set) {
        LoopbackPod master = Await.atMost(BOUND)
                .showing(set::logTails)
                .until("one pod is the master", set::writable, found -> found.isPresent())
                .orElseThrow();
        set.pods()
                .forEach(pod -> Await.atMost(BOUND)
                        .showing(set::logTails)
                        .until(pod + " has its place", () -> pod == master || pod.follows(master)));
        return master;
    }

    private static List<LoopbackPod> others(PodSet set, LoopbackPod master) {
        return set.pods().stream().filter(pod -> pod != master).toList();
    }

    /** Whether the server of a pod answers a write. */
    private static boolean takesWrites(LoopbackPod pod) {
        try (RespClient client =
                RespClient.connect(new InetSocketAddress(pod.address(), 6379), RespClient.CONNECT_TIMEOUT, ANSWER)) {
            return client.call("SET", "k", "v").asText().equals("OK");
        } catch (RuntimeException noAnswer) {
            return false;
        }
    }

    @Test
    void aPausedMasterTakesNoWritesWhileItSeesNoMajority() {
        try (PodSet set = PodSet.of(3)
                .line("sidecar-fence pause")
                .line("sidecar-fence-after 3")
                .create()
                .startAll()) {
            LoopbackPod master = settled(set);
            assertThat(takesWrites(master)).isTrue();

            others(set, master).forEach(LoopbackPod::killDaemon);
            Await.atMost(BOUND).showing(set::logTails).until("writes are paused", () -> !takesWrites(master));
            assertThat(master.daemonLog()).contains("+fenced");
            assertThat(master.redis("GET", "k").asText()).isEqualTo("v");

            others(set, master).get(0).startDaemon();
            Await.atMost(BOUND).showing(set::logTails).until("writes go on", () -> takesWrites(master));
            assertThat(master.daemonLog()).contains("-fenced");
            assertThat(set.masters()).containsExactly(master);
        }
    }

    @Test
    void byDefaultItOnlyIsNoMasterToLoadBalancersAnyMore() {
        try (PodSet set = PodSet.of(3).line("sidecar-fence-after 3").create().startAll()) {
            LoopbackPod master = settled(set);
            others(set, master).forEach(LoopbackPod::killDaemon);
            Await.atMost(BOUND)
                    .showing(set::logTails)
                    .until("it is fenced", () -> master.daemonLog().contains("+fenced"));
            assertThat(takesWrites(master)).isTrue();
        }
    }
}
