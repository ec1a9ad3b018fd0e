package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replication of one simulated Redis server: whom it follows, whether that link stands, how far it has read. A
 * replica reads what its master has written a moment before, less a lag that a test may give it.
 */
public final class Replication {

    /** How often a replica tries to connect to its master. */
    public static final long RETRY_MILLIS = 1_000;

    /** After how much silence a replica gives its master up. */
    public static final long TIMEOUT_MILLIS = 60_000;

    /** More servers than any cluster has. */
    private static final int MAX_HOPS = 100;

    private final SimRedis self;
    private final SimBacklog backlog;
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
    private String replicationId;
    private String replicationIdBefore = "";
    private String secondaryId = "";
    private long secondaryOffset = -1;
    private long keys = 1;
    private String data = "key:";
    private boolean copying;
    private String copiedId = "";
    private long copiedMessages;
    private long delayMillis;
    private SimData writes = new SimData();

    public Replication(SimRedis self) {
        this.self = self;
        this.backlog = new SimBacklog(self);
        this.replicationId = RunId.draw(self.world().random()).value();
        self.world().onChange(this::look);
    }

    public Optional<Endpoint> master() {
        return master;
    }

    public boolean isMaster() {
        return master.isEmpty();
    }

    public boolean isLinkUp() {
        return linkUp;
    }

    /** How long the link has been down, in seconds; -1 when it never was up. */
    public long linkDownSeconds() {
        return linkDownSinceMillis < 0 ? -1 : (self.world().nowMillis() - linkDownSinceMillis) / 1000;
    }

    /** What this server has written or read. */
    public long offset() {
        return offsetAt(self.world().nowMillis());
    }

    private long offsetAt(long millis) {
        Replication from = feeder();
        if (from == null) {
            return baseOffset - writes.bytesAfter(millis);
        }
        // Who lags behind catches up when nobody can write.
        long behind = from.self.pause().isOn() ? 0 : lag;
        return Math.max(baseOffset, from.offsetAt(millis - delayMillis) - behind);
    }

    /** The writes that this server has. */
    public SimData writes() {
        Replication from = feeder();
        return from == null ? writes : from.writes().upTo(offset());
    }

    /** Whose data it has at every moment: nobody's while nothing comes, or where servers follow each other in a circle. */
    private Replication feeder() {
        if (!linkUp || stalled) {
            return null;
        }
        Replication source = source().orElseThrow().replication();
        return source.linkUp && !circle(source).isEmpty() ? null : source;
    }

    /** The servers from one on up to this one, when they follow each other in a circle; otherwise none. */
    private List<Replication> circle(Replication source) {
        List<Replication> around = new ArrayList<>();
        Replication next = source;
        while (next != null && next != this && next.linkUp && !next.stalled && around.size() < MAX_HOPS) {
            around.add(next);
            next = next.source().map(SimRedis::replication).orElse(null);
        }
        return next == this ? around : List.of();
    }

    /** A client of a master has written. */
    public void write(int number) {
        baseOffset += SimData.WRITE_BYTES;
        writes.add(number, baseOffset, self.world().nowMillis());
    }

    /** A client of this server has published: a master passes it on to its replicas. */
    public void published(String channel, String payload) {
        if (isMaster()) {
            backlog.published(channel, payload);
        }
    }

    /** What its master writes reaches it so much later. */
    public void delays(long millis) {
        delayMillis = millis;
    }

    long delayMillis() {
        return delayMillis;
    }

    /** Whether something comes over its link. */
    boolean isFed() {
        return feeder() != null;
    }

    /** Takes over what it has read, before the link goes. */
    private void keep() {
        long read = offset();
        writes = writes().upTo(read);
        keys = keys();
        baseOffset = read;
    }

    public String replicationId() {
        return replicationId;
    }

    public String secondaryId() {
        return secondaryId;
    }

    public long secondaryOffset() {
        return secondaryOffset;
    }

    /** How many keys this server has. */
    public long keys() {
        Replication from = feeder();
        return from == null ? keys : from.keys();
    }

    /** What the names of its keys begin with: data of one origin have one beginning. */
    public String data() {
        return data;
    }

    /** It is somebody else's server, with data of its own. */
    public void hasForeignData(String origin, long count) {
        data = origin;
        keys = count;
        replicationId = RunId.draw(self.world().random()).value();
    }

    /** A master has so many keys. */
    public void hasKeys(long count) {
        keys = count;
    }

    /** It begins anew without data. */
    public void emptied() {
        keys = 0;
        baseOffset = 0;
    }

    /** It begins anew with the data of a snapshot that was made at that offset. */
    public void loadedSnapshot(long keysThen, long offset) {
        secondaryId = replicationIdBefore;
        secondaryOffset = offset + 1;
        backlog.begins();
        keys = keysThen;
        baseOffset = offset;
    }

    /** A master has written so many bytes. */
    public void written(long offset) {
        baseOffset = offset;
    }

    /** From now on it has always read that much less than its master has written. */
    public void lagsBehind(long bytes) {
        lag = bytes;
    }

    /** How long a copy of the data takes. */
    public void syncTakes(long millis) {
        syncMillis = millis;
    }

    /** It follows another server, or nobody, from now on. */
    public void follow(Optional<Endpoint> newMaster) {
        if (newMaster.equals(master)) {
            return;
        }
        disconnect();
        if (newMaster.isEmpty()) {
            secondaryId = replicationId;
            secondaryOffset = baseOffset + 1;
            replicationId = RunId.draw(self.world().random()).value();
            backlog.begins();
            backlog.sendReadersAway();
        }
        master = newMaster;
        lag = 0;
        self.world().changed();
        connect(0);
    }

    /** The process has just begun: nothing is connected. */
    public void restarted() {
        linkUp = false;
        backlog.restarted();
        replicationIdBefore = replicationId;
        if (isMaster()) {
            replicationId = RunId.draw(self.world().random()).value();
            secondaryId = "";
            secondaryOffset = -1;
        }
        stalled = false;
        linkDownSinceMillis = -1;
        connect(0);
    }

    /** It has read an append-only file: the data are there, and nothing is known of their history. */
    public void forgotItsHistory() {
        replicationId = RunId.draw(self.world().random()).value();
        secondaryId = "";
        secondaryOffset = -1;
        baseOffset = 0;
    }

    /** Its master sends its replicas away: whoever follows it, or copies its data, must begin anew, if it hears of that. */
    public void sentAway() {
        if (linkUp && !stalled || copying) {
            disconnect();
            connect(RETRY_MILLIS);
        }
    }

    private void connect(long millis) {
        copying = false;
        int mine = ++attempt;
        if (master.isPresent()) {
            self.later(millis, () -> handshake(mine));
        }
    }

    private void handshake(int mine) {
        Optional<Replication> source = source().filter(this::serves).map(SimRedis::replication);
        if (mine == attempt && source.isPresent()) {
            copying = true;
            copiedId = source.get().replicationId;
            copiedMessages = source.get().backlog.last();
            self.later(syncMillis, () -> synced(mine));
        } else if (mine == attempt) {
            connect(RETRY_MILLIS);
        }
    }

    private void synced(int mine) {
        Optional<SimRedis> source = source().filter(s -> reaches(s) && s.isRunning());
        if (mine != attempt) {
            return;
        }
        copying = false;
        if (source.isEmpty()) {
            connect(RETRY_MILLIS);
            return;
        }
        // Before the link closes a circle: what everybody in it has by now is all that they will have.
        circle(source.get().replication()).forEach(Replication::keep);
        takeOnHistory(source.get().replication());
        linkedTo = Optional.of(source.get().endpoint());
        linkUp = true;
        stalled = false;
        backlog.reads(source.get().replication().backlog);
        keys = source.get().replication().keys();
        data = source.get().replication().data();
        baseOffset = Math.max(0, source.get().replication().offset() - lag);
        if (feeder() == null) {
            writes = source.get().replication().writes().upTo(baseOffset);
        }
    }

    /** A history that ours goes on in needs no copy, and ours is remembered; any other replaces it. */
    private void takeOnHistory(Replication source) {
        boolean isSame = source.replicationId.equals(replicationId);
        if (isSame && source.backlog.covers(backlog)) {
            return;
        }
        boolean goesOn = !isSame
                && source.secondaryId.equals(replicationId)
                && baseOffset < source.secondaryOffset
                && source.backlog.goesOnFrom(backlog);
        if (goesOn) {
            backlog.goesOn();
        } else {
            // What was published while the copy was made follows it.
            backlog.copied(copiedId.equals(source.replicationId) ? copiedMessages : source.backlog.last());
        }
        secondaryId = goesOn ? replicationId : "";
        secondaryOffset = goesOn ? baseOffset + 1 : -1;
        replicationId = source.replicationId;
        backlog.sendReadersAway();
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
    public Optional<SimRedis> source() {
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
        if (source.isEmpty()
                || !fed && reaches(source.get()) && !isSilent(source.get())
                || fed && stalled && !source.get().replication().replicationId.equals(replicationId)) {
            disconnect();
            connect(RETRY_MILLIS);
        } else if (!fed && !stalled) {
            keep();
            stalled = true;
            int mine = attempt;
            self.later(TIMEOUT_MILLIS, () -> timedOut(mine));
        } else if (fed && stalled) {
            circle(source.get().replication()).forEach(Replication::keep);
            stalled = false;
            backlog.readSoon();
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
            keep();
            linkUp = false;
            stalled = false;
            backlog.readsNothing();
            linkDownSinceMillis = self.world().nowMillis();
        }
        attempt++;
    }
}
