package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A monitored master while its lines are being read. */
final class MasterDraft {

    private final String name;
    private final Endpoint address;
    private final Map<String, String> renamedCommands = new LinkedHashMap<>();
    private final Set<Endpoint> replicas = new LinkedHashSet<>();
    private final Map<RunId, KnownSentinel> sentinels = new LinkedHashMap<>();
    private final Set<String> lineage = new LinkedHashSet<>();
    private MasterSettings settings;
    private int expectedVoters = 1;
    private long configEpoch;
    private long leaderEpoch;

    MasterDraft(String name, Endpoint address, MasterSettings settings) {
        this.name = name;
        this.address = address;
        this.settings = settings;
    }

    /** The quorum follows the voters, if it is still the number that it was when that was written. */
    void quorumIsAuto(int lastNumber) {
        if (settings.quorum() == lastNumber) {
            settings = settings.withAutoQuorum(1);
        }
    }

    MasterSettings settings() {
        return settings;
    }

    void settings(MasterSettings newSettings) {
        settings = newSettings;
    }

    void configEpoch(long epoch) {
        configEpoch = epoch;
    }

    void leaderEpoch(long epoch) {
        leaderEpoch = epoch;
    }

    /** Whether the command had no other name yet. */
    boolean rename(String command, String newName) {
        return renamedCommands.putIfAbsent(command.toUpperCase(Locale.ROOT), newName) == null;
    }

    /** Whether the replica was not known yet. */
    boolean addReplica(Endpoint replica) {
        return replicas.add(replica);
    }

    /** Its data have had that replication id. */
    void addLineage(String id) {
        lineage.add(id);
    }

    /** Whether no sentinel had this identity yet. */
    boolean addSentinel(KnownSentinel sentinel) {
        return sentinels.putIfAbsent(sentinel.runId(), sentinel) == null;
    }

    /** So many voters there are to be, whether they are known or not. */
    void expectVoters(int count) {
        expectedVoters = count;
    }

    MasterConfig toConfig() {
        List<Endpoint> knownReplicas = new ArrayList<>(replicas);
        List<KnownSentinel> knownSentinels = new ArrayList<>(sentinels.values());
        return new MasterConfig(
                name,
                address,
                settings.knowing(Math.max(expectedVoters, knownSentinels.size() + 1))
                        .withRenamedCommands(renamedCommands),
                new MasterMemory(configEpoch, leaderEpoch, knownReplicas, knownSentinels, List.copyOf(lineage)));
    }
}
