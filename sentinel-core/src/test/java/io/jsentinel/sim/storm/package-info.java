/**
 * Whole clusters under faults drawn by chance: a number gives the cluster, its faults and the run, every time the same.
 */
package io.jsentinel.sim.storm;
