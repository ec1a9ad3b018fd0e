package io.jsentinel.pod;

import java.util.OptionalInt;

/**
 * What the Kubernetes API told last. Without the API, or without rights, nothing of it is known.
 *
 * @param replicas how many pods the set shall have; 0 = all of them are to end
 * @param podEnds whether our own pod is to end
 * @param lease whether our pod holds the lease that says who may take writes
 */
public record ClusterView(OptionalInt replicas, boolean podEnds, LeaseState lease) {

    /** Nothing is known. */
    public static final ClusterView UNKNOWN = new ClusterView(OptionalInt.empty(), false, LeaseState.UNKNOWN);

    /** The same with another size of the set. */
    public ClusterView withReplicas(int count) {
        return new ClusterView(OptionalInt.of(count), podEnds, lease);
    }

    /** The same when our pod is to end. */
    public ClusterView ending() {
        return new ClusterView(replicas, true, lease);
    }

    /** The same with another lease. */
    public ClusterView with(LeaseState state) {
        return new ClusterView(replicas, podEnds, state);
    }
}
