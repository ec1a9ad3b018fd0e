/**
 * A model of the sentinel that Redis 7.0 ships, as far as other sentinels and servers can tell: its rules, its timers, its
 * waits. It is written from what that program does, shares nothing with the core, and exists to be a neighbour of the core in
 * simulated clusters.
 */
package io.jsentinel.sim.stock;
