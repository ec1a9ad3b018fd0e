package io.jsentinel.pod;

/** Whether our pod holds the lease that says who may take writes. */
public enum LeaseState {
    /** It does, until its term is over. */
    HELD,
    /** Another pod does. */
    LOST,
    /** The API did not say so in time, or nobody asked it. */
    UNKNOWN
}
