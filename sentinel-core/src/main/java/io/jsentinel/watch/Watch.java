package io.jsentinel.watch;

import io.jsentinel.address.RunId;
import io.jsentinel.config.Personality;
import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.Failover;
import io.jsentinel.failover.Fence;
import io.jsentinel.failover.Switchover;
import io.jsentinel.gossip.Arrivals;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.gossip.HelloReception;
import io.jsentinel.gossip.MasterDownQuery;
import io.jsentinel.gossip.VoteReception;
import io.jsentinel.guard.Fencing;
import io.jsentinel.guard.Masterless;
import io.jsentinel.health.AddressPolicy;
import io.jsentinel.health.Complaints;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.health.LinkPolicy;
import io.jsentinel.health.ObjectiveDown;
import io.jsentinel.health.SubjectiveDown;
import io.jsentinel.info.InfoReception.Scene;
import io.jsentinel.info.InfoText;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.vote.Ballot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One monitored master: first observe, then act on the whole of what is known. */
public final class Watch {

    private final Master master;
    private final Rules rules;
    private final Ballot ballot;
    private final Failover failover;
    private final VoteReception voteReception;
    private final NodeAnswers nodeAnswers;
    private final Fence fence;
    private final Doubt doubt;
    private final Arrivals arrivals = new Arrivals();

    Watch(Master master, Rules rules, Ballot ballot, RandomGenerator random) {
        this.master = master;
        this.rules = rules;
        this.ballot = ballot;
        this.failover = new Failover(master, rules.self(), ballot, random);
        this.voteReception = new VoteReception(rules.self(), master, ballot, failover);
        this.fence = new Fence(master, rules.self());
        this.doubt = new Doubt(master, rules.self(), rules.roster());
        this.nodeAnswers = new NodeAnswers(master, failover);
    }

    public Master master() {
        return master;
    }

    /** What keeps the server beside us from taking writes that would be lost. */
    public Fence fence() {
        return fence;
    }

    /** Which version's behaviour is shown. */
    public Personality personality() {
        return rules.self().process().personality();
    }

    public Ballot ballot() {
        return ballot;
    }

    public Failover failover() {
        return failover;
    }

    /** Another master because somebody wants one. */
    public Switchover switchover() {
        return new Switchover(master, failover, rules.self());
    }

    /** How many masters share the link to another sentinel of this one. */
    public int linkUsers(Peer peer) {
        return rules.roster().mastersOf(peer.runId()).size();
    }

    /**
     * Looks at everything and does what is due.
     *
     * @param trusted false in a tilt: connections and heartbeats go on, nothing is decided
     * @return when to look again at the latest
     */
    long look(boolean trusted, Outbox out) {
        out.beginLook();
        failover.announceVote(out);
        keepInTouch(out);
        if (trusted) {
            judge(out);
            if (failover.advance(out)) {
                follow(out);
            }
        }
        fence.look(out);
        if (trusted) {
            // Who asks says that he sees the master down: in a tilt we say nothing of the kind.
            rules.masterDownQuery().ask(master, failover, out);
        }
        for (Instance instance : master.instances()) {
            // In a pause a PUBLISH would wait, and behind it the order that renews the pause.
            if (instance != master || fence.state() != Fencing.PAUSED) {
                rules.hellos().send(instance, master, failover, out);
            }
        }
        if (!ballot.isAnnounced()) {
            out.lookAgainWhenSaved();
        }
        return out.endLook();
    }

    private void keepInTouch(Outbox out) {
        Timing timing = rules.self().timing();
        Heartbeats.InfoPace pace = new Heartbeats.InfoPace(
                timing, failover.isInProgress(), rules.self().isObserved());
        boolean together = Heartbeats.isPingDue(master, timing, out);
        for (Instance instance : master.instances()) {
            if (AddressPolicy.settle(instance, out)) {
                LinkPolicy.maintain(instance, master, timing, out);
            }
            Heartbeats.ping(instance, master, timing, together, out);
            if (instance instanceof Node node) {
                Heartbeats.info(node, master, pace, out);
            }
        }
    }

    private void judge(Outbox out) {
        Timing timing = rules.self().timing();
        rules.masterDownQuery().expire(master, out);
        master.masterless(Masterless.isProven(master), out.nowMillis());
        master.cutOff(Masterless.isCutOff(master), out.nowMillis());
        if (SubjectiveDown.judge(master, master, timing, out) && master.isDown()) {
            doubt.confirmed(out);
        }
        if (master.isDown() && !failover.isInProgress()) {
            doubt.reserveVotes(out);
        }
        for (Instance instance : master.instances()) {
            if (instance != master) {
                SubjectiveDown.judge(instance, master, timing, out);
            }
        }
        ObjectiveDown.judge(master, out);
    }

    /** The connection to the master is gone, and perhaps its process. */
    void masterLost(Outbox out) {
        doubt.lost(out);
    }

    /**
     * Another sentinel asks whether the master is down.
     *
     * @param asker who asks, where that is known
     */
    public void doubted(Optional<Peer> asker, Outbox out) {
        asker.ifPresent(peer -> rules.masterDownQuery().asked(peer, out.nowMillis()));
        doubt.asked(out);
    }

    /** The failover is over: the promoted replica is watched as the master from now on. */
    private void follow(Outbox out) {
        failover.follow(rules.roster(), out);
        keepInTouch(out);
    }

    /** A Redis server answered a request of ours. */
    void onNodeAnswered(Node node, Request request, Resp answer, Observation seen) {
        if (request.kind() == Request.Kind.INFO && answer instanceof Resp.Bulk text) {
            Scene scene = new Scene(master, failover, seen.trusted());
            Complaints.accepted(node, request, seen.out());
            node.infoTextCame(text.text());
            rules.infoReception().receive(node, InfoText.parse(text.text()), scene, seen.out());
            failover.reported(node, request);
        } else {
            nodeAnswers.onAnswered(node, request, answer, seen.out());
        }
    }

    /** Another sentinel answered a question about this master. */
    void onPeerAnswered(RunId runId, Request request, Resp answer, Outbox out) {
        if (MasterDownQuery.isAbout(request, master.endpoint())) {
            master.peer(runId)
                    .ifPresent(peer -> rules.masterDownQuery().onAnswer(peer, request, answer, out.nowMillis()));
        }
    }

    /**
     * A hello about this master came, from whomever.
     *
     * @return whether it was news, so that a look is due
     */
    public boolean onHello(HelloMessage hello, Outbox out) {
        return rules.helloReception().receive(hello, new HelloReception.Scene(master, failover, arrivals), out);
    }

    /** Whether somebody here is called by that host name. */
    boolean isAbout(String name) {
        return Stream.concat(
                        master.instances().stream().map(i -> i.location().told()), master.report().replicas().stream())
                .anyMatch(told -> told.host().equalsIgnoreCase(name));
    }

    /** A host name was answered: what was put off because of a name can be done now. */
    void onResolved(Outbox out) {
        rules.infoReception().discoverAgain(master, failover, out);
    }

    /** Another sentinel asks for our vote. */
    public void onVoteRequest(RunId candidate, long epoch, Outbox out) {
        voteReception.consider(candidate, epoch, out);
    }

    /**
     * Forgets replicas, sentinels and what the master said, and begins anew with the same address. The replicas of a master
     * that is set apart stay: nobody could tell of them.
     */
    public void reset(Outbox out) {
        if (failover.state().isPromoted()) {
            // Others were told of the new address in this epoch, so nobody could tell us of it any more.
            follow(out);
        }
        failover.forget(true, out);
        if (!master.followsItself()) {
            // One that is set apart lists no replica: who forgot them now would never find whom to promote.
            rules.roster().retireReplicas(master);
        }
        rules.roster().retirePeers(master);
        rules.roster().serveBy(master, master.location(), out.nowMillis());
        ballot.forgetName();
        out.announce(EventType.RESET_MASTER, master);
    }

    /**
     * This process did not run for a while: that time does not count against others.
     *
     * @param lateMillis how long
     * @param tilts whether it was so long that everything seen before is worthless; everybody is asked anew then
     */
    public void stalled(long lateMillis, boolean tilts, Outbox out) {
        master.forgive(lateMillis);
        master.replicas().forEach(replica -> replica.forgive(lateMillis));
        failover.stalled(lateMillis, tilts, out);
        if (tilts) {
            master.peers().forEach(Peer::answerExpired);
            doubt.confirmed(out);
        }
    }

    /** Closes the connections to all Redis servers, so that they are made anew with what is configured now. */
    public void reconnect(Outbox out) {
        List<Node> nodes = new ArrayList<>(master.replicas());
        nodes.add(master);
        for (Node node : nodes) {
            LinkPolicy.close(node.link(), out);
            LinkPolicy.close(node.eventsLink(), out);
            node.infoLost();
        }
    }

    /** Closes the connections to all other sentinels, so that they are made anew with what is configured now. */
    public void reconnectPeers(Outbox out) {
        master.peers().forEach(peer -> LinkPolicy.close(peer.link(), out));
    }

    /**
     * How an observation is taken in.
     *
     * @param trusted false in a tilt
     * @param out what it asks for
     */
    record Observation(boolean trusted, Outbox out) {}
}
