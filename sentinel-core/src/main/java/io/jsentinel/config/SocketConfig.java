package io.jsentinel.config;

/**
 * The sockets besides the listener for TCP.
 *
 * @param unixPath where a Unix socket listens, relative to {@code dir}; empty = none
 * @param unixMode the mode of that socket, as {@code chmod} takes it; 0 = as the process's umask has it
 * @param sourceAddress the address that connections to nodes come from; empty = whichever the system takes
 */
public record SocketConfig(String unixPath, int unixMode, String sourceAddress) {

    /** What Redis takes when the file says nothing. */
    public static final SocketConfig DEFAULT = new SocketConfig("", 0, "");
}
