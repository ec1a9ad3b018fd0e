package io.jsentinel.step;

/** A file that the sidecar keeps, beside its state. */
public enum KeptFile {
    /** What the Redis server beside us reads at its start: whom it follows, and what it is called. */
    ROLE,
    /** How fresh its data are. */
    RECORD
}
