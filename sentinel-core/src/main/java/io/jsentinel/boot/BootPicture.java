package io.jsentinel.boot;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
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
     * @param redis what that server said last; absent when it is not there
     */
    public record Own(Endpoint place, FreshnessRecord record, Optional<LocalRedis> redis) {

        /** Whether its server takes writes. */
        public boolean hasMaster() {
            return redis.filter(LocalRedis::isMaster).isPresent();
        }
    }

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

    /** Where we stand ourselves. */
    public Standing standing() {
        return Standing.of(own.record(), own.redis(), records());
    }

    private Standing standing(Other other) {
        return Standing.of(other.state(), records());
    }

    /** Whether the pod that is best takes writes: then there is nobody to wait for. */
    boolean isBestAMaster() {
        return bestStanding().hasMaster();
    }

    /** The pod that is to be the master, of those that are here. */
    public PodIdentity best() {
        return bestStanding().record().pod();
    }

    private Standing bestStanding() {
        Standing best = standing();
        for (Other other : others) {
            Standing theirs = standing(other);
            best = theirs.isBetterThan(best) ? theirs : best;
        }
        return best;
    }

    /** Whether another pod has something that ours lacks, and ours is not the master yet. */
    public boolean isOvertaken() {
        Standing ours = standing();
        return !own.hasMaster() && others.stream().anyMatch(other -> ours.isBehind(standing(other)));
    }

    /** Another pod whose server takes writes, if there is one. */
    public Optional<PodIdentity> otherMaster() {
        return others.stream()
                .filter(other -> other.state().hasMaster())
                .map(other -> other.state().pod())
                .findFirst();
    }
}
