package io.jsentinel.server.kubernetes;

import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Which of our events are worth an event of Kubernetes, and by which words. */
final class EventWords {

    /** Steps on the way, and what concerns one node or sentinel only: the log and subscribers have them. */
    private static final Set<EventType> QUIET = EnumSet.of(
            EventType.SET,
            EventType.SDOWN,
            EventType.SDOWN_ENDED,
            EventType.NEW_EPOCH,
            EventType.VOTE_FOR_LEADER,
            EventType.ELECTED_LEADER,
            EventType.FAILOVER_STATE_SELECT_SLAVE,
            EventType.SELECTED_SLAVE,
            EventType.PROMOTED_SLAVE,
            EventType.FAILOVER_STATE_RECONF_SLAVES,
            EventType.CONFIG_UPDATE_FROM);

    /** What is as it should be. */
    private static final Set<EventType> NORMAL = EnumSet.of(
            EventType.MONITOR,
            EventType.MONITOR_ENDED,
            EventType.RESET_MASTER,
            EventType.TRY_FAILOVER,
            EventType.FAILOVER_END,
            EventType.SWITCH_MASTER);

    private EventWords() {}

    /** Whether an event is written. */
    static boolean isWritten(EventType type) {
        return type.level() == Level.WARNING && !QUIET.contains(type);
    }

    /** Whether somebody should look. */
    static boolean isWarning(EventType type) {
        return !NORMAL.contains(type) && !type.name().endsWith("_ENDED");
    }

    /** The reason, as Kubernetes has it: {@code SwitchMaster}. */
    static String reason(EventType type) {
        StringBuilder reason = new StringBuilder();
        for (String word : type.name().toLowerCase(Locale.ROOT).split("_")) {
            reason.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return reason.toString();
    }
}
