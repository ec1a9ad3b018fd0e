/**
 * The decisions of a sentinel as a deterministic state machine. The same inputs always give the same outputs: time,
 * randomness and messages come in as arguments, and everything that should happen goes out as values.
 */
package io.jsentinel;
