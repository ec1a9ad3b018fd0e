package io.jsentinel.topology;

/**
 * The two connections of a Redis server, new at a given moment.
 *
 * @param commands for commands
 * @param events for the hello channel
 * @param nowMillis when they were made
 */
public record NodeLinks(Link commands, Link events, long nowMillis) {}
