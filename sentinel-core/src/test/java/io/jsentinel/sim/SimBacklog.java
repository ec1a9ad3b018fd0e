package io.jsentinel.sim;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What clients published at a master, as its replication stream carries it on: whoever subscribed at a replica hears it
 * too, and a replica that was away for a while hears later what it missed. A message that is published at a replica
 * goes no further.
 */
final class SimBacklog {

    /** How many messages a server remembers; a real one keeps 1 MB of its stream, with about 5,000 hellos. */
    private static final int KEPT = 2_000;

    private static final long READ_MILLIS = 1;

    private record Published(long number, String channel, String payload) {}

    private final SimRedis self;
    private final ArrayDeque<Published> kept = new ArrayDeque<>();
    private final Set<SimBacklog> readers = new LinkedHashSet<>();
    private Optional<SimBacklog> source = Optional.empty();
    private boolean reading;

    /** The number of the last message that this server has, as its history counts them. */
    private long last;

    /** The number of the last message of the history that this server had before; -1 = no such history. */
    private long lastBefore = -1;

    SimBacklog(SimRedis self) {
        this.self = self;
    }

    /** A client of a master has published. */
    void published(String channel, String payload) {
        append(new Published(last + 1, channel, payload));
    }

    private void append(Published message) {
        last = message.number();
        kept.add(message);
        if (kept.size() > KEPT) {
            kept.remove();
        }
        readers.forEach(SimBacklog::readSoon);
    }

    /** The process begins: nothing is connected, and nothing is remembered but where it was. */
    void restarted() {
        readsNothing();
        kept.clear();
        reading = false;
    }

    /** A new history begins here, which goes on from the one before. */
    void begins() {
        lastBefore = last;
    }

    /** Whether all that another server has of its history belongs to the one before ours, which ours goes on from. */
    boolean goesOnFrom(SimBacklog other) {
        return other.last <= lastBefore && covers(other);
    }

    /** Whether it remembers all that another server of the same history has not heard yet. */
    boolean covers(SimBacklog other) {
        return other.last <= last && other.last >= last - kept.size();
    }

    /** The number of the last message that is in a copy of the data that begins now. */
    long last() {
        return last;
    }

    /** It goes on from its own history in that of its source. */
    void goesOn() {
        lastBefore = last;
    }

    /** It has copied all data of its source, and with them the history up to that message. */
    void copied(long lastInCopy) {
        last = lastInCopy;
        lastBefore = -1;
        kept.clear();
    }

    /** From now on it hears what its source hears. */
    void reads(SimBacklog from) {
        readsNothing();
        source = Optional.of(from);
        from.readers.add(this);
        readSoon();
    }

    void readsNothing() {
        source.ifPresent(from -> from.readers.remove(this));
        source = Optional.empty();
    }

    /** Who reads from it hears of a new history by beginning anew. */
    void sendReadersAway() {
        List.copyOf(readers).forEach(reader -> reader.self.replication().sentAway());
    }

    /** There may be something to read. */
    void readSoon() {
        if (!reading && source.isPresent()) {
            reading = true;
            self.later(READ_MILLIS + self.replication().delayMillis(), this::read);
        }
    }

    private void read() {
        reading = false;
        if (source.isEmpty() || !self.replication().isFed()) {
            return;
        }
        ArrayDeque<Published> unread = new ArrayDeque<>();
        Iterator<Published> backwards = source.get().kept.descendingIterator();
        while (backwards.hasNext()) {
            Published message = backwards.next();
            if (message.number() <= last) {
                break;
            }
            unread.push(message);
        }
        for (Published message : unread) {
            self.tellSubscribers(message.channel(), message.payload());
            append(message);
        }
    }
}
