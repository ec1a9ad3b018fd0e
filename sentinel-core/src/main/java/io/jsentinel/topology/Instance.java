package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.Endpoint;

/** Something that is watched and can be down: a master, a replica or another sentinel. */
public abstract sealed class Instance permits Node, Peer {

    private Location location;
    private Link link;
    private boolean down;
    private long downSinceMillis = NEVER;
    private long helloSentMillis = NEVER;
    private Troubles troubles = new Troubles();

    Instance(Location location, Link link) {
        this.location = location;
        this.link = link;
    }

    /** What it is called in listings and events: the master's name, {@code ip:port} or the sentinel's id. */
    public abstract String name();

    /** {@code <type> <name> <ip> <port>}, and for others than masters {@code @ <name> <ip> <port>} of their master. */
    public abstract String described();

    /** The master that it belongs to, or itself when it is one. */
    public abstract Master master();

    /** Who the process is, empty until known. */
    public abstract String shownRunId();

    /** Host and port as others are told them: {@link Location#shown}. */
    public Endpoint endpoint() {
        return location.shown();
    }

    /** Where it is. */
    public Location location() {
        return location;
    }

    /** What it refuses, as far as people were told. */
    public Troubles troubles() {
        return troubles;
    }

    /** The connection for commands. */
    public Link link() {
        return link;
    }

    /** It is reached at another address, or by another connection, from now on. */
    void reachedAt(Location newLocation, Link newLink) {
        this.location = newLocation;
        this.link = newLink;
        this.helloSentMillis = NEVER;
        this.troubles = new Troubles();
    }

    /** Whether it is subjectively down: it owes us a sign of life for too long. */
    public boolean isDown() {
        return down;
    }

    /** It is down from now on. */
    public void wentDown(long nowMillis) {
        down = true;
        downSinceMillis = nowMillis;
    }

    /** It is no longer down; the stamp of when it went down stays. */
    public void cameUp() {
        down = false;
    }

    /** It counts as never having been down. */
    void forgetDown() {
        down = false;
        downSinceMillis = NEVER;
    }

    /** When it last went down, also after it came back; or {@link Times#NEVER}. */
    public long downSinceMillis() {
        return downSinceMillis;
    }

    /** When our last hello was sent to it, or {@link Times#NEVER}. */
    public long helloSentMillis() {
        return helloSentMillis;
    }

    /** A hello was sent to it. */
    public void helloSent(long nowMillis) {
        helloSentMillis = nowMillis;
    }

    /** The next hello is due at once. */
    public void helloIsDue() {
        helloSentMillis = NEVER;
    }
}
