package io.jsentinel.sidecar;

import io.jsentinel.config.MasterSettings;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The connections to the server beside us and to the daemons of the other pods: kept up, asked, and heard. */
final class Connections {

    /** How often daemons are asked whose votes are wanted. */
    static final long WISH_PERIOD_MILLIS = 50;

    private final Parts parts;
    private final PodTalk talk;
    private String toldTrouble = "";

    Connections(Parts parts, PodTalk talk) {
        this.parts = parts;
        this.talk = talk;
    }

    /** Opens what should be open, and asks what is to be asked. @param periodMillis how often */
    void maintain(long periodMillis, Outbox out) {
        parts.local().link().maintain(out);
        parts.local().ask(parts.requests(), periodMillis, out);
        List<String> wish = parts.vote().wish(parts.record().record(), out);
        Request question = parts.requests().peerState(wish);
        long patience = wish.isEmpty() ? periodMillis : WISH_PERIOD_MILLIS;
        for (PodPeers.Peer peer : parts.peers().all()) {
            peer.pod().maintain(out);
            peer.ask(question, patience, out);
        }
    }

    /** One stands. */
    void onUp(Input.LinkUp input, Outbox out) {
        on(input.link(), link -> {
            link.link().up(input.localHost(), out.nowMillis());
            Requests requests = parts.requests();
            if (link == parts.local().link()) {
                parts.local()
                        .greet(requests, settings().credentials(), parts.self().runId(), parts.place(), out);
            } else {
                link.greet(
                        requests, parts.self().peerCredentials(), parts.self().runId(), out);
                parts.peers().at(input.link()).ifPresent(PodPeers.Peer::askAgain);
            }
        });
    }

    private MasterSettings settings() {
        return parts.watch()
                .map(watch -> watch.master().settings())
                .orElse(parts.expected().settings());
    }

    /** One is gone. */
    void onDown(Input.LinkDown input) {
        on(input.link(), link -> {
            link.link().closed();
            if (link == parts.local().link()) {
                parts.local().lost();
            }
        });
    }

    /** A request was answered. */
    void onAnswered(Input.Answered input, Outbox out) {
        on(input.link(), link -> {
            link.answered(input.answer());
            if (link == parts.local().link()) {
                parts.local()
                        .onAnswered(input.request(), input.answer(), out.nowMillis())
                        .ifPresent(trouble -> tell(trouble, out));
            } else if (input.request().kind() == Request.Kind.PEER_STATE) {
                parts.peers().at(input.link()).ifPresent(peer -> talk.heard(peer, input.answer(), out));
            }
        });
    }

    /** Tells people of a trouble, unless it was the last that they were told of. */
    void tell(String trouble, Outbox out) {
        if (!trouble.equals(toldTrouble)) {
            toldTrouble = trouble;
            out.log(Level.WARNING, "sidecar: " + trouble);
        }
    }

    private void on(LinkId id, Consumer<PodLink> action) {
        PodLink local = parts.local().link();
        Optional<PodLink> link = local.link().id().equals(id)
                ? Optional.of(local)
                : parts.peers().at(id).map(PodPeers.Peer::pod);
        link.ifPresent(action);
    }
}
