package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * What load balancers and probes ask about the local server of one master: is it the master, a good replica, ready?
 * The questions are those of Patroni's REST interface. Each answer says why.
 */
public final class Probes {

    private final MasterStatus master;
    private final OwnStatus own;
    private final Vantage vantage;

    /** Questions about the local server of this master, put to a sentinel that is in that state. */
    public Probes(MasterStatus master, OwnStatus own, Vantage vantage) {
        this.master = master;
        this.own = own;
        this.vantage = vantage;
    }

    /** Whether the server beside us may be started: what it is to be is decided. Without such a server it is yes. */
    public static Verdict gate(OwnStatus own) {
        return own.duty()
                .boot()
                .map(boot -> new Verdict(boot.isGateOpen(), boot.phase() + ": " + boot.reason()))
                .orElse(Verdict.yes("there is no server to wait with"));
    }

    /** Whether the pod has its place in the set, as far as the server beside us is concerned. */
    public static Verdict bootState(OwnStatus own) {
        return own.duty()
                .boot()
                .map(boot -> new Verdict(boot.isRunning(), boot.phase() + ": " + boot.reason()))
                .orElse(Verdict.yes("enough sentinels can be reached"));
    }

    /** Whether the local server answers and has loaded its data. */
    public Verdict health() {
        return onLocal(node -> Verdict.yes("the local server answers"));
    }

    /** Whether writes may go to the local server: it is a master, and the one that we name, and not in a minority. */
    public Verdict master() {
        return onLocal(this::master);
    }

    private Verdict master(NodeStatus node) {
        if (own.duty().fenced()) {
            return Verdict.no("the local server is fenced: no majority of sentinels can be reached");
        }
        if (node.reportedRole() != Role.MASTER) {
            return Verdict.no("the local server is a replica");
        }
        if (!node.instance().endpoint().equals(master.address())) {
            return Verdict.no("the master is " + master.address());
        }
        if (vantage.majorityNeeded() && !master.quorum().majority()) {
            return Verdict.no("no majority of sentinels: " + master.quorum().usable() + " of "
                    + master.quorum().known() + " can be reached");
        }
        return Verdict.yes("the local server is the master");
    }

    /** Whether reads may go to the local server as a replica: it follows the master that we name, closely enough. */
    public Verdict replica(ReplicaLimits limits) {
        return onLocal(node -> replica(node, limits));
    }

    private Verdict replica(NodeStatus node, ReplicaLimits limits) {
        // A master that is leaving stays one until it has handed over: there may be nobody to hand over to.
        if (own.duty().leaving()) {
            return Verdict.no("the local server is about to end");
        }
        if (node.reportedRole() != Role.SLAVE) {
            return Verdict.no("the local server is a master");
        }
        if (!followsTheMaster(node)) {
            return Verdict.no("it follows "
                    + node.info().masterEndpoint().map(Endpoint::joined).orElse("nobody") + ", the master is "
                    + master.address());
        }
        if (node.info().history().syncInProgress()) {
            return Verdict.no("it is receiving a full copy");
        }
        if (!node.info().masterLinkUp() && !wasLinkedLately(node, limits)) {
            return Verdict.no("its connection to the master is down");
        }
        Optional<Long> lag = lagBytes(node);
        if (limits.lagBytes() != Long.MAX_VALUE && (lag.isEmpty() || lag.get() > limits.lagBytes())) {
            return Verdict.no(lag.map(bytes -> "it is " + bytes + " bytes behind, more than " + limits.lagBytes())
                    .orElse("it is not known how far it is behind"));
        }
        return Verdict.yes("the local server is a replica"
                + lag.map(bytes -> ", " + bytes + " bytes behind").orElse(""));
    }

    private static boolean wasLinkedLately(NodeStatus node, ReplicaLimits limits) {
        long downMillis = node.info().masterLinkDownMillis();
        return downMillis > 0 && downMillis <= limits.linkDownMillis();
    }

    private boolean followsTheMaster(NodeStatus node) {
        Optional<Endpoint> followed = node.info().masterEndpoint();
        return followed.filter(master.address()::equals).isPresent()
                || namedMaster()
                        .filter(named -> followed.filter(named.instance()::isAt).isPresent())
                        .isPresent();
    }

    /** The server that we tell clients to write to. */
    private Optional<NodeStatus> namedMaster() {
        return master.nodes()
                .filter(node -> node.instance().endpoint().equals(master.address()))
                .findFirst();
    }

    /** By how many bytes a replica is behind what we last heard of the master; nothing when that was never heard. */
    public Optional<Long> lagBytes(NodeStatus replica) {
        return namedMaster()
                .filter(named -> named.infoMillis() != Times.NEVER)
                .map(named -> Math.max(0, named.info().offset() - replica.info().offset()));
    }

    /** Whether reads may go to the local server, whatever it is. */
    public Verdict readOnly(ReplicaLimits limits) {
        Verdict asMaster = master();
        return asMaster.isGood() ? asMaster : replica(limits);
    }

    /**
     * Whether the local server has its place in the set.
     *
     * @param strict whether it must also be quiet around it: no failover, no full copy, so that this is a good moment to
     *     take another one away
     */
    public Verdict ready(ReplicaLimits limits, boolean strict) {
        if (own.duty().leaving()) {
            return Verdict.no("the local server is about to end");
        }
        if (strict && master.failover().isInProgress()) {
            return Verdict.no(
                    "a failover is in progress: " + master.failover().state().word());
        }
        if (strict && master.isFullSyncInProgress()) {
            return Verdict.no("a replica is receiving a full copy");
        }
        return readOnly(limits);
    }

    /** Whether this sentinel leads a failover now. */
    public Verdict leader() {
        FailoverState state = master.failover().state();
        boolean leads = master.failover().isInProgress() && state != FailoverState.WAIT_START;
        return leads ? Verdict.yes("leads a failover: " + state.word()) : Verdict.no("leads no failover");
    }

    /** Whether enough sentinels can be reached. */
    public Verdict quorum() {
        return new Verdict(master.quorum().isReached(), master.quorum().text());
    }

    private interface Question {
        Verdict about(NodeStatus node);
    }

    private Verdict onLocal(Question question) {
        Vantage.Found found = vantage.find(master);
        if (found.node().isEmpty()) {
            return Verdict.no(found.problem());
        }
        NodeStatus node = found.node().get();
        if (!node.instance().isReachable()) {
            return Verdict.no("the local server does not answer");
        }
        if (node.infoMillis() == Times.NEVER) {
            return Verdict.no("the local server has not said yet what it is");
        }
        if (node.info().history().loading()) {
            return Verdict.no("the local server is loading its data");
        }
        return question.about(node);
    }
}
