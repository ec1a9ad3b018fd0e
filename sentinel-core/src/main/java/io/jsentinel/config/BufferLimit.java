package io.jsentinel.config;

/**
 * How much may wait for a client that reads too slowly.
 *
 * @param hardBytes more than this closes the connection at once; 0 = no such limit
 * @param softBytes more than this for long closes it too; 0 = no such limit
 * @param softSeconds how long more than the soft limit may wait
 */
public record BufferLimit(long hardBytes, long softBytes, int softSeconds) {

    /** No limit of its own. */
    public static final BufferLimit NONE = new BufferLimit(0, 0, 0);
}
