package io.jsentinel.status;

/**
 * How far a replica may be behind and still be good enough.
 *
 * @param lagBytes the most by which its offset may be less than the master's; {@link Long#MAX_VALUE} = no limit
 * @param linkDownMillis for how long its connection to the master may have been down, 0 = it must stand
 */
public record ReplicaLimits(long lagBytes, long linkDownMillis) {

    /** Any lag, but it must be connected. */
    public static final ReplicaLimits NONE = new ReplicaLimits(Long.MAX_VALUE, 0);
}
