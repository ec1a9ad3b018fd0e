package io.jsentinel.cli.sandbox;

/**
 * What was done to a master.
 *
 * @param nanoTime when, in the terms of {@link System#nanoTime()}; before the signal was sent, so that no duration is
 *     told too short
 */
record Fault(int port, long nanoTime) {}
