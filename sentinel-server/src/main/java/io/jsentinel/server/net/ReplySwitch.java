package io.jsentinel.server.net;

/** Whether a client wants its answers: what CLIENT REPLY says. Messages of subscriptions come in any case. */
final class ReplySwitch {

    private boolean off;
    private boolean skipThis;
    private boolean skipNext;

    /** A request begins. */
    void begin() {
        skipThis = skipNext;
        skipNext = false;
    }

    /** All answers are wanted again. */
    void on() {
        off = false;
        skipThis = false;
    }

    /** No answer is wanted. */
    void off() {
        off = true;
    }

    /** The answer to the next request is not wanted; nor is one to this. */
    void skip() {
        skipNext = !off;
        skipThis = true;
    }

    /** Whether the present request stays without an answer. */
    boolean isSilent() {
        return off || skipThis;
    }
}
