package io.jsentinel.failover;

import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;

/** The end of a hand-over: clients, which have waited at the old master, find the new one, and find it free. */
final class ClientRelease {

    /** How long clients are kept where they are until the other sentinels have heard of the new master. */
    static final long NEWS_MILLIS = 10;

    /**
     * When, after clients were let go, the nodes write their new roles into their files: a server does nothing else
     * meanwhile, and clients that come to it would wait.
     */
    static final long WRITE_ROLES_MILLIS = 100;

    private final Master master;
    private final WritePause pause;
    private long toldMillis = Times.NEVER;
    private long begunMillis = Times.NEVER;
    private boolean done;

    ClientRelease(Master master, WritePause pause) {
        this.master = master;
        this.pause = pause;
    }

    /** Whether the clients of the old master were sent away. */
    boolean isBegun() {
        return begunMillis != Times.NEVER;
    }

    /** Whether both nodes were told to keep their roles, too. */
    boolean isDone() {
        return done;
    }

    /**
     * Sends the clients of a node away. For the promoted replica that is before it is told as the new master: those that
     * come afterwards are to stay.
     */
    void sendAway(Node node, Outbox out) {
        if (node.link().isUp()) {
            Requests.of(master).killClients().forEach(kill -> out.send(node.link(), kill));
        }
    }

    /**
     * Sends the clients of the old master away, once all sentinels know the new master or had the time to hear of it,
     * and when those clients had the time to come to the new one, lets both nodes write their roles into their files.
     *
     * @return whether all of that is done
     */
    boolean advance(Replica promoted, Outbox out) {
        if (!isBegun() && isHeard(out)) {
            sendAway(master, out);
            if (master.link().isUp() && pause.mayHold(out.nowMillis())) {
                pause.end(out);
            }
            begunMillis = out.nowMillis();
        }
        if (!isBegun() || done) {
            return done;
        }
        long dueAt = begunMillis + WRITE_ROLES_MILLIS;
        if (out.nowMillis() >= dueAt) {
            writeRole(promoted, out);
            writeRole(master, out);
            done = true;
        } else {
            out.lookAgainAt(dueAt);
        }
        return done;
    }

    private boolean isHeard(Outbox out) {
        if (toldMillis == Times.NEVER) {
            toldMillis = out.nowMillis();
        }
        boolean allHeard =
                out.nowMillis() > toldMillis && master.peers().stream().allMatch(ClientRelease::hasAnswered);
        boolean anybody = master.peers().stream().anyMatch(peer -> peer.link().isUp());
        if (anybody && !allHeard && out.nowMillis() < toldMillis + NEWS_MILLIS) {
            out.lookAgainAt(out.nowMillis() + 1);
            return false;
        }
        return true;
    }

    private static boolean hasAnswered(Peer peer) {
        return !peer.link().isUp() || peer.link().pending() == 0;
    }

    private void writeRole(Node node, Outbox out) {
        if (node.link().isUp()) {
            out.send(node.link(), Requests.of(master).rewriteConfig());
        }
    }

    /** Nothing was told to anybody. */
    void forget() {
        toldMillis = Times.NEVER;
        begunMillis = Times.NEVER;
        done = false;
    }
}
