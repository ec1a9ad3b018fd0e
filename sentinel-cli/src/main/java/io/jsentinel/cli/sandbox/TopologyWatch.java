package io.jsentinel.cli.sandbox;

/**
 * The topology, looked at a few times a second, and told whenever it has changed and come to rest; before the first
 * {@link #tell()} it is not told. For one thread.
 */
final class TopologyWatch {

    private static final long LOOK_EVERY_NANOS = 200_000_000;
    private static final long REST_NANOS = 1_500_000_000;

    private final TopologyProbe probe;
    private final TopologyTable table;
    private final Narrator narrator;
    private Topology seen;
    private Topology shown;
    private long lookedNanos;
    private long changedNanos;

    TopologyWatch(Scene scene, Narrator narrator) {
        this.probe = new TopologyProbe(scene);
        this.table = new TopologyTable(scene::name, narrator);
        this.narrator = narrator;
        lookNow();
    }

    /** Looks if it is time to. */
    void look() {
        if (System.nanoTime() - lookedNanos >= LOOK_EVERY_NANOS) {
            lookNow();
        }
    }

    /** Tells what has changed since it was last told, if that has come to rest. */
    void tellWhatRests() {
        if (System.nanoTime() - changedNanos >= REST_NANOS) {
            tellWhatChanged();
        }
    }

    /** Tells what has changed since it was last told. */
    void tellWhatChanged() {
        if (shown != null && !seen.shape().equals(shown)) {
            shown = seen.shape();
            narrator.say("who is who now:");
            table.compact(seen).forEach(narrator::more);
        }
    }

    /** The topology of this moment. */
    Topology lookNow() {
        Topology now = probe.look();
        lookedNanos = System.nanoTime();
        if (seen == null || !now.shape().equals(seen.shape())) {
            changedNanos = lookedNanos;
        }
        seen = now;
        return now;
    }

    /** The topology as last looked at. */
    Topology seen() {
        return seen;
    }

    /** Tells all of it, whether it has changed or not. */
    void tell() {
        shown = seen.shape();
        narrator.say("who is who:");
        table.full(seen).forEach(narrator::more);
    }
}
