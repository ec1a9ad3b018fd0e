package io.jsentinel.event;

/**
 * Every event: the channel it is published on and the level it is logged with. Source: Redis docs, "Pub/Sub messages";
 * the {@code save-failing}, {@code node-error}, {@code reboot-guard}, {@code foreign-instance} and {@code fenced} events
 * and those of a hand-over are ours.
 */
public enum EventType {
    MONITOR("+monitor", Level.WARNING),
    MONITOR_ENDED("-monitor", Level.WARNING),
    SET("+set", Level.WARNING),
    RESET_MASTER("+reset-master", Level.WARNING),
    SLAVE("+slave", Level.NOTICE),
    SENTINEL("+sentinel", Level.NOTICE),
    SENTINEL_ADDRESS_SWITCH("+sentinel-address-switch", Level.NOTICE),
    SENTINEL_INVALID_ADDR("+sentinel-invalid-addr", Level.NOTICE),
    SENTINEL_ADDRESS_UPDATE("+sentinel-address-update", Level.NOTICE),
    REBOOT("+reboot", Level.NOTICE),
    ROLE_CHANGE("+role-change", Level.VERBOSE),
    ROLE_CHANGE_UNEXPECTED("-role-change", Level.VERBOSE),
    SDOWN("+sdown", Level.WARNING),
    SDOWN_ENDED("-sdown", Level.WARNING),
    ODOWN("+odown", Level.WARNING),
    ODOWN_ENDED("-odown", Level.WARNING),
    NEW_EPOCH("+new-epoch", Level.WARNING),
    VOTE_FOR_LEADER("+vote-for-leader", Level.WARNING),
    TRY_FAILOVER("+try-failover", Level.WARNING),
    ELECTED_LEADER("+elected-leader", Level.WARNING),
    FAILOVER_STATE_SELECT_SLAVE("+failover-state-select-slave", Level.WARNING),
    FAILOVER_ABORT_NOT_ELECTED("-failover-abort-not-elected", Level.WARNING),
    FAILOVER_ABORT_NO_GOOD_SLAVE("-failover-abort-no-good-slave", Level.WARNING),
    FAILOVER_ABORT_SLAVE_TIMEOUT("-failover-abort-slave-timeout", Level.WARNING),
    SELECTED_SLAVE("+selected-slave", Level.WARNING),
    FAILOVER_ABORT_COORDINATED("-failover-abort-coordinated", Level.WARNING),
    FAILOVER_STATE_PAUSE_WRITES("+failover-state-pause-writes", Level.NOTICE),
    FAILOVER_STATE_WAIT_OFFSET("+failover-state-wait-offset", Level.NOTICE),
    FAILOVER_STATE_DEMOTE_MASTER("+failover-state-demote-master", Level.NOTICE),
    FAILOVER_STATE_SEND_SLAVEOF_NOONE("+failover-state-send-slaveof-noone", Level.NOTICE),
    FAILOVER_STATE_WAIT_PROMOTION("+failover-state-wait-promotion", Level.NOTICE),
    PROMOTED_SLAVE("+promoted-slave", Level.WARNING),
    FAILOVER_STATE_RECONF_SLAVES("+failover-state-reconf-slaves", Level.WARNING),
    SLAVE_RECONF_SENT("+slave-reconf-sent", Level.NOTICE),
    SLAVE_RECONF_INPROG("+slave-reconf-inprog", Level.NOTICE),
    SLAVE_RECONF_DONE("+slave-reconf-done", Level.NOTICE),
    SLAVE_RECONF_SENT_TIMEOUT("-slave-reconf-sent-timeout", Level.NOTICE),
    SLAVE_RECONF_SENT_BEST_EFFORT("+slave-reconf-sent-be", Level.NOTICE),
    FAILOVER_END_FOR_TIMEOUT("+failover-end-for-timeout", Level.WARNING),
    FAILOVER_END("+failover-end", Level.WARNING),
    SWITCH_MASTER("+switch-master", Level.WARNING),
    CONFIG_UPDATE_FROM("+config-update-from", Level.WARNING),
    CONVERT_TO_SLAVE("+convert-to-slave", Level.NOTICE),
    FIX_SLAVE_CONFIG("+fix-slave-config", Level.NOTICE),
    TILT("+tilt", Level.WARNING),
    TILT_ENDED("-tilt", Level.WARNING),
    SCRIPT_ERROR("-script-error", Level.WARNING),
    SCRIPT_TIMEOUT("-script-timeout", Level.WARNING),
    SCRIPT_CHILD("+script-child", Level.DEBUG),
    SCRIPT_CHILD_ENDED("-script-child", Level.DEBUG),
    CMD_LINK_RECONNECTION("-cmd-link-reconnection", Level.DEBUG),
    PUBSUB_LINK_RECONNECTION("-pubsub-link-reconnection", Level.DEBUG),
    REBOOT_GUARD("+reboot-guard", Level.WARNING),
    REBOOT_GUARD_ENDED("-reboot-guard", Level.WARNING),
    FOREIGN_INSTANCE("+foreign-instance", Level.WARNING),
    FENCED("+fenced", Level.WARNING),
    FENCED_ENDED("-fenced", Level.WARNING),
    SAVE_FAILING("+save-failing", Level.WARNING),
    SAVE_FAILING_ENDED("-save-failing", Level.WARNING),
    POSSIBLE_DATA_LOSS("+possible-data-loss", Level.WARNING),
    DIVERGENT_MASTER("+divergent-master", Level.WARNING),
    NODE_ERROR("+node-error", Level.NOTICE),
    NODE_ERROR_ENDED("-node-error", Level.NOTICE);

    /** How loud a line is, as in {@code loglevel}. */
    public enum Level {
        DEBUG('.'),
        VERBOSE('-'),
        NOTICE('*'),
        WARNING('#');

        private final char mark;

        Level(char mark) {
            this.mark = mark;
        }

        /** The character that stands for the level in a line of the log. */
        public char mark() {
            return mark;
        }
    }

    private final String channel;
    private final Level level;

    EventType(String channel, Level level) {
        this.channel = channel;
        this.level = level;
    }

    /** The pub/sub channel, which is also the first word of the line in the log. */
    public String channel() {
        return channel;
    }

    public Level level() {
        return level;
    }

    /** Whether subscribers are told, too: those of level debug are for the log only. */
    public boolean isPublished() {
        return level != Level.DEBUG;
    }
}
