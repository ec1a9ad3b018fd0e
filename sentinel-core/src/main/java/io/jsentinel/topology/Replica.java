package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.topology.InfoReport.Role;
import java.util.Optional;

/** A replica of a monitored master. */
public final class Replica extends Node {

    /** How far a replica is on its way to a new master, in a failover of ours. */
    public enum Sync {
        NONE,
        SENT,
        IN_PROGRESS,
        DONE
    }

    private final Master master;
    private Sync sync = Sync.NONE;
    private long syncSentMillis = NEVER;
    private long repairSentMillis = NEVER;
    private Optional<LinkId> syncSentOn = Optional.empty();
    private boolean stranger;
    private long reignMillis = NEVER;
    private boolean leaving;

    Replica(Master master, Location location, Link link, Link eventsLink, long nowMillis) {
        super(location, link, eventsLink, nowMillis);
        this.master = master;
    }

    @Override
    public Role role() {
        return Role.SLAVE;
    }

    @Override
    public Master master() {
        return master;
    }

    @Override
    public String name() {
        return endpoint().joined();
    }

    @Override
    public String described() {
        return "slave " + name() + " " + endpoint().spaced() + " @ " + master.name() + " "
                + master.endpoint().spaced();
    }

    /** Whether its pod is about to end, as the daemon in it told last. */
    public boolean isLeaving() {
        return leaving;
    }

    /** The daemon in its pod told whether that is about to end. */
    public void leaving(boolean value) {
        leaving = value;
    }

    /** Whether what is at its address now is somebody else's as far as is known: it is neither told nor promoted. */
    public boolean isStranger() {
        return stranger;
    }

    /** Somebody found out whose it is. */
    public void stranger(boolean value) {
        stranger = value;
    }

    /** When it last told that it is the master in all but name, or {@link Times#NEVER} if it is not. */
    public long reignMillis() {
        return reignMillis;
    }

    /** Whether it is the master in all but name: it is one, with our data, and the one that is configured is none. */
    public boolean reigns() {
        return reignMillis != NEVER;
    }

    /** It told at that moment that it is the master in all but name; {@link Times#NEVER} where it is not. */
    public void reigned(long millis) {
        reignMillis = millis;
    }

    public Sync sync() {
        return sync;
    }

    /** Whether it occupies one of the {@code parallel-syncs}. */
    public boolean isSyncing() {
        return sync == Sync.SENT || sync == Sync.IN_PROGRESS;
    }

    /** It was told to follow the new master, on the connection that stands now. */
    public void syncSent(long nowMillis) {
        sync = Sync.SENT;
        syncSentMillis = nowMillis;
        syncSentOn = Optional.of(link().id());
    }

    /** Whether it was told on a connection that is gone, and has not said since that it follows. */
    public boolean isSyncLost() {
        return sync == Sync.SENT
                && link().isUp()
                && syncSentOn.filter(link().id()::equals).isEmpty();
    }

    /** It follows the new master, but has not caught up. */
    public void syncBegan() {
        sync = Sync.IN_PROGRESS;
    }

    /** It follows the new master and is connected to it, or was given up. */
    public void syncDone() {
        sync = Sync.DONE;
    }

    /** It was told to follow the master, outside of a failover. */
    public void repairSent(long nowMillis) {
        repairSentMillis = nowMillis;
    }

    /** When it was last told to follow the master, outside of a failover; or {@link Times#NEVER}. */
    public long repairSentMillis() {
        return repairSentMillis;
    }

    @Override
    public void forgive(long lateMillis) {
        super.forgive(lateMillis);
        if (syncSentMillis != NEVER) {
            syncSentMillis += lateMillis;
        }
        if (reignMillis != NEVER) {
            reignMillis += lateMillis;
        }
    }

    /** There is no failover any more. */
    public void syncForgotten() {
        sync = Sync.NONE;
    }

    public long syncSentMillis() {
        return syncSentMillis;
    }
}
