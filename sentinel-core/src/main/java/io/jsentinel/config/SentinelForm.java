package io.jsentinel.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The statements that may follow the word {@code sentinel}: their names, numbers of words, and when they are read. */
enum SentinelForm {
    ANNOUNCE_IP("announce-ip", 2, Pass.OURSELVES),
    ANNOUNCE_PORT("announce-port", 2, Pass.OURSELVES),
    DENY_SCRIPTS_RECONFIG("deny-scripts-reconfig", 2, Pass.OURSELVES),
    SENTINEL_USER("sentinel-user", 2, Pass.OURSELVES),
    SENTINEL_PASS("sentinel-pass", 2, Pass.OURSELVES),
    CURRENT_EPOCH("current-epoch", 2, Pass.OURSELVES),
    MYID("myid", 2, Pass.OURSELVES),
    RESOLVE_HOSTNAMES("resolve-hostnames", 2, Pass.OURSELVES),
    ANNOUNCE_HOSTNAMES("announce-hostnames", 2, Pass.OURSELVES),
    MONITOR("monitor", 5, Pass.MASTERS),
    DOWN_AFTER("down-after-milliseconds", 3, Pass.OF_A_MASTER),
    FAILOVER_TIMEOUT("failover-timeout", 3, Pass.OF_A_MASTER),
    PARALLEL_SYNCS("parallel-syncs", 3, Pass.OF_A_MASTER),
    NOTIFICATION_SCRIPT("notification-script", 3, Pass.OF_A_MASTER),
    CLIENT_RECONFIG_SCRIPT("client-reconfig-script", 3, Pass.OF_A_MASTER),
    AUTH_PASS("auth-pass", 3, Pass.OF_A_MASTER),
    AUTH_USER("auth-user", 3, Pass.OF_A_MASTER),
    RENAME_COMMAND("rename-command", 4, Pass.OF_A_MASTER),
    REBOOT_DOWN_AFTER("master-reboot-down-after-period", 3, Pass.OF_A_MASTER),
    /** Ours alone, and therefore written as a comment, too. */
    FAST_DOWN("fast-down-milliseconds", 3, Pass.OF_A_MASTER),
    CONFIG_EPOCH("config-epoch", 3, Pass.OF_A_MASTER),
    LEADER_EPOCH("leader-epoch", 3, Pass.OF_A_MASTER),
    KNOWN_REPLICA("known-replica", 4, Pass.OF_A_MASTER),
    KNOWN_SENTINEL("known-sentinel", 5, Pass.OF_A_MASTER),
    /** Ours alone: written as a comment, which redis-sentinel keeps without reading it. */
    KNOWN_DATA("known-data", 3, Pass.OF_A_MASTER),
    /** Ours alone, too. */
    PAUSED("paused", 3, Pass.OF_A_MASTER),
    /** Ours alone: the quorum follows the voters as long as it is that number. */
    QUORUM_AUTO("quorum-auto", 3, Pass.OF_A_MASTER);

    /** What stands before a statement that only we read. */
    static final String MARK = "#@ ";

    /** When a statement is carried out. */
    enum Pass {
        /** First: settings of our own. */
        OURSELVES,
        /** Then: which masters there are. */
        MASTERS,
        /** Last: what belongs to one of them. */
        OF_A_MASTER
    }

    /** Every name, other spellings included. */
    static final List<String> NAMES = names();

    private final String word;
    private final int words;
    private final Pass pass;

    SentinelForm(String word, int words, Pass pass) {
        this.word = word;
        this.words = words;
        this.pass = pass;
    }

    /** The statement with a name, in any case and spelling: Redis before 5 wrote slave, Valkey writes primary. */
    static Optional<SentinelForm> named(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return switch (small) {
            case "known-slave" -> Optional.of(KNOWN_REPLICA);
            case "primary-reboot-down-after-period" -> Optional.of(REBOOT_DOWN_AFTER);
            default ->
                Arrays.stream(values()).filter(form -> form.word.equals(small)).findFirst();
        };
    }

    /** The name that is written. */
    String word() {
        return word;
    }

    /** What stands before the line. */
    String mark() {
        return isComment() ? MARK : "";
    }

    /** Whether it is ours alone: a comment for others. */
    boolean isComment() {
        return this == FAST_DOWN || this == KNOWN_DATA || this == PAUSED || this == QUORUM_AUTO;
    }

    Pass pass() {
        return pass;
    }

    /** Whether a statement may have so many words, its name included. */
    boolean takes(int count) {
        // Redis before 2.8.10 wrote sentinels without their identity; such a line is legal and says nothing.
        return count == words || this == KNOWN_SENTINEL && count == words - 1;
    }

    private static List<String> names() {
        List<String> names = new java.util.ArrayList<>(
                Arrays.stream(values()).map(SentinelForm::word).toList());
        names.add("known-slave");
        names.add("primary-reboot-down-after-period");
        return List.copyOf(names);
    }
}
