package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.resp.Resp;
import io.jsentinel.topology.LinkId;
import java.util.List;
import java.util.Optional;

/** Something that the core wants done outside. */
public sealed interface Effect {

    /** Hands this effect to the method that carries out its kind. */
    void run(Effects by);

    /**
     * Connect; {@link Input.LinkUp} or {@link Input.LinkDown} follows.
     *
     * @param link the connection's identity
     * @param to where
     * @param beside the connection to the same server with which this one may share what carries both, if any
     */
    record OpenLink(LinkId link, Endpoint to, Optional<LinkId> beside) implements Effect {

        /** A connection of its own. */
        public OpenLink(LinkId link, Endpoint to) {
            this(link, to, Optional.empty());
        }

        @Override
        public void run(Effects by) {
            by.openLink(this);
        }
    }

    /**
     * Send a request on a standing connection; ignored when the connection is gone.
     *
     * @param link on which connection
     * @param request what
     */
    record Send(LinkId link, Request request) implements Effect {
        @Override
        public void run(Effects by) {
            by.send(this);
        }
    }

    /**
     * Close a connection, or give up connecting; nothing is heard of it any more.
     *
     * @param link which
     */
    record CloseLink(LinkId link) implements Effect {
        @Override
        public void run(Effects by) {
            by.closeLink(this);
        }
    }

    /**
     * Ask which addresses a host name has; {@link Input.Resolved} follows.
     *
     * @param name the name, a valid one
     */
    record Resolve(String name) implements Effect {
        @Override
        public void run(Effects by) {
            by.resolve(this);
        }
    }

    /**
     * Answer a client's command.
     *
     * @param client whom; ignored when it is gone
     * @param answer what
     */
    record Reply(long client, Resp answer) implements Effect {
        @Override
        public void run(Effects by) {
            by.reply(this);
        }
    }

    /**
     * What was to be finished before the end is finished, or the time for it is over: the answer to {@link Input.Drain}.
     *
     * @param complete whether nothing is left that our end would harm
     * @param outcome what was done, or what could not be done and why; one line
     */
    record Drained(boolean complete, String outcome) implements Effect {
        @Override
        public void run(Effects by) {
            by.drained(this);
        }
    }

    /**
     * Publish an event to our own subscribers and write it to the log.
     *
     * @param event what happened
     */
    record Announce(Event event) implements Effect {
        @Override
        public void run(Effects by) {
            by.announce(this);
        }
    }

    /**
     * Write to the log only what is loud enough, from now on.
     *
     * @param level the {@code loglevel}: {@code debug}, {@code verbose}, {@code notice}, {@code warning}, {@code nothing}
     */
    record SetLogLevel(String level) implements Effect {
        @Override
        public void run(Effects by) {
            by.setLogLevel(this);
        }
    }

    /**
     * Have the labels of our pod show what the Redis server beside us is; without the Kubernetes API ignored.
     *
     * @param role the role; absent = no label
     */
    record ShowRole(Optional<Role> role) implements Effect {
        @Override
        public void run(Effects by) {
            by.showRole(this);
        }
    }

    /**
     * Have the lease of those who may take writes taken and kept, or given back; {@link Input.ClusterTold} tells what came
     * of it. Without the Kubernetes API ignored.
     *
     * @param wanted whether it is to be held
     */
    record HoldLease(boolean wanted) implements Effect {
        @Override
        public void run(Effects by) {
            by.holdLease(this);
        }
    }

    /**
     * Run a script; {@link Input.ScriptStarted} and {@link Input.ScriptEnded} follow, or the second alone.
     *
     * @param job the number by which we speak of it
     * @param argv its path as it was configured, and its arguments
     */
    record StartScript(long job, List<String> argv) implements Effect {

        public StartScript {
            argv = List.copyOf(argv);
        }

        @Override
        public void run(Effects by) {
            by.startScript(this);
        }
    }

    /**
     * End a running script at once; its end is heard of as that of any other.
     *
     * @param job which
     */
    record KillScript(long job) implements Effect {
        @Override
        public void run(Effects by) {
            by.killScript(this);
        }
    }

    /**
     * Replace a file beside the Redis server by this text, all or nothing, and bring it to the disk;
     * {@link Input.FileKept} follows. Of several texts for one file that wait, the newest counts.
     *
     * @param file which
     * @param text one char per byte
     */
    record KeepFile(KeptFile file, String text) implements Effect {
        @Override
        public void run(Effects by) {
            by.keepFile(this);
        }
    }

    /** End this process as a crash would, with exit status 99; the effects behind this one must not be carried out. */
    record Crash() implements Effect {
        @Override
        public void run(Effects by) {
            by.crash(this);
        }
    }

    /**
     * Write a line to the log that is no event.
     *
     * @param level how loud
     * @param text one line, without secrets
     */
    record Log(Level level, String text) implements Effect {
        @Override
        public void run(Effects by) {
            by.log(this);
        }
    }
}
