package io.jsentinel.watch;

import io.jsentinel.address.RunId;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Link;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sentinel is told when a connection to it stands: our hello for every master that we do not yet know to have in
 * common with it. Whoever watches a thousand masters with us is found by all of them in some round trips, instead of by a
 * message on each of their channels. It is the message that all sentinels send each other anyway; one about a master that
 * the other does not watch is ignored there.
 */
final class Introductions {

    /** How many requests may be unanswered on the link while there is more to tell. */
    private static final int WINDOW = 50;

    private final Watches watches;

    /** What is under way, by the number of the link. */
    private final TreeMap<Long, Introduction> underway = new TreeMap<>();

    /** To whom, and which master came last. */
    private record Introduction(Link link, RunId peer, String last) {}

    Introductions(Watches watches) {
        this.watches = watches;
    }

    /** A connection to another sentinel stands. */
    void begin(Link link, RunId peer, Outbox out) {
        underway.put(link.id().number(), new Introduction(link, peer, ""));
        advance(link, out);
    }

    /** Something was answered on a link, so that more can be told. */
    void advance(Link link, Outbox out) {
        Introduction now = underway.get(link.id().number());
        if (now == null) {
            return;
        }
        Optional<Watch> next = watches.after(now.last());
        while (link.isUp() && link.pending() < WINDOW && next.isPresent()) {
            Watch watch = next.get();
            now = new Introduction(link, now.peer(), watch.master().name());
            if (watch.master().peer(now.peer()).isEmpty()) {
                watches.introduce(watch, link, out);
            }
            next = watches.after(now.last());
        }
        if (next.isPresent() && link.isUp()) {
            underway.put(link.id().number(), now);
        } else {
            underway.remove(link.id().number());
        }
    }
}
