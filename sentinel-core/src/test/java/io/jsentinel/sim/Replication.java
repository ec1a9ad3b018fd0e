package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import java.util.Optional;

/**
 * The replication of one simulated Redis server: whom it follows, whether that link stands, how far it has read. A
 * replica reads what its master has written a moment before, less a lag that a test may give it.
 */
final class Replication {

    /** How often a replica tries to connect to its master. */
    static final long RETRY_MILLIS = 1_000;

    /** After how much silence a replica gives its master up. */
    static final long TIMEOUT_MILLIS = 60_000;

    private final SimRedis self;
    private Optional<Endpoint> master = Optional.empty();

    /** Where its master was when the link was made: a name that moves does not move the link. */
    private Optional<Endpoint> linkedTo = Optional.empty();

    private boolean linkUp;
    private boolean stalled;
    private int attempt;
    private long linkDownSinceMillis = -1;
    private long baseOffset;
    private long lag;
    private long syncMillis = 5;

    Replication(SimRedis self) {
        this.self = self;
        self.world().onChange(this::look);
    }

    Optional<Endpoint> master() {
        return master;
    }

    boolean isMaster() {
        return master.isEmpty();
    }

    boolean isLinkUp() {
        return linkUp;
    }

    /** How long the link has been down, in seconds; -1 when it never was up. */
    long linkDownSeconds() {
        return linkDownSinceMillis < 0 ? -1 : (self.world().nowMillis() - linkDownSinceMillis) / 1000;
    }

    /** What this server has written or read. */
    long offset() {
        return linkUp && !stalled
                ? Math.max(baseOffset, source().orElseThrow().replication().offset() - lag)
                : baseOffset;
    }

    /** A master has written so many bytes. */
    void written(long offset) {
        baseOffset = offset;
    }

    /** From now on it has always read that much less than its master has written. */
    void lagsBehind(long bytes) {
        lag = bytes;
    }

    /** How long a copy of the data takes. */
    void syncTakes(long millis) {
        syncMillis = millis;
    }

    /** It follows another server, or nobody, from now on. */
    void follow(Optional<Endpoint> newMaster) {
        if (newMaster.equals(master)) {
            return;
        }
        disconnect();
        master = newMaster;
        lag = 0;
        self.world().changed();
        connect(0);
    }

    /** The process has just begun: nothing is connected. */
    void restarted() {
        linkUp = false;
        stalled = false;
        linkDownSinceMillis = -1;
        connect(0);
    }

    private void connect(long millis) {
        int mine = ++attempt;
        if (master.isPresent()) {
            self.later(millis, () -> handshake(mine));
        }
    }

    private void handshake(int mine) {
        if (mine == attempt && source().filter(this::serves).isPresent()) {
            self.later(syncMillis, () -> synced(mine));
        } else if (mine == attempt) {
            connect(RETRY_MILLIS);
        }
    }

    private void synced(int mine) {
        Optional<SimRedis> source = source().filter(this::serves);
        if (mine != attempt) {
            return;
        }
        if (source.isEmpty()) {
            connect(RETRY_MILLIS);
            return;
        }
        linkedTo = Optional.of(source.get().endpoint());
        linkUp = true;
        stalled = false;
        baseOffset = Math.max(0, source.get().replication().offset() - lag);
    }

    /** Whether a server can feed us: it can be reached, runs, and is a master or has one. */
    private boolean serves(SimRedis source) {
        return reaches(source)
                && source.isRunning()
                && source != self
                && (source.replication().isMaster() || source.replication().isLinkUp());
    }

    private boolean reaches(SimRedis source) {
        String here = self.endpoint().host();
        String there = source.endpoint().host();
        return self.world().network().passes(here, there)
                && self.world().network().passes(there, here);
    }

    /** The server that it follows, if one listens where it looks for it. */
    Optional<SimRedis> source() {
        Optional<Endpoint> found =
                master.map(m -> new Endpoint(self.world().dns().firstOf(m.host()), m.port()));
        return (linkUp ? linkedTo : found)
                .flatMap(m -> self.world().network().at(m))
                .filter(SimRedis.class::isInstance)
                .map(SimRedis.class::cast);
    }

    /** Something in the world changed: the link may be gone, or nothing may come over it for now. */
    private void look() {
        if (!linkUp) {
            return;
        }
        Optional<SimRedis> source = source();
        boolean fed = source.filter(this::serves).isPresent();
        if (source.isEmpty() || !fed && reaches(source.get()) && !isSilent(source.get())) {
            disconnect();
            connect(RETRY_MILLIS);
        } else if (!fed && !stalled) {
            baseOffset = offset();
            stalled = true;
            int mine = attempt;
            self.later(TIMEOUT_MILLIS, () -> timedOut(mine));
        } else if (fed && stalled) {
            stalled = false;
        }
    }

    /** A frozen server says nothing; any other that does not serve us has closed the connection. */
    private static boolean isSilent(SimRedis source) {
        return !source.isRunning() && !source.isCrashed();
    }

    private void timedOut(int mine) {
        if (mine == attempt && stalled) {
            disconnect();
            connect(0);
        }
    }

    private void disconnect() {
        if (linkUp) {
            baseOffset = offset();
            linkUp = false;
            stalled = false;
            linkDownSinceMillis = self.world().nowMillis();
        }
        attempt++;
    }
}
