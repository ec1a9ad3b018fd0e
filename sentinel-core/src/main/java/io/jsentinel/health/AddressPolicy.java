package io.jsentinel.health;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * Which address of a host name a connection is made to. A name is asked for again whenever its connection is gone, and
 * a new answer is followed then. No resolver can do harm: a connection that stands is not touched, and one that is to
 * be made waits for an answer only for a moment, and then goes to the last good address.
 */
public final class AddressPolicy {

    /** How old an answer may be that a connection is made with. */
    static final long GOOD_MILLIS = 1_000;

    /** How long a connection waits for an answer; a resolver that is well needs a few milliseconds. */
    static final long PATIENCE_MILLIS = 250;

    private AddressPolicy() {}

    /**
     * Follows the name of an instance that is not connected.
     *
     * @return whether a connection to it may be made now; if not, another look is arranged
     */
    public static boolean settle(Instance instance, Outbox out) {
        Location place = instance.location();
        Link link = instance.link();
        boolean isToFollow = place.isNamed() && place.names().areResolved() && !link.isUp();
        // An address that was found a moment ago, with the instance itself, is good enough for the first attempt.
        boolean isFresh = place.target().isPresent() && link.attemptedMillis() == Times.NEVER;
        if (!isToFollow || isFresh) {
            return true;
        }
        place.wantToConnect(GOOD_MILLIS);
        follow(instance, out);
        return mayConnect(place, link, out);
    }

    private static void follow(Instance instance, Outbox out) {
        boolean first = instance.location().target().isEmpty();
        if (!instance.location().follow()) {
            return;
        }
        leave(instance, out);
        if (!first) {
            tell(instance, out);
        }
    }

    /** An instance that has moved is looked for at another address, which somebody told who knows its name. */
    public static void move(Instance instance, Endpoint to, Outbox out) {
        instance.location().movedTo(to);
        leave(instance, out);
        tell(instance, out);
    }

    /** Nothing leads to the old address any more, and what others said of it is not about the new one. */
    private static void leave(Instance instance, Outbox out) {
        LinkPolicy.close(instance.link(), out);
        if (instance instanceof Node node) {
            LinkPolicy.close(node.eventsLink(), out);
            node.infoLost();
        }
        if (instance instanceof Master master) {
            master.hellosAreDue();
            master.peers().forEach(Peer::masterMoved);
        }
    }

    private static void tell(Instance instance, Outbox out) {
        out.log(Level.NOTICE, "Address of " + instance.described() + " is " + instance.location() + " from now on");
        out.stateChanged();
    }

    private static boolean mayConnect(Location place, Link link, Outbox out) {
        Optional<Long> awaitedSince = place.awaitedSinceMillis();
        if (place.target().isEmpty()) {
            out.lookAgainAt(out.nowMillis() + GOOD_MILLIS);
            return false;
        }
        if (awaitedSince.isEmpty() || !link.isClosed()) {
            return true;
        }
        long waitsUntil = awaitedSince.get() + PATIENCE_MILLIS;
        if (out.nowMillis() >= waitsUntil) {
            return true;
        }
        out.lookAgainAt(waitsUntil);
        return false;
    }
}
