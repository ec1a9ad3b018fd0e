package io.jsentinel.health;

import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Peer;
import java.util.Optional;

/** What an error means for people, and what they can do about it. */
final class Advice {

    private Advice() {}

    /** A sentence without full stop, or nothing where the error says it all. */
    static Optional<String> about(Instance by, Kind kind, String error) {
        boolean peer = by instanceof Peer;
        return switch (Refusal.code(error)) {
            case "LOADING" -> Optional.of("it is alive, but still loads its data");
            case "MASTERDOWN" -> Optional.of("it is alive, but has no link to its master");
            case "BUSY" ->
                Optional.of("a script keeps it from answering: it counts as down, and is sent SCRIPT KILL then");
            case "MISCONF" -> Optional.of("it cannot save its data and takes no writes: it counts as down");
            case "MAXCLIENTS" -> Optional.of("raise its maxclients; until then it counts as down");
            case "DENIED" ->
                Optional.of("its protected mode keeps other hosts out: give it a password, or turn that off");
            case "NOAUTH" -> Optional.of(peer ? "sentinel-pass is missing or wrong" : "auth-pass is missing or wrong");
            case "WRONGPASS" ->
                Optional.of(peer ? "check sentinel-user and sentinel-pass" : "check auth-user and auth-pass");
            case "NOPERM" -> Optional.of("grant our user " + kind.permission() + consequence(kind));
            default -> aboutUnknown(kind, error);
        };
    }

    private static Optional<String> aboutUnknown(Kind kind, String error) {
        if (Refusal.isForGood(error)) {
            return Optional.of("if it has another name there, set rename-command" + consequence(kind));
        }
        return kind == Kind.CONFIG_REWRITE ? Optional.of(consequence(kind).substring(2)) : Optional.empty();
    }

    /** What it costs that this command is not done. */
    private static String consequence(Kind kind) {
        return switch (kind) {
            case PING -> "; it counts as down";
            case INFO -> "; its role and its replicas stay unknown";
            case HELLO -> "; other sentinels do not hear of us through it";
            case SUBSCRIBE -> "; we do not hear of other sentinels through it";
            case TELL_PAUSED -> "; it does not know that failovers are paused";
            case MASTER_DOWN -> "; it cannot agree with us, nor vote for us";
            case SLAVEOF, REPLICAOF -> "; its role can only be changed by the other command, if at all";
            case MULTI, EXEC -> "; orders are carried out one command at a time";
            case CONFIG_REWRITE -> "; the order is carried out, but after a restart the node has its old role again";
            case CLIENT_KILL -> "; the order is carried out, but clients that are connected stay";
            case REPLICA_KILL -> "; replicas that are copying its data go on";
            case PAUSE_WRITES -> "; writes go on";
            case RESUME_WRITES -> "; a pause ends by itself";
            case RANDOM_KEY, EXISTS -> "; it is not known whose data a server has that comes back";
            case SCRIPT_KILL -> "; the script goes on";
            case PEER_STATE -> "; what it knows of its pod stays unknown";
            case AUTH, SETNAME, CONFIG_SET -> "";
        };
    }
}
