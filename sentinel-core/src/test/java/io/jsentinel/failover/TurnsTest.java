package io.jsentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How long a sentinel leaves those before it alone that see the same master down. */
class TurnsTest {

    private static final long NOW = 20_000;

    /** What is added for each place where 500 masters are lost. */
    private static final long EACH_OF_500 = 2 * (500 - 32);

    private final Roster roster = new Roster();
    private final Outbox out = new Outbox();
    private final Master master = master("m", 1);

    private Master master(String name, int port) {
        return roster.addMaster(name, new Endpoint("10.0.0.1", port), MasterSettings.defaults(2), 0);
    }

    private void areDown(int masters) {
        for (int i = 0; i < masters; i++) {
            master("other-" + i, 1_000 + i).wentDown(NOW - 1_000);
        }
    }

    private Peer seesItDown(String id) {
        Peer peer = roster.addPeer(master, new RunId(id), new Endpoint("10.0.1.1", 26379), 0);
        peer.link().opening(0);
        peer.link().up("10.0.9.9", 0);
        peer.askedMasterDown(NOW + 10_000);
        return peer;
    }

    private static Self self(String id) {
        return new Self(new RunId(id), SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty()));
    }

    private Turns turnsOf(String id) {
        out.begin(NOW);
        return new Turns(master, self(id), new SplittableRandom(3));
    }

    /** The first moment in which an attempt is due. */
    private long startOf(Candidacy candidacy) {
        for (long now = NOW; now < NOW + 20_000; now += 10) {
            out.begin(now);
            if (candidacy.isDue(false, out)) {
                return now;
            }
        }
        throw new AssertionError("no attempt is ever due");
    }

    /** Ours, of a master that is down, and whose replica is reached or not. */
    private Candidacy candidacy(boolean reached) {
        master.wentObjectivelyDown(NOW);
        Replica replica = roster.addReplica(master, new Endpoint("10.0.0.2", 1), 0);
        if (reached) {
            replica.link().opening(0);
            replica.link().up("10.0.9.9", 0);
        }
        return new Candidacy(master, self("b"), new SplittableRandom(3));
    }

    @Test
    void theFirstDoesNotWait() {
        seesItDown("c");
        assertThat(turnsOf("b").delayMillis(out)).isZero();
        areDown(500);
        assertThat(turnsOf("b").crowdMillis(false)).isZero();
    }

    @Test
    void theSecondWaitsForWhatTheFirstNeeds() {
        seesItDown("a");
        assertThat(turnsOf("b").delayMillis(out)).isBetween((long) Turns.UNKNOWN_MILLIS, Turns.UNKNOWN_MILLIS * 3L / 2);
    }

    @Test
    void aFewMastersThatAreDownAreNoCrowd() {
        seesItDown("a");
        areDown(30);
        assertThat(turnsOf("b").crowdMillis(false)).isZero();
        assertThat(turnsOf("b").crowdMillis(true)).isZero();
    }

    @Test
    void theMoreMastersAreDownTheLongerTheFirstIsWaitedForButNotForEver() {
        seesItDown("a");
        areDown(500);
        assertThat(turnsOf("b").crowdMillis(false)).isBetween(EACH_OF_500, EACH_OF_500 * 3 / 2);
        seesItDown("aa");
        assertThat(turnsOf("b").crowdMillis(false)).isBetween(2 * EACH_OF_500, EACH_OF_500 * 5 / 2);
        for (int i = 0; i < 50_000; i++) {
            master("more-" + i, i).wentDown(NOW);
        }
        seesItDown("aaa");
        assertThat(turnsOf("b").crowdMillis(false))
                .isBetween(2L * Turns.MAX_CROWD_MILLIS, Turns.MAX_CROWD_MILLIS * 5L / 2);
    }

    @Test
    void mastersWhoseConnectionsAreGoneCountBeforeTheyAreDown() {
        for (int i = 0; i < 500; i++) {
            Master other = master("other-" + i, 1_000 + i);
            for (Link link : List.of(other.link(), other.eventsLink())) {
                link.opening(0);
                link.up("10.0.9.9", 0);
                link.closed();
                link.opening(NOW);
            }
        }
        seesItDown("a");
        assertThat(turnsOf("b").crowdMillis(false)).isBetween(EACH_OF_500, EACH_OF_500 * 3 / 2);
        roster.links().forEach(link -> link.up("10.0.9.9", NOW));
        assertThat(turnsOf("b").crowdMillis(false)).isZero();
    }

    @Test
    void mastersThatCameBackOrWereRemovedDoNotCount() {
        areDown(500);
        master.wentDown(NOW);
        master.wentDown(NOW);
        assertThat(master.mastersDown()).isEqualTo(501);
        List.copyOf(roster.masters()).forEach(each -> {
            if (each == master) {
                each.cameUp();
                each.cameUp();
            } else {
                roster.removeMaster(each);
            }
        });
        assertThat(master.mastersDown()).isZero();
    }

    @Test
    void inACrowdTheFirstGoesAtOnceAndTheSecondLater() {
        areDown(500);
        assertThat(startOf(candidacy(true))).isEqualTo(NOW);
        seesItDown("a");
        assertThat(startOf(new Candidacy(master, self("b"), new SplittableRandom(3))))
                .isBetween(NOW + EACH_OF_500, NOW + 1_700);
    }

    @Test
    void inACrowdNobodyIsWaitedForWhoIsGone() {
        areDown(500);
        Peer first = seesItDown("a");
        Candidacy second = candidacy(true);
        out.begin(NOW);
        assertThat(second.isDue(false, out)).isFalse();
        first.link().closed();
        assertThat(startOf(second)).isLessThan(NOW + 200);
    }

    @Test
    void inACrowdWhoReachesNoReplicaStillComesLast() {
        areDown(500);
        seesItDown("a");
        long withReplica = startOf(candidacy(true));
        master.replicas().iterator().next().link().closed();
        assertThat(startOf(new Candidacy(master, self("b"), new SplittableRandom(3))))
                .isGreaterThan(withReplica + 1_000);
        seesItDown("c");
        roster.removePeer(master, new RunId("a"));
        assertThat(startOf(new Candidacy(master, self("b"), new SplittableRandom(3))))
                .isGreaterThan(withReplica);
    }
}
