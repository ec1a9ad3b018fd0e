package io.jsentinel.server.resp;

/** Bytes from outside that are not the Redis protocol, or too many of them: the connection cannot go on. */
public final class ProtocolFault extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param reason what is wrong, in the words of Redis where it has words for it
     */
    public ProtocolFault(String reason) {
        // Where in our code it was found says nothing, and a hostile peer shall not make us walk the stack.
        super(reason, null, false, false);
    }
}
