package io.jsentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Self.Listening;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How long a sentinel leaves those before it alone that see the same master down. */
class TurnsTest {

    private static final long NOW = 20_000;

    private final Roster roster = new Roster();
    private final Outbox out = new Outbox();
    private final Master master = master("m", 1);

    private Master master(String name, int port) {
        return roster.addMaster(name, new Endpoint("10.0.0.1", port), MasterSettings.defaults(2), 0);
    }

    private void lost(int masters) {
        for (int i = 0; i < masters; i++) {
            Master other = master("other-" + i, 1_000 + i);
            other.link().opening(NOW - 5_000);
            other.eventsLink().opening(NOW - 5_000);
        }
    }

    private long delayOf(String ownId, String otherId) {
        Peer peer = roster.addPeer(master, new RunId(otherId), new Endpoint("10.0.1.1", 26379), 0);
        peer.link().opening(0);
        peer.link().up("10.0.9.9", 0);
        peer.askedMasterDown(NOW + 1_000);
        out.begin(NOW);
        return new Turns(master, self(ownId), new SplittableRandom(3)).delayMillis(out);
    }

    private static Self self(String id) {
        return new Self(new RunId(id), SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty()));
    }

    @Test
    void theFirstDoesNotWait() {
        lost(1_000);
        assertThat(delayOf("a", "b")).isZero();
    }

    @Test
    void theSecondWaitsForWhatTheFirstNeeds() {
        assertThat(delayOf("b", "a")).isBetween((long) Turns.UNKNOWN_MILLIS, Turns.UNKNOWN_MILLIS * 3L / 2);
    }

    @Test
    void aFewThatAreLostTogetherAreNoCrowd() {
        lost(30);
        assertThat(delayOf("b", "a")).isLessThanOrEqualTo(Turns.UNKNOWN_MILLIS * 3L / 2);
    }

    @Test
    void whereHundredsAreLostTogetherTheSecondLeavesTheFirstTheTimeForAllOfThem() {
        lost(500);
        assertThat(delayOf("b", "a")).isBetween(900L, 1_600L);
    }

    @Test
    void nobodyWaitsForEver() {
        lost(50_000);
        long longest = Turns.MAX_CROWD_MILLIS + Turns.UNKNOWN_MILLIS;
        assertThat(delayOf("b", "a")).isBetween((long) Turns.MAX_CROWD_MILLIS, longest * 3 / 2);
    }
}
