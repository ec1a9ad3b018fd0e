package io.jsentinel.acl;

/**
 * Why a request was denied.
 *
 * @param reason what was missing
 * @param object the command's full name, or the channel
 * @param position 0 for the command, else where the channel stands in the request
 */
public record Denial(Reason reason, String object, int position) {

    /** What can be missing. */
    public enum Reason {
        /** The command is not allowed. */
        COMMAND,
        /** A channel is not allowed. */
        CHANNEL,
        /** The login failed. */
        AUTH
    }
}
