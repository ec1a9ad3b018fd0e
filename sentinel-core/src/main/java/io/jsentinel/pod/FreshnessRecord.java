package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import java.util.Comparator;
import java.util.Optional;

/**
 * How fresh the data of a pod are: kept beside the data, because a server that reads an append-only file at its start has
 * forgotten how far it was.
 *
 * @param pod whose data these are
 * @param configEpoch the configuration under which they were written or received
 * @param wasMaster whether the pod was the master in that epoch
 * @param master who the master was in that epoch, as others are told it
 * @param replid the identity of the data's history
 * @param replid2 that of the history before; empty = none
 * @param bornMillis when that history began, by the clock of the master that began it; 0 = not known
 * @param offset how far in its history the pod was, in bytes
 * @param keys how many keys it had
 * @param wallMillis when this was so, by the pod's clock
 * @param clean whether the server was shut down in order after that, so that nothing is missing on disk
 */
public record FreshnessRecord(
        PodIdentity pod,
        long configEpoch,
        boolean wasMaster,
        Optional<Endpoint> master,
        String replid,
        String replid2,
        long bornMillis,
        long offset,
        long keys,
        long wallMillis,
        boolean clean) {

    /** The length of the identity of a history. */
    static final int REPLID_LENGTH = 40;

    private static final Comparator<FreshnessRecord> REIGN =
            Comparator.comparingLong(FreshnessRecord::configEpoch).thenComparing(FreshnessRecord::wasMaster);

    private static final Comparator<FreshnessRecord> DATA = REIGN.thenComparingLong(FreshnessRecord::bornMillis)
            .thenComparingLong(FreshnessRecord::offset)
            .thenComparing(FreshnessRecord::clean);

    /**
     * The better data come last. Within an epoch there is one master, so all histories in it were begun by one clock;
     * only within one history offsets can be compared. Equal to 0 only for the same pod.
     */
    public static final Comparator<FreshnessRecord> ORDER = DATA.thenComparingLong(FreshnessRecord::wallMillis)
            .thenComparing(FreshnessRecord::pod, Comparator.reverseOrder());

    /** The record of a pod that never had data. */
    public static FreshnessRecord none(PodIdentity pod) {
        return new FreshnessRecord(pod, 0, false, Optional.empty(), "", "", 0, 0, 0, 0, false);
    }

    /** Whether the pod was ever part of a set: only then its data say something. */
    public boolean isKnown() {
        return configEpoch > 0 || master.isPresent() || keys > 0;
    }

    /** Whether these data are fresher than others; between equal ones there is no difference, whatever pods have them. */
    public boolean hasBetterDataThan(FreshnessRecord other) {
        return DATA.compare(this, other) > 0;
    }

    /** Whether these are of a later configuration, or of the master itself of the same one, whatever they hold. */
    public boolean isOfLaterReignThan(FreshnessRecord other) {
        return REIGN.compare(this, other) > 0;
    }

    /** Whether a pod with these data is to be preferred to another one. */
    public boolean isBetterThan(FreshnessRecord other) {
        return ORDER.compare(this, other) > 0;
    }

    /** Whether a text can be the identity of a history. */
    static boolean isReplid(String text) {
        return text.length() == REPLID_LENGTH
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
