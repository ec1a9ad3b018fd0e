package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.resp.Resp;
import io.jsentinel.topology.LinkId;
import java.util.List;

/** Something that came from outside and moves the core by one step. */
public sealed interface Input {

    /** Hands this input to the method that handles its kind. */
    void deliver(Inputs to);

    /** Time passed: the moment that the last batch asked for has come. */
    record Woke() implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onWoke(this);
        }
    }

    /**
     * A connection stands.
     *
     * @param link which
     * @param localHost our own address on it, an IP literal
     * @param isShared whether another link's connection carries it, on which we have logged in and given our name
     */
    record LinkUp(LinkId link, String localHost, boolean isShared) implements Input {

        /** A connection of its own stands. */
        public LinkUp(LinkId link, String localHost) {
            this(link, localHost, false);
        }

        @Override
        public void deliver(Inputs to) {
            to.onLinkUp(this);
        }
    }

    /**
     * A connection ended, or could not be made.
     *
     * @param link which
     * @param reason why, for the log
     */
    record LinkDown(LinkId link, String reason) implements Input {

        /** What a reason begins with when the other side does not speak the protocol. */
        public static final String FOREIGN = "protocol error";

        /** The reason where nobody listens at the address. */
        public static final String REFUSED = "connection refused";

        /** Whether nobody listens at the address. */
        public boolean isRefused() {
            return reason.equalsIgnoreCase(REFUSED);
        }

        /** Whether the connection ended because the other side does not speak the protocol. */
        public boolean isForeignSpeech() {
            return reason.startsWith(FOREIGN);
        }

        @Override
        public void deliver(Inputs to) {
            to.onLinkDown(this);
        }
    }

    /**
     * The answer to a question for the addresses of a host name.
     *
     * @param name the name, as it was asked for
     * @param addresses IP literals, the one to prefer first; empty when the name has none or the resolver failed
     * @param isFailure whether nobody could say which addresses there are, so that nothing follows
     */
    record Resolved(String name, List<String> addresses, boolean isFailure) implements Input {
        public Resolved {
            addresses = List.copyOf(addresses);
        }

        /** An answer; without addresses it may be a failure as well. */
        public Resolved(String name, List<String> addresses) {
            this(name, addresses, addresses.isEmpty());
        }

        @Override
        public void deliver(Inputs to) {
            to.onResolved(this);
        }
    }

    /**
     * The answer to a request of ours.
     *
     * @param link on which connection
     * @param request the object that was sent
     * @param answer what came back
     */
    record Answered(LinkId link, Request request, Resp answer) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onAnswered(this);
        }
    }

    /**
     * A message on a channel that we subscribed to.
     *
     * @param link on which connection
     * @param channel the channel's name
     * @param payload the message
     */
    record Heard(LinkId link, String channel, String payload) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onHeard(this);
        }
    }

    /**
     * A client's command, with the right number of words and allowed to that client.
     *
     * @param client whom to answer
     * @param name the command's full name in lower case, {@code sentinel|masters}
     * @param args the words, the command's own first
     * @param caller the name that the client gave its connection, empty for none
     */
    record Commanded(long client, String name, List<String> args, String caller) implements Input {

        /** A command of a client whose connection has no name. */
        public Commanded(long client, String name, List<String> args) {
            this(client, name, args, "");
        }

        @Override
        public void deliver(Inputs to) {
            to.onCommanded(this);
        }
    }

    /**
     * This process, or the pod that it is in, is to end: what it must finish before is finished, and
     * {@link Effect.Drained} follows, at once or later. A second one while the first is under way changes nothing.
     *
     * @param budgetMillis how long that may take
     * @param local the addresses by which the Redis server beside us is known, since it ends with us; empty for none
     */
    record Drain(long budgetMillis, List<Endpoint> local) implements Input {
        public Drain {
            local = List.copyOf(local);
        }

        @Override
        public void deliver(Inputs to) {
            to.onDrain(this);
        }
    }

    /**
     * A state is on disk, synced.
     *
     * @param stateNumber the newest state that is
     */
    record Saved(long stateNumber) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onSaved(this);
        }
    }

    /**
     * A state could not be saved; it will be tried again.
     *
     * @param stateNumber which
     * @param reason why, for the log
     */
    record SaveFailed(long stateNumber, String reason) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onSaveFailed(this);
        }
    }

    /**
     * Whether we hold the lease on being the master, where there is one. It counts until the next of these.
     *
     * @param held whether nobody else can be the master
     */
    record LeaseHeld(boolean held) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onLeaseHeld(this);
        }
    }

    /**
     * The Kubernetes API told something new.
     *
     * @param view all that it told last
     */
    record ClusterTold(ClusterView view) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onClusterTold(this);
        }
    }

    /**
     * A file that {@link Effect.KeepFile} asked for is on disk, or could not be written.
     *
     * @param file which
     * @param fault why not, for people; empty when it is
     */
    record FileKept(KeptFile file, String fault) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onFileKept(this);
        }
    }

    /**
     * A script runs.
     *
     * @param job which
     * @param pid the process
     */
    record ScriptStarted(long job, long pid) implements Input {
        @Override
        public void deliver(Inputs to) {
            to.onScriptStarted(this);
        }
    }

    /**
     * A script ended, or could not be run.
     *
     * @param job which
     * @param exitCode what it returned, 0 to 255; 0 when a signal ended it
     * @param signal the signal that ended it, 0 for none
     */
    record ScriptEnded(long job, int exitCode, int signal) implements Input {

        /** What a script that cannot be executed counts as having returned. */
        public static final int CANNOT_EXECUTE = 2;

        @Override
        public void deliver(Inputs to) {
            to.onScriptEnded(this);
        }
    }
}
