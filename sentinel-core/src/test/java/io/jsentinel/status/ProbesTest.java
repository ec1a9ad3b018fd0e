package io.jsentinel.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.health.QuorumCheck;
import io.jsentinel.info.InfoText;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.status.InstanceStatus.Contact;
import io.jsentinel.status.MasterStatus.FailoverStatus;
import io.jsentinel.status.MasterStatus.Health;
import io.jsentinel.status.OwnStatus.Duty;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table of what probes answer. */
class ProbesTest {

    private static final Endpoint A = new Endpoint("10.0.0.1", 6379);
    private static final Endpoint B = new Endpoint("10.0.0.2", 6379);
    private static final Endpoint C = new Endpoint("10.0.0.3", 6379);

    private Endpoint named = A;
    private QuorumCheck quorum = new QuorumCheck(3, 3, true, true);
    private FailoverStatus failover = new FailoverStatus(FailoverState.NONE, 0, Optional.empty(), Optional.empty());
    private Duty duty = Duty.USUAL;
    private Node master = new Node(A).as(Role.MASTER).offset(1_000);
    private final List<Node> replicas = new ArrayList<>(
            List.of(new Node(B).follows(A).offset(900), new Node(C).follows(A).offset(1_000)));

    /** A server, as a test wants it. */
    private static final class Node {
        private final Endpoint at;
        private Role role = Role.SLAVE;
        private Optional<Endpoint> follows = Optional.empty();
        private boolean linkUp = true;
        private long linkDownSeconds;
        private long offset;
        private boolean syncing;
        private boolean loading;
        private boolean down;
        private boolean connected = true;
        private boolean here;
        private long infoMillis = 5;

        Node(Endpoint at) {
            this.at = at;
        }

        Node as(Role value) {
            role = value;
            return this;
        }

        Node follows(Endpoint value) {
            follows = Optional.of(value);
            return this;
        }

        Node offset(long value) {
            offset = value;
            return this;
        }

        NodeStatus status() {
            Contact contact = new Contact(down, connected, 5, Times.NEVER, here);
            InstanceStatus instance = new InstanceStatus(at.joined(), at, Optional.of(at), "", "slave", contact);
            return new NodeStatus(instance, role, 0, infoMillis, InfoText.parse(info()), Optional.empty());
        }

        private String info() {
            StringBuilder text = new StringBuilder("loading:" + (loading ? 1 : 0) + "\r\n");
            text.append("role:").append(role.word()).append("\r\n");
            if (role == Role.MASTER) {
                return text.append("master_repl_offset:")
                        .append(offset)
                        .append("\r\n")
                        .toString();
            }
            follows.ifPresent(to -> text.append("master_host:" + to.host() + "\r\nmaster_port:" + to.port() + "\r\n"));
            text.append("master_link_status:").append(linkUp ? "up" : "down").append("\r\n");
            if (!linkUp) {
                text.append("master_link_down_since_seconds:")
                        .append(linkDownSeconds)
                        .append("\r\n");
            }
            text.append("master_sync_in_progress:").append(syncing ? 1 : 0).append("\r\n");
            return text.append("slave_repl_offset:")
                    .append(offset)
                    .append("\r\n")
                    .toString();
        }
    }

    private Probes at(Endpoint local) {
        return new Probes(status(), own(), new Vantage(Optional.of(local), true));
    }

    private OwnStatus own() {
        return new OwnStatus("", 0, false, false, duty, new OwnStatus.Scripts(0, 0), 0);
    }

    private MasterStatus status() {
        return new MasterStatus(
                "m",
                MasterSettings.defaults(2),
                named,
                1,
                Health.OK,
                failover,
                quorum,
                master.status(),
                replicas.stream().map(Node::status).toList(),
                List.of());
    }

    private Node b() {
        return replicas.get(0);
    }

    private static void no(Verdict verdict, String reason) {
        assertThat(verdict.isGood()).as(verdict.reason()).isFalse();
        assertThat(verdict.reason()).contains(reason);
    }

    private static void yes(Verdict verdict) {
        assertThat(verdict.isGood()).as(verdict.reason()).isTrue();
    }

    @Test
    void theMasterIsTheMasterAndReplicasAreReplicas() {
        yes(at(A).master());
        yes(at(B).replica(ReplicaLimits.NONE));
        no(at(A).replica(ReplicaLimits.NONE), "is a master");
        no(at(B).master(), "is a replica");
    }

    @Test
    void readsMayGoToEither() {
        yes(at(A).readOnly(ReplicaLimits.NONE));
        yes(at(B).readOnly(ReplicaLimits.NONE));
    }

    @Test
    void aMasterThatIsNotTheOneThatWeNameIsNone() {
        named = B;
        no(at(A).master(), "the master is 10.0.0.2:6379");
        b().as(Role.MASTER);
        yes(at(B).master());
    }

    @Test
    void aMasterInAMinorityIsNoneUnlessNobodyCares() {
        quorum = new QuorumCheck(1, 3, false, false);
        no(at(A).master(), "no majority of sentinels: 1 of 3");
        yes(new Probes(status(), own(), new Vantage(Optional.of(A), false)).master());
    }

    @Test
    void aServerThatDoesNotAnswerIsNothing() {
        master.down = true;
        b().connected = false;
        for (Endpoint local : List.of(A, B)) {
            no(at(local).health(), "does not answer");
            no(at(local).readOnly(ReplicaLimits.NONE), "does not answer");
            no(at(local).ready(ReplicaLimits.NONE, false), "does not answer");
        }
    }

    @Test
    void beforeTheFirstInfoNothingIsAssumed() {
        master.infoMillis = Times.NEVER;
        no(at(A).master(), "has not said yet");
    }

    @Test
    void aServerThatLoadsIsNotHealthy() {
        master.loading = true;
        no(at(A).health(), "loading");
        no(at(A).master(), "loading");
    }

    @Test
    void aReplicaOfAnotherMasterIsNone() {
        b().follows(C);
        no(at(B).replica(ReplicaLimits.NONE), "follows 10.0.0.3:6379, the master is 10.0.0.1:6379");
    }

    @Test
    void aReplicaThatReceivesAFullCopyIsNone() {
        b().syncing = true;
        no(at(B).replica(ReplicaLimits.NONE), "full copy");
    }

    @Test
    void aReplicaMustBeConnectedOrHaveBeenSoLately() {
        b().linkUp = false;
        b().linkDownSeconds = 4;
        no(at(B).replica(ReplicaLimits.NONE), "connection to the master is down");
        yes(at(B).replica(new ReplicaLimits(Long.MAX_VALUE, 5_000)));
        no(at(B).replica(new ReplicaLimits(Long.MAX_VALUE, 3_999)), "connection to the master is down");
        b().linkDownSeconds = -1;
        no(at(B).replica(new ReplicaLimits(Long.MAX_VALUE, 5_000)), "connection to the master is down");
    }

    @Test
    void aReplicaMayLagUpToTheLimitAndNoByteMore() {
        yes(at(B).replica(new ReplicaLimits(100, 0)));
        no(at(B).replica(new ReplicaLimits(99, 0)), "100 bytes behind");
    }

    @Test
    void anUnknownLagIsTooMuchForALimitAndNoMatterWithoutOne() {
        master.infoMillis = Times.NEVER;
        yes(at(B).replica(ReplicaLimits.NONE));
        no(at(B).replica(new ReplicaLimits(1_000_000, 0)), "not known how far");
    }

    @Test
    void strictReadinessWaitsUntilItIsQuiet() {
        b().syncing = true;
        yes(at(A).ready(ReplicaLimits.NONE, false));
        no(at(A).ready(ReplicaLimits.NONE, true), "full copy");
        b().syncing = false;
        failover =
                new FailoverStatus(FailoverState.RECONF_SLAVES, 3, Optional.of(FailoverReason.ODOWN), Optional.of(B));
        no(at(A).ready(ReplicaLimits.NONE, true), "reconf_slaves");
        yes(at(A).ready(ReplicaLimits.NONE, false));
    }

    @Test
    void whoAsksForVotesDoesNotLeadYet() {
        no(at(A).leader(), "no failover");
        failover = new FailoverStatus(FailoverState.WAIT_START, 3, Optional.of(FailoverReason.ODOWN), Optional.empty());
        no(at(A).leader(), "no failover");
        failover =
                new FailoverStatus(FailoverState.SELECT_SLAVE, 3, Optional.of(FailoverReason.ODOWN), Optional.empty());
        yes(at(A).leader());
    }

    @Test
    void aReplicaThatIsAboutToEndIsNoneAndAMasterIsOneUntilItHasHandedOver() {
        duty = new Duty(true, false, Optional.empty());
        no(at(B).replica(ReplicaLimits.NONE), "about to end");
        no(at(A).ready(ReplicaLimits.NONE, false), "about to end");
        yes(at(A).master());
        named = B;
        no(at(A).master(), "the master is 10.0.0.2");
    }

    @Test
    void aFencedMasterIsNone() {
        duty = new Duty(false, true, Optional.empty());
        no(at(A).master(), "fenced");
        no(at(A).readOnly(ReplicaLimits.NONE), "is a master");
    }

    @Test
    void theGateOpensWhenTheRoleIsDecidedAndThePlaceIsTakenWhenItRuns() {
        yes(Probes.gate(own()));
        yes(Probes.bootState(own()));
        for (Phase phase : Phase.values()) {
            duty = new Duty(false, false, Optional.of(new BootState(phase, "so it is")));
            boolean open = phase == Phase.JOIN || phase == Phase.RUN || phase == Phase.DRAIN;
            assertThat(Probes.gate(own())).isEqualTo(new Verdict(open, phase + ": so it is"));
            assertThat(Probes.bootState(own()).isGood()).isEqualTo(phase == Phase.RUN);
        }
    }

    @Test
    void theQuorumIsThatOfCkquorum() {
        yes(at(A).quorum());
        quorum = new QuorumCheck(1, 3, true, false);
        no(at(A).quorum(), "NOQUORUM 1 usable Sentinels");
    }

    @Test
    void withoutASettingTheOnlyServerOnThisMachineIsMeant() {
        b().here = true;
        yes(new Probes(status(), own(), Vantage.DEFAULT).replica(ReplicaLimits.NONE));
        master.here = true;
        no(new Probes(status(), own(), Vantage.DEFAULT).master(), "several servers of m");
        b().here = false;
        master.here = false;
        no(new Probes(status(), own(), Vantage.DEFAULT).master(), "no server of m");
        no(at(new Endpoint("10.0.0.9", 6379)).master(), "10.0.0.9:6379 is not known");
    }
}
