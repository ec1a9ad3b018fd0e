package io.jsentinel.boot;

import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import java.util.Optional;

/** Whether a server that was started has the data that it had. */
public final class LoadedData {

    /** How many of ten keys must be there again: some may have expired, and the last moments may be lost. */
    private static final long TENTHS = 9;

    private LoadedData() {}

    /**
     * What is wrong with the data of a server that others still name as the master.
     *
     * @param record how fresh they were, as far as that is still known
     * @param loaded what the server says now
     * @param configEpoch under which configuration it is named
     * @param othersKeys how many keys the one of the other pods has that has most
     * @return one line for people; nothing when they are as complete as can be told
     */
    public static Optional<String> faultOfMaster(
            FreshnessRecord record, LocalRedis loaded, long configEpoch, long othersKeys) {
        boolean isKnown = record.wasMaster() && record.configEpoch() == configEpoch;
        if (isKnown) {
            return fault(record, loaded);
        }
        return loaded.keys() * 10 < othersKeys * TENTHS
                ? Optional.of("it has " + loaded.keys() + " keys, and a replica has " + othersKeys)
                : Optional.empty();
    }

    /**
     * What is wrong with the data of a server that has read them from disk.
     *
     * @param record how fresh they were
     * @param loaded what the server says now
     * @return one line for people; nothing when they are as complete as can be told
     */
    public static Optional<String> fault(FreshnessRecord record, LocalRedis loaded) {
        boolean sameHistory = !record.replid().isEmpty()
                && (loaded.replid().equals(record.replid()) || loaded.replid2().equals(record.replid()));
        if (sameHistory && loaded.offset() >= record.offset()) {
            return Optional.empty();
        }
        return loaded.keys() * 10 < record.keys() * TENTHS
                ? Optional.of("it has " + loaded.keys() + " keys and had " + record.keys())
                : Optional.empty();
    }
}
