package io.jsentinel.server.link;

import io.jsentinel.step.Request;

/** A link that is open or being opened: with a connection of its own, or as a guest on that of another. */
interface OpenLink {

    /** Queues a request; false when it cannot be sent. */
    boolean send(Request request);

    /** Hands everything queued to the network. */
    void flush();

    /** Ends the link; nothing is told of it any more. */
    void end();
}
