package io.jsentinel.sim.storm;

/**
 * One master of a storm, and how it is watched.
 *
 * @param name its name, and that of its server at the beginning
 * @param replicas how many replicas it has; they are called {@code NAME-1} and so on
 * @param quorum how many sentinels must agree
 * @param downAfterMillis how long it may be silent
 * @param failoverTimeoutMillis the failover timeout
 * @param parallelSyncs how many replicas may be told at once
 * @param syncMillis how long a replica takes for a copy of the data
 */
public record MasterShape(
        String name,
        int replicas,
        int quorum,
        long downAfterMillis,
        long failoverTimeoutMillis,
        int parallelSyncs,
        long syncMillis) {

    /** The name of a replica, counted from 1. */
    String replica(int number) {
        return name + "-" + number;
    }
}
