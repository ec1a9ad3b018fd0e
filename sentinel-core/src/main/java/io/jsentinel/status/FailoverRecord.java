package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One change of a master's address, or an attempt at one.
 *
 * @param number counts up from 1 with every record
 * @param masterName whose
 * @param reason why it began
 * @param result how it ended
 * @param led whether this sentinel led it; otherwise it only heard of the outcome
 * @param epoch its epoch
 * @param from where the master was
 * @param to where it is, or was to be; nothing when no replica was chosen
 * @param startedMillis when it began here
 * @param endedMillis when it ended here
 * @param phases how long each phase took that was gone through, in milliseconds
 * @param lostBytes by how much the replica was behind what the old master was last known to have written; 0 or more,
 *     nothing when it was not led here
 */
public record FailoverRecord(
        long number,
        String masterName,
        Reason reason,
        Result result,
        boolean led,
        long epoch,
        Endpoint from,
        Optional<Endpoint> to,
        long startedMillis,
        long endedMillis,
        Map<Phase, Long> phases,
        Optional<Long> lostBytes) {

    /** Why a failover began. */
    public enum Reason {
        /** Enough sentinels agreed that the master was down. */
        ODOWN,
        /** Somebody asked for it. */
        MANUAL,
        /** Somebody asked for one that loses no write. */
        COORDINATED,
        /** Another sentinel, which led it, told of the outcome. */
        ELSEWHERE;

        /** The word of labels and pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a failover ended. */
    public enum Result {
        /** There is a new master. */
        SWITCHED,
        /** Others did not elect us. */
        NOT_ELECTED,
        /** No replica was fit. */
        NO_GOOD_REPLICA,
        /** The chosen replica did not become a master. */
        NOT_PROMOTED,
        /** The master was removed or reset meanwhile. */
        FORGOTTEN;

        /** The word of labels and pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The parts of a failover, in their order. */
    public enum Phase {
        /** From our own suspicion to the agreement of enough sentinels. */
        DETECT,
        /** From the agreement, or the command, to the attempt. */
        WAIT,
        /** To the election. */
        ELECT,
        /** To the choice of a replica. */
        SELECT,
        /** Until the replica says that it is a master. */
        PROMOTE,
        /** Until the others follow it. */
        RECONFIGURE,
        /** From the agreement, or the command, to the new address. */
        TOTAL;

        /** The word of labels and pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FailoverRecord {
        phases = phases.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new EnumMap<>(phases));
    }
}
