package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import java.util.List;

/**
 * What was learned about a master while running, and must survive a restart.
 *
 * @param configEpoch the epoch of the configuration in force, 0 when there was no failover yet
 * @param leaderEpoch the newest epoch in which a vote was given, 0 for none
 * @param replicas the replicas seen so far
 * @param sentinels the other sentinels seen so far
 * @param lineage the replication ids that its data have had, oldest first
 */
public record MasterMemory(
        long configEpoch,
        long leaderEpoch,
        List<Endpoint> replicas,
        List<KnownSentinel> sentinels,
        List<String> lineage) {

    /** Nothing learned yet. */
    public static final MasterMemory EMPTY = new MasterMemory(0, 0, List.of(), List.of());

    public MasterMemory {
        replicas = List.copyOf(replicas);
        sentinels = List.copyOf(sentinels);
        lineage = List.copyOf(lineage);
    }

    /** With nothing known about the data. */
    public MasterMemory(long configEpoch, long leaderEpoch, List<Endpoint> replicas, List<KnownSentinel> sentinels) {
        this(configEpoch, leaderEpoch, replicas, sentinels, List.of());
    }

    /** The same with what is known about the data. */
    public MasterMemory withLineage(List<String> ids) {
        return new MasterMemory(configEpoch, leaderEpoch, replicas, sentinels, ids);
    }
}
