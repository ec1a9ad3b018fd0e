package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverRecord;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.failover.FailoverState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One change of a master's address, or an attempt at one, as it was seen here.
 *
 * @param number counts up from 1 with every one
 * @param masterName whose
 * @param reason why we led it; nothing when another sentinel did, and we only heard of the outcome
 * @param result how it ended
 * @param why what kept it from succeeding, in words; empty for a success
 * @param epoch its epoch
 * @param from where the master was
 * @param to where it is, or was to be; nothing when no replica was chosen
 * @param startedMillis when it began here
 * @param endedMillis when it ended here
 * @param phases how long each phase took that was gone through, in milliseconds
 * @param lostBytes by how much the chosen replica was behind what the old master was last known to have written; 0 or
 *     more, nothing when we did not choose one
 */
public record Episode(
        long number,
        String masterName,
        Optional<FailoverReason> reason,
        Result result,
        String why,
        long epoch,
        Endpoint from,
        Optional<Endpoint> to,
        long startedMillis,
        long endedMillis,
        Map<Phase, Long> phases,
        Optional<Long> lostBytes) {

    /** The parts of a failover, in their order. */
    public enum Phase {
        /** From our own suspicion to the agreement of enough sentinels. */
        DETECT,
        /** From the agreement to the attempt. */
        WAIT,
        /** Until the election. */
        ELECT,
        /** Until a replica is chosen. */
        SELECT,
        /** While the master hands over in peace. */
        HAND_OVER,
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

        /** The phase that a state belongs to. */
        static Phase of(FailoverState state) {
            return switch (state) {
                case WAIT_START -> ELECT;
                case SELECT_SLAVE -> SELECT;
                case SEND_SLAVEOF_NOONE, WAIT_PROMOTION -> PROMOTE;
                case RECONF_SLAVES, UPDATE_CONFIG -> RECONFIGURE;
                default -> HAND_OVER;
            };
        }
    }

    /** The word for who led it, and why. */
    public static String word(Optional<FailoverReason> reason) {
        return reason.map(FailoverReason::word).orElse("elsewhere");
    }

    /** Whether this sentinel led it. */
    public boolean isLed() {
        return reason.isPresent();
    }

    public Episode {
        phases = phases.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new EnumMap<>(phases));
    }

    /**
     * An attempt of ours.
     *
     * @param number its number
     * @param masterName whose
     * @param ended what the failover says of itself
     * @param prelude what was known when it began
     */
    static Episode led(long number, String masterName, FailoverRecord ended, Prelude prelude) {
        EnumMap<Phase, Long> phases = new EnumMap<>(Phase.class);
        phases.putAll(prelude.phases());
        ended.phases().forEach(part -> phases.merge(Phase.of(part.state()), part.millis(), Long::sum));
        if (ended.result() == Result.DONE) {
            phases.put(Phase.TOTAL, ended.millis() + prelude.phases().getOrDefault(Phase.WAIT, 0L));
        }
        return new Episode(
                number,
                masterName,
                Optional.of(ended.reason()),
                ended.result(),
                ended.why(),
                ended.epoch(),
                ended.from(),
                ended.to(),
                ended.beganMillis(),
                ended.beganMillis() + ended.millis(),
                phases,
                prelude.lostBytes());
    }
}
