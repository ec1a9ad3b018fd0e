package io.jsentinel.status;

import java.util.List;
import java.util.Optional;

/**
 * A picture of all that this sentinel knows at one moment. It never changes, so that any thread may read it: probes,
 * metrics and pages are made from it and never look into the core.
 *
 * <p>Times are moments of the core's monotonic clock, to be compared with {@code takenMillis}; a moment that never was
 * is {@link io.jsentinel.topology.Times#NEVER}.
 *
 * @param takenMillis when it was taken
 * @param own this sentinel itself
 * @param masters what is monitored, by name
 * @param past what happened since the start
 */
public record Status(long takenMillis, OwnStatus own, List<MasterStatus> masters, Past past) {

    public Status {
        masters = List.copyOf(masters);
    }

    /** The master of that name. */
    public Optional<MasterStatus> master(String name) {
        return masters.stream().filter(master -> master.name().equals(name)).findFirst();
    }
}
