package io.jsentinel.config;

import java.util.Arrays;
import java.util.Optional;

/** The clockwork: periods and limits that all masters share, in milliseconds. A value: a change makes another one. */
public final class Timing {

    /** The values of Redis. */
    public static final Timing DEFAULT = new Timing(defaults());

    /** Between two INFO to a replica whose master is in trouble; Redis has no name for it either. */
    private static final long FAST_INFO_PERIOD_MILLIS = 1_000;

    /** What can be set, in the order of SENTINEL DEBUG. */
    public enum Setting {
        /** Between two INFO to a healthy node. */
        INFO_PERIOD(10_000),
        /** The longest pause between two pings. */
        PING_PERIOD(1_000),
        /** Between two questions whether a master is down. */
        ASK_PERIOD(1_000),
        /** Between two hello messages. */
        PUBLISH_PERIOD(2_000),
        /** The {@code down-after-milliseconds} of masters that are monitored from now on. */
        DEFAULT_DOWN_AFTER(MasterSettings.DEFAULT_DOWN_AFTER_MILLIS),
        /** The {@code failover-timeout} of masters that are monitored from now on. */
        DEFAULT_FAILOVER_TIMEOUT(MasterSettings.DEFAULT_FAILOVER_TIMEOUT_MILLIS),
        /** A stall of our own process that makes everything seen before worthless. */
        TILT_TRIGGER(2_000),
        /** How long we do not trust our own picture after such a stall, at most. */
        TILT_PERIOD(30_000),
        /** After which a replica that was sent to a new master counts as done. */
        SLAVE_RECONF_TIMEOUT(10_000),
        /** The least age of a silent connection before it is replaced. */
        MIN_LINK_RECONNECT_PERIOD(15_000),
        /** The longest wait for votes. */
        ELECTION_TIMEOUT(10_000),
        /** How long a script may run. */
        SCRIPT_MAX_RUNTIME(60_000),
        /** The pause before a script that failed is tried again; it doubles with each try. */
        SCRIPT_RETRY_DELAY(30_000);

        private final long defaultMillis;

        Setting(long defaultMillis) {
            this.defaultMillis = defaultMillis;
        }

        /** The name in SENTINEL DEBUG: {@code INFO-PERIOD}. */
        public String shownName() {
            return name().replace('_', '-');
        }

        /** The setting of that name, in any case. */
        public static Optional<Setting> named(String name) {
            return Arrays.stream(values())
                    .filter(setting -> setting.shownName().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** By the order of the settings: some are looked up in every step. */
    private final long[] millis;

    private Timing(long[] millis) {
        this.millis = millis;
    }

    private static long[] defaults() {
        return Arrays.stream(Setting.values())
                .mapToLong(setting -> setting.defaultMillis)
                .toArray();
    }

    /** The same with another value of one setting, 1 or more. */
    public Timing with(Setting setting, long valueMillis) {
        long[] changed = millis.clone();
        changed[setting.ordinal()] = valueMillis;
        return new Timing(changed);
    }

    /** The value of a setting. */
    public long millis(Setting setting) {
        return millis[setting.ordinal()];
    }

    public long infoPeriodMillis() {
        return millis(Setting.INFO_PERIOD);
    }

    /** Between two INFO to a replica whose master is in trouble. */
    public long fastInfoPeriodMillis() {
        return FAST_INFO_PERIOD_MILLIS;
    }

    public long pingPeriodMillis() {
        return millis(Setting.PING_PERIOD);
    }

    public long askPeriodMillis() {
        return millis(Setting.ASK_PERIOD);
    }

    public long publishPeriodMillis() {
        return millis(Setting.PUBLISH_PERIOD);
    }

    public long defaultDownAfterMillis() {
        return millis(Setting.DEFAULT_DOWN_AFTER);
    }

    public long defaultFailoverTimeoutMillis() {
        return millis(Setting.DEFAULT_FAILOVER_TIMEOUT);
    }

    public long tiltTriggerMillis() {
        return millis(Setting.TILT_TRIGGER);
    }

    public long tiltPeriodMillis() {
        return millis(Setting.TILT_PERIOD);
    }

    public long slaveReconfTimeoutMillis() {
        return millis(Setting.SLAVE_RECONF_TIMEOUT);
    }

    public long minLinkReconnectPeriodMillis() {
        return millis(Setting.MIN_LINK_RECONNECT_PERIOD);
    }

    public long electionTimeoutMillis() {
        return millis(Setting.ELECTION_TIMEOUT);
    }

    public long scriptMaxRuntimeMillis() {
        return millis(Setting.SCRIPT_MAX_RUNTIME);
    }

    public long scriptRetryDelayMillis() {
        return millis(Setting.SCRIPT_RETRY_DELAY);
    }
}
