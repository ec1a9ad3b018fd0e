package io.jsentinel.boot;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a daemon at its boot knows of its set.
 *
 * @param own our own pod
 * @param others the other pods of the set that answered a short while ago
 * @param pods how many there are to be, 0 when nobody told
 * @param waits how long others are waited for
 * @param togetherMillis for how long a majority is here
 */
public record BootPicture(Own own, List<Other> others, int pods, SidecarConfig.Boot waits, long togetherMillis) {

    public BootPicture {
        others = List.copyOf(others);
    }

    /**
     * Our own pod.
     *
     * @param place how others call its Redis server
     * @param record how fresh its data are
     * @param hasMaster whether that server takes writes
     */
    public record Own(Endpoint place, FreshnessRecord record, boolean hasMaster) {}

    /**
     * Another pod.
     *
     * @param state what it told
     * @param place how others call its Redis server
     */
    public record Other(PeerState state, Endpoint place) {}

    /** How many pods are here, ourselves included. */
    public int present() {
        return others.size() + 1;
    }

    /** How many pods decide. Where more are here than there are to be, they vote, too: two halves must not both win. */
    public int majority() {
        return Math.max(pods, present()) / 2 + 1;
    }

    /** All records, our own first. */
    List<FreshnessRecord> records() {
        List<FreshnessRecord> all = new ArrayList<>();
        all.add(own.record());
        others.forEach(other -> all.add(other.state().record()));
        return all;
    }

    /** The newest configuration under which any of the data were written; 0 for none. */
    long newestRecordEpoch() {
        return records().stream().mapToLong(FreshnessRecord::configEpoch).max().orElse(0);
    }

    /** The pod at a place, if it is another one and here. */
    Optional<Other> at(Endpoint place) {
        return others.stream().filter(other -> other.place().equals(place)).findFirst();
    }

    /** Whether the pod at a place is here, with or without its data. */
    boolean isHere(Endpoint place) {
        return own.place().equals(place) || at(place).isPresent();
    }

    /** Whether a server that takes writes is here. */
    boolean hasMaster() {
        return own.hasMaster()
                || others.stream().anyMatch(other -> other.state().hasMaster());
    }

    /** The pod with the best data; one whose server takes writes is before all others. */
    PodIdentity best() {
        PodIdentity best = own.record().pod();
        FreshnessRecord record = own.record();
        boolean isMaster = own.hasMaster();
        for (Other other : others) {
            PeerState state = other.state();
            boolean better = state.hasMaster() == isMaster ? state.record().isBetterThan(record) : state.hasMaster();
            if (better) {
                best = state.pod();
                record = state.record();
                isMaster = state.hasMaster();
            }
        }
        return best;
    }
}
