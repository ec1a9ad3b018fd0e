package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import io.jsentinel.topology.LinkId;

/** Something that the core wants done outside. */
public sealed interface Effect {

    /** Hands this effect to the method that carries out its kind. */
    void run(Effects by);

    /**
     * Connect; {@link Input.LinkUp} or {@link Input.LinkDown} follows.
     *
     * @param link the connection's identity
     * @param to where
     */
    record OpenLink(LinkId link, Endpoint to) implements Effect {
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
