/**
 * A whole cluster in one thread: real sentinel cores on a simulated network, with simulated Redis servers and disks.
 *
 * <p>Everything that happens is an event in one queue, ordered by time and then by arrival; all chance comes from one
 * seed. The same seed gives the same run.
 */
package io.jsentinel.sim;
