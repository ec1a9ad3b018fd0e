package io.jsentinel.boot;

import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PeerState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * By what a pod may become the master: its data, and whether its server takes writes already. A later reign is before all
 * others: a server that still takes writes after another was made the master has nothing that counts. Within a reign the
 * server that takes writes has all that others have read of it, whatever was written down of its offset.
 *
 * @param record how fresh its data are
 * @param hasMaster whether its server takes writes
 */
public record Standing(FreshnessRecord record, boolean hasMaster) {

    /**
     * The standing of a pod. What others have read of the history of a server that takes writes is also known of that
     * server: such a history has one writer, so it was the master when they read it, though its own record is older or lost.
     *
     * @param record how fresh its data are, as it says
     * @param redis what its server said last
     * @param known records of other pods
     */
    public static Standing of(FreshnessRecord record, Optional<LocalRedis> redis, Collection<FreshnessRecord> known) {
        Optional<LocalRedis> writer = redis.filter(LocalRedis::isMaster);
        FreshnessRecord best = record;
        for (FreshnessRecord other : writer.isPresent() ? known : List.<FreshnessRecord>of()) {
            boolean isReader = !other.wasMaster()
                    && !other.replid().isEmpty()
                    && other.replid().equals(writer.get().replid());
            if (isReader && other.isOfLaterReignThan(best)) {
                best = written(record, writer.get(), other);
            }
        }
        return new Standing(best, writer.isPresent());
    }

    /** The standing of another pod. @param known records of all pods */
    public static Standing of(PeerState state, Collection<FreshnessRecord> known) {
        return of(state.record(), state.redis(), known);
    }

    private static FreshnessRecord written(FreshnessRecord own, LocalRedis writer, FreshnessRecord reader) {
        return new FreshnessRecord(
                own.pod(),
                reader.configEpoch(),
                true,
                reader.master(),
                writer.replid(),
                writer.replid2(),
                reader.bornMillis(),
                writer.offset(),
                writer.keys(),
                own.wallMillis(),
                false);
    }

    /** Whether another pod has data of a later reign: then this one's server, if it takes writes, must not any more. */
    public boolean isOutdoneBy(FreshnessRecord other) {
        return other.isOfLaterReignThan(record);
    }

    /** Whether this pod is to be the master rather than another one. Of two pods exactly one is. */
    boolean isBetterThan(Standing other) {
        return isBeyond(other).orElseGet(() -> record.isBetterThan(other.record));
    }

    /** Whether another pod has something that this one lacks; between equal ones there is no difference. */
    boolean isBehind(Standing other) {
        return other.isBeyond(this).orElseGet(() -> other.record.hasBetterDataThan(record));
    }

    private Optional<Boolean> isBeyond(Standing other) {
        if (record.isOfLaterReignThan(other.record) || other.record.isOfLaterReignThan(record)) {
            return Optional.of(record.isOfLaterReignThan(other.record));
        }
        return hasMaster == other.hasMaster ? Optional.empty() : Optional.of(hasMaster);
    }
}
