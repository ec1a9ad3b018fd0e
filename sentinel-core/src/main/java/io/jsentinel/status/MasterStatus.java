package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.health.QuorumCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A monitored master with its replicas and sentinels.
 *
 * @param name its name
 * @param settings how it is watched; holds secrets, which are never to be shown
 * @param address where clients find the master now: in a failover the promoted replica as soon as it is a master
 * @param configEpoch the epoch of the configuration in force
 * @param health whether it is down, and for whom
 * @param failover the failover that we try to lead, or lead
 * @param quorum which sentinels can be reached
 * @param node the server that is watched as the master
 * @param replicas the others, by address
 * @param sentinels the other sentinels, by identity
 */
public record MasterStatus(
        String name,
        MasterSettings settings,
        Endpoint address,
        long configEpoch,
        Health health,
        FailoverStatus failover,
        QuorumCheck quorum,
        NodeStatus node,
        List<NodeStatus> replicas,
        List<PeerStatus> sentinels) {

    /** For whom a master is down. */
    public enum Health {
        OK("ok"),
        SUBJECTIVELY_DOWN("sdown"),
        OBJECTIVELY_DOWN("odown");

        private final String word;

        Health(String word) {
            this.word = word;
        }

        /** The word in INFO. */
        public String word() {
            return word;
        }
    }

    /**
     * A failover of ours.
     *
     * @param state where it stands
     * @param epoch its epoch, or that of the last attempt
     * @param reason why there is one; nothing when there is none
     * @param promoted the replica that is to be the master, once it is chosen
     */
    public record FailoverStatus(
            FailoverState state, long epoch, Optional<FailoverReason> reason, Optional<Endpoint> promoted) {

        /** Whether there is one. */
        public boolean isInProgress() {
            return state != FailoverState.NONE;
        }
    }

    public MasterStatus {
        replicas = List.copyOf(replicas);
        sentinels = List.copyOf(sentinels);
    }

    /** The master and its replicas. */
    public Stream<NodeStatus> nodes() {
        return Stream.concat(Stream.of(node), replicas.stream());
    }

    /** How many replicas could be promoted now. */
    public int promotableReplicas() {
        return (int) replicas.stream().filter(r -> r.refusal().isEmpty()).count();
    }

    /** How many of its servers answer and say that they are a master: 0 = none, above 1 = split. */
    public int observedMasters() {
        return (int) nodes().filter(NodeStatus::isServingMaster).count();
    }

    /** Whether one of its servers is receiving a full copy. */
    public boolean isFullSyncInProgress() {
        return replicas.stream().anyMatch(r -> r.info().history().syncInProgress());
    }
}
