package io.jsentinel.cli.sandbox;

/**
 * What was done to a master, or ordered for it.
 *
 * @param isOrder whether it was not lost, but told to hand over
 * @param nanoTime when, in the terms of {@link System#nanoTime()}; before the signal was sent, so that no duration is
 *     told too short
 */
record Fault(boolean isOrder, int port, long nanoTime) {}
