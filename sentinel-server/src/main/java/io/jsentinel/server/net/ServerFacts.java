package io.jsentinel.server.net;

/**
 * What INFO tells of this process that does not change.
 *
 * @param runId 40 hexadecimal digits, new at each start and not the sentinel's identity
 * @param port the port of the listener
 * @param configFile the path of the configuration file, or empty
 * @param startedNanos {@link System#nanoTime} when the process began
 */
public record ServerFacts(String runId, int port, String configFile, long startedNanos) {}
