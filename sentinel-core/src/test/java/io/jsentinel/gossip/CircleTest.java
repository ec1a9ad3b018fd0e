package io.jsentinel.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two servers that follow each other: which one is taken for the master. */
class CircleTest {

    private static final Endpoint SMALLER = new Endpoint("10.0.0.2", 6379);
    private static final Endpoint GREATER = new Endpoint("10.0.0.3", 6379);
    private static final long NOW = 1_000;

    private final Roster roster = new Roster();

    private Circle circle(Endpoint ours, Endpoint other) {
        Master master = roster.addMaster("m", ours, MasterSettings.defaults(2), 0);
        Replica replica = roster.addReplica(master, other, 0);
        replica.reported(
                new InfoReport(
                        Optional.empty(),
                        Role.SLAVE,
                        List.of(),
                        Optional.of(ours),
                        false,
                        -1,
                        100,
                        0,
                        true,
                        History.UNKNOWN),
                NOW);
        return Circle.of(replica, master);
    }

    private Peer naming(Circle circle, String id, Endpoint named) {
        Peer peer = roster.addPeer(circle.master(), new RunId(id), new Endpoint("10.0.1." + id, 26379), 0);
        peer.link().opening(0);
        peer.link().up("10.0.9.9", 0);
        peer.saidHello(named, NOW);
        return peer;
    }

    @Test
    void withoutAMajorityItIsTheSmallerOne() {
        Circle circle = circle(GREATER, SMALLER);
        naming(circle, "1", SMALLER);
        assertThat(circle.yields()).isTrue();
    }

    @Test
    void withoutAMajorityTheSmallerOneStays() {
        Circle circle = circle(SMALLER, GREATER);
        naming(circle, "1", GREATER);
        assertThat(circle.yields()).isFalse();
    }

    @Test
    void aMajorityThatNamesTheOtherOneIsFollowed() {
        Circle circle = circle(SMALLER, GREATER);
        naming(circle, "1", GREATER);
        assertThat(circle.yields()).isFalse();

        naming(circle, "2", GREATER);
        assertThat(circle.yields()).isTrue();
    }

    @Test
    void whoeverIsOfTheMajorityStays() {
        Circle circle = circle(GREATER, SMALLER);
        naming(circle, "1", SMALLER);
        naming(circle, "2", GREATER);

        assertThat(circle.yields()).isFalse();
    }

    @Test
    void whatThoseSaidWhoAreGoneDoesNotCount() {
        Circle circle = circle(GREATER, SMALLER);
        naming(circle, "1", SMALLER);
        naming(circle, "2", GREATER).wentDown(NOW);

        assertThat(circle.yields()).isTrue();
    }

    @Test
    void whoeverDoesNotFollowOursIsInNoCircle() {
        Circle circle = circle(GREATER, SMALLER);
        circle.other().reported(InfoReport.assumed(Role.SLAVE), NOW);

        assertThat(circle.yields()).isFalse();
    }
}
