package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.step.Effect;
import io.jsentinel.step.KeptFile;
import io.jsentinel.step.Outbox;
import java.util.Optional;

/**
 * The role file: what the server beside us is when it starts. It never says that the server is a master; only an order
 * does. A master, and a server of which nothing is decided, follows itself, so nobody.
 */
final class RoleKeeper {

    private static final long RETRY_MILLIS = 1_000;

    private final Endpoint redis;
    private final Endpoint place;
    private Optional<Endpoint> master = Optional.empty();
    private String asked = "";
    private String kept = "";
    private boolean awaited;
    private long failedMillis;
    private boolean failed;

    /**
     * A keeper that has written nothing.
     *
     * @param redis where the server listens for us
     * @param place how others call it
     */
    RoleKeeper(Endpoint redis, Endpoint place) {
        this.redis = redis;
        this.place = place;
    }

    /** Whom the server is to follow at its next start; nothing when itself. */
    void follow(Optional<Endpoint> newMaster) {
        master = newMaster;
    }

    /** Writes the file when it says something else. */
    void advance(Outbox out) {
        boolean pause = failed && out.nowMillis() - failedMillis < RETRY_MILLIS;
        if (!awaited && !pause && !text().equals(kept)) {
            awaited = true;
            asked = text();
            out.add(new Effect.KeepFile(KeptFile.ROLE, asked));
        }
    }

    private String text() {
        Endpoint to = master.orElse(redis);
        return "# Written by jsentinel: what this server is when it starts. Only an order makes it a master.\n"
                + "replicaof " + to.spaced() + "\nreplica-announce-ip " + place.host() + "\nreplica-announce-port "
                + place.port() + "\n";
    }

    /** The text is on disk, or could not be written. */
    void onKept(boolean isFailure, long nowMillis) {
        awaited = false;
        failed = isFailure;
        failedMillis = nowMillis;
        kept = isFailure ? kept : asked;
    }

    /** Whether the file says what it is to say, so that the server may start. */
    boolean isKept() {
        return text().equals(kept);
    }
}
