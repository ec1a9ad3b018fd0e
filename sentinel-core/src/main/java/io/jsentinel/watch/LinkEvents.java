package io.jsentinel.watch;

import io.jsentinel.config.Credentials;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.gossip.KnownHellos;
import io.jsentinel.health.Complaints;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.health.Stall;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Roster.Subject;
import io.jsentinel.topology.Self;
import java.util.Optional;

/** What happens on our links: greetings when one stands, answers and messages that go to the right watch. */
public final class LinkEvents {

    private final Self self;
    private final Roster roster;
    private final Watches watches;
    private final Stall stall;
    private final KnownHellos hellos = new KnownHellos();
    private final Introductions introductions;

    public LinkEvents(Realm realm) {
        this.self = realm.self();
        this.roster = realm.roster();
        this.watches = realm.watches();
        this.stall = realm.stall();
        this.introductions = new Introductions(realm.watches());
    }

    /** A connection stands: we log in, give our name, and ask for life or subscribe. */
    public void onUp(Input.LinkUp input, Outbox out) {
        Optional<Subject> subject = roster.subject(input.link());
        if (subject.isEmpty()) {
            return;
        }
        Link link = subject.get().link();
        link.up(input.localHost(), out.nowMillis());
        if (subject.get() instanceof Subject.OfNode of) {
            noteRefusal(of, false, out);
            greetNode(of, link, input.isShared(), out);
            watches.touch(watches.of(of.master()), out);
        } else if (subject.get() instanceof Subject.OfPeer of) {
            greetPeer(of, link, out);
        }
    }

    /** Whether a master listens is seen on both of its connections: one that stands shows that it does. */
    private static void noteRefusal(Subject.OfNode of, boolean isRefused, Outbox out) {
        if (of.node() == of.master() && isRefused) {
            of.master().refusals().refused(out.nowMillis());
        } else if (of.node() == of.master()) {
            of.master().refusals().ended();
        }
    }

    private void greetNode(Subject.OfNode of, Link link, boolean isShared, Outbox out) {
        boolean commands = link == of.node().link();
        if (!isShared) {
            Credentials credentials = of.master().settings().credentials();
            greet(link, of.master(), credentials, commands ? Peer.COMMANDS : "pubsub", out);
        }
        if (!commands) {
            out.send(link, Requests.of(of.master()).subscribe());
            return;
        }
        Heartbeats.sendPing(link, of.master(), out);
        Heartbeats.sendInfo(of.node(), of.master(), out);
    }

    private void greetPeer(Subject.OfPeer of, Link link, Outbox out) {
        for (Master master : roster.mastersOf(of.runId())) {
            if (link.pending() == 0) {
                greet(link, master, self.peerCredentials(), Peer.COMMANDS, out);
                Heartbeats.sendPing(link, master, out);
            }
            Peer peer = master.peer(of.runId()).orElseThrow();
            peer.connected();
            // What we said while it was away was not heard, and it may have forgotten the rest.
            peer.helloIsDue();
            watches.touch(watches.of(master), out);
        }
        introductions.begin(link, of.runId(), out);
    }

    private void greet(Link link, Master master, Credentials credentials, String purpose, Outbox out) {
        Requests requests = Requests.of(master);
        requests.auth(credentials).ifPresent(auth -> out.send(link, auth));
        out.send(link, requests.setName(self.runId(), purpose));
    }

    /** A connection is gone: what was awaited on it will not come. */
    public void onDown(Input.LinkDown input, Outbox out) {
        Optional<Subject> subject = roster.subject(input.link());
        if (subject.isEmpty()) {
            return;
        }
        if (subject.get().link().isOpening()) {
            announceNotReached(subject.get(), input.reason(), out);
        }
        boolean stood = subject.get().link().isUp();
        subject.get().link().closed();
        if (stood
                && subject.get() instanceof Subject.OfNode of
                && of.link() == of.master().link()) {
            watches.of(of.master()).masterLost(out);
        }
        if (input.isForeignSpeech()) {
            instance(subject.get()).ifPresent(i -> Complaints.spokeOtherwise(i, input.reason(), out));
        }
        if (subject.get() instanceof Subject.OfNode of) {
            if (of.link() == of.node().link()) {
                of.node().infoLost();
            }
            noteRefusal(of, input.isRefused(), out);
            watches.touch(watches.of(of.master()), out);
        } else if (subject.get() instanceof Subject.OfPeer of) {
            roster.mastersOf(of.runId()).forEach(m -> watches.touch(watches.of(m), out));
        }
    }

    /** A connection could not be made; of another sentinel, which has one for all its masters, the first is named. */
    private void announceNotReached(Subject subject, String reason, Outbox out) {
        if (subject instanceof Subject.OfNode of) {
            boolean commands = of.link() == of.node().link();
            EventType type = commands ? EventType.CMD_LINK_RECONNECTION : EventType.PUBSUB_LINK_RECONNECTION;
            out.announce(type, of.node(), "#" + reason);
        } else if (subject instanceof Subject.OfPeer of) {
            firstPeer(of).ifPresent(peer -> out.announce(EventType.CMD_LINK_RECONNECTION, peer, "#" + reason));
        }
    }

    /** A request was answered. */
    public void onAnswered(Input.Answered input, Outbox out) {
        Optional<Subject> subject = roster.subject(input.link());
        if (subject.isEmpty()) {
            return;
        }
        subject.get().link().answered();
        if (subject.get() instanceof Subject.OfNode of) {
            Watch watch = watches.of(of.master());
            Node node = of.node();
            Watch.Observation seen = new Watch.Observation(!stall.isTilted(), out);
            watch.onNodeAnswered(node, input.request(), input.answer(), seen);
            if (of.link() == node.eventsLink()) {
                of.link().heard(out.nowMillis());
            }
            if (changesMuch(input.request()) || node.isDown()) {
                watches.touch(watch, out);
            }
        } else if (subject.get() instanceof Subject.OfPeer of) {
            onPeerAnswered(of, input.request(), input.answer(), out);
            introductions.advance(of.link(), out);
        }
    }

    /** Most answers are pongs of those who are well, and need no look at the whole. */
    private static boolean changesMuch(Request request) {
        return request.kind() == Kind.INFO
                || request.kind() == Kind.EXEC
                || request.kind() == Kind.PAUSE_WRITES
                || request.kind().changesRole();
    }

    private void onPeerAnswered(Subject.OfPeer of, Request request, Resp answer, Outbox out) {
        complainOfPeer(of, request, answer, out);
        if (request.kind() == Kind.PING) {
            NodeAnswers.takePong(of.link(), answer, out.nowMillis());
            for (Peer peer : roster.membershipsOf(of.runId())) {
                if (peer.isDown()) {
                    watches.touch(watches.of(peer.master()), out);
                }
            }
        } else if (request.kind() == Kind.MASTER_DOWN) {
            watches.named(request.master()).ifPresent(watch -> {
                watch.onPeerAnswered(of.runId(), request, answer, out);
                watches.touch(watch, out);
            });
        }
    }

    /** Several masters share the link to a sentinel: what it refuses is told for the first of them. */
    private void complainOfPeer(Subject.OfPeer of, Request request, Resp answer, Outbox out) {
        Optional<Peer> peer = firstPeer(of);
        boolean refused = answer instanceof Resp.Error || request.kind() == Kind.PING && !NodeAnswers.isPong(answer);
        if (refused) {
            peer.ifPresent(p -> Complaints.refused(p, request, NodeAnswers.wordsOf(answer), out));
        } else {
            peer.ifPresent(p -> Complaints.accepted(p, request, out));
        }
    }

    private Optional<? extends Instance> instance(Subject subject) {
        if (subject instanceof Subject.OfPeer of) {
            return firstPeer(of);
        }
        return subject instanceof Subject.OfNode of ? Optional.of(of.node()) : Optional.empty();
    }

    private Optional<Peer> firstPeer(Subject.OfPeer of) {
        return roster.peer(of.runId());
    }

    /** Something was published on the hello channel of a node. */
    public void onHeard(Input.Heard input, Outbox out) {
        Optional<Subject> subject = roster.subject(input.link());
        if (subject.isEmpty()) {
            return;
        }
        subject.get().link().heard(out.nowMillis());
        if (input.channel().equals(Requests.HELLO_CHANNEL)) {
            receive(input.payload(), out);
        }
    }

    /** A hello came, on a channel or as a command; whatever is no hello is ignored. */
    public void receive(String payload, Outbox out) {
        Optional<HelloMessage> hello = hellos.parse(payload);
        Optional<Watch> about =
                hello.isEmpty() ? Optional.empty() : watches.named(hello.get().masterName());
        if (about.isPresent() && about.get().onHello(hello.get(), out)) {
            watches.touch(about.get(), out);
        }
    }
}
