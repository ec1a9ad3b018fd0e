package io.jsentinel.rehearsal;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.List;
import java.util.Optional;

/** A connection of a sentinel to an actor. What is said on it arrives a millisecond later, in order. */
final class Wire {

    private static final long DELAY_MILLIS = 1;

    private final Watcher owner;
    private final Effect.OpenLink link;
    private boolean open;
    private String name = "";

    Wire(Watcher owner, Effect.OpenLink link) {
        this.owner = owner;
        this.link = link;
    }

    /** Connects; the owner hears what came of it. */
    void connect() {
        owner.stage().later(DELAY_MILLIS, () -> {
            if (!owner.holds(this)) {
                return;
            }
            if (peer().isPresent()) {
                open = true;
                owner.take(new Input.LinkUp(id(), owner.place().host()));
            } else {
                fail("Connection refused");
            }
        });
    }

    /** Its owner gives it a name at the other end. */
    void named(String newName) {
        name = newName;
    }

    /** The name that it has at the other end, empty for none. */
    String name() {
        return name;
    }

    LinkId id() {
        return link.link();
    }

    private Optional<Actor> peer() {
        return owner.stage().at(link.to());
    }

    /** Says something to the actor; what it answers comes back with the request. */
    void send(Request request) {
        Surroundings surroundings = owner.surroundings();
        List<String> words = surroundings.carry(request.args());
        owner.stage().later(DELAY_MILLIS, () -> {
            if (!isOpen()) {
                return;
            }
            peer().ifPresentOrElse(
                            actor -> actor.hear(this, words, answer -> answered(request, surroundings.carry(answer))),
                            () -> fail("Connection reset by peer"));
        });
    }

    private void answered(Request request, Resp answer) {
        owner.stage().later(DELAY_MILLIS, () -> {
            if (isOpen()) {
                owner.take(new Input.Answered(id(), request, answer));
            }
        });
    }

    /** Brings a message of a channel to the owner. */
    void push(String channel, String payload) {
        owner.stage().later(DELAY_MILLIS, () -> {
            if (isOpen()) {
                owner.take(new Input.Heard(id(), channel, payload));
            }
        });
    }

    boolean isOpen() {
        return open && owner.holds(this);
    }

    /** The connection ends, or does not come about. */
    private void fail(String why) {
        open = false;
        owner.lost(this);
        owner.take(new Input.LinkDown(id(), owner.surroundings().lost(why)));
    }
}
