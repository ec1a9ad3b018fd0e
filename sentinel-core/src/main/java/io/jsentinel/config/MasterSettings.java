package io.jsentinel.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How one master is watched: what people set and {@code SENTINEL SET} changes.
 *
 * @param quorum how many sentinels must see the master down before a failover, 1 or more; as of now when it is automatic
 * @param downAfterMillis the time without a valid answer after which an instance is down, 1 or more
 * @param failoverTimeoutMillis the limit of each phase of a failover, 1 or more
 * @param parallelSyncs how many replicas may resynchronise at once after a failover
 * @param notificationScript run for events of level warning
 * @param clientReconfigScript run when the master's address changes
 * @param credentials for the master and its replicas
 * @param renamedCommands names that commands have on the nodes, by the upper-case name that we know
 * @param rebootDownAfterMillis how long a restarted master may take to load, 0 = not looked at
 * @param fastDownMillis how long a master may refuse connections that its replicas have lost, too, 0 = not looked at
 * @param isPaused whether it is being worked on: nobody fails over because it is down
 * @param isQuorumAuto whether the quorum follows the voters: it is a majority of those that there are
 */
public record MasterSettings(
        int quorum,
        long downAfterMillis,
        long failoverTimeoutMillis,
        int parallelSyncs,
        Optional<String> notificationScript,
        Optional<String> clientReconfigScript,
        Credentials credentials,
        Map<String, String> renamedCommands,
        long rebootDownAfterMillis,
        long fastDownMillis,
        boolean isPaused,
        boolean isQuorumAuto) {

    /** The word for a quorum that follows the voters. */
    public static final String AUTO = "auto";

    /** The default of {@code down-after-milliseconds}. */
    public static final long DEFAULT_DOWN_AFTER_MILLIS = 30_000;

    /** The default of {@code failover-timeout}. */
    public static final long DEFAULT_FAILOVER_TIMEOUT_MILLIS = 180_000;

    /** The longest time that can be set: some 30,000 years, so that sums of times do not overflow. */
    public static final long MAX_MILLIS = 1_000_000_000_000_000L;

    /** The default of {@code parallel-syncs}. */
    public static final int DEFAULT_PARALLEL_SYNCS = 1;

    public MasterSettings {
        renamedCommands = Collections.unmodifiableMap(new LinkedHashMap<>(renamedCommands));
    }

    /** The defaults with the given quorum. */
    public static MasterSettings defaults(int quorum) {
        return defaults(quorum, Timing.DEFAULT);
    }

    /** The defaults of a clockwork with the given quorum. */
    public static MasterSettings defaults(int quorum, Timing timing) {
        return new MasterSettings(
                quorum,
                timing.defaultDownAfterMillis(),
                timing.defaultFailoverTimeoutMillis(),
                DEFAULT_PARALLEL_SYNCS,
                Optional.empty(),
                Optional.empty(),
                Credentials.NONE,
                new LinkedHashMap<>(),
                0,
                0,
                false,
                false);
    }

    /** The defaults with a quorum that follows the voters; only ourselves are known. */
    public static MasterSettings defaultsWithAutoQuorum(Timing timing) {
        return defaults(1, timing).withAutoQuorum(1);
    }

    /** The same with another quorum, which does not follow the voters. */
    public MasterSettings withQuorum(int value) {
        return with(draft -> {
            draft.quorum = value;
            draft.quorumAuto = false;
        });
    }

    /**
     * The same with a quorum that follows the voters: a majority of them.
     *
     * @param voters how many there are now, ourselves included; 1 or more
     */
    public MasterSettings withAutoQuorum(int voters) {
        return with(draft -> {
            draft.quorum = majorityOf(voters);
            draft.quorumAuto = true;
        });
    }

    /** The same when so many voters are known, ourselves included: a quorum that follows them is not below a majority. */
    public MasterSettings knowing(int voters) {
        return isQuorumAuto && majorityOf(voters) > quorum ? withAutoQuorum(voters) : this;
    }

    /** How many of so many voters are more than half of them. */
    public static int majorityOf(int voters) {
        return voters / 2 + 1;
    }

    /** The quorum in words for people: its number, and whether that follows the voters. */
    public String quorumText() {
        return isQuorumAuto ? AUTO + " (now " + quorum + ")" : Integer.toString(quorum);
    }

    /** The same with another {@code down-after-milliseconds}. */
    public MasterSettings withDownAfterMillis(long value) {
        return with(draft -> draft.downAfterMillis = value);
    }

    /** The same with another {@code failover-timeout}. */
    public MasterSettings withFailoverTimeoutMillis(long value) {
        return with(draft -> draft.failoverTimeoutMillis = value);
    }

    /** The same with another {@code parallel-syncs}. */
    public MasterSettings withParallelSyncs(int value) {
        return with(draft -> draft.parallelSyncs = value);
    }

    /** The same with another {@code notification-script}. */
    public MasterSettings withNotificationScript(Optional<String> value) {
        return with(draft -> draft.notificationScript = value);
    }

    /** The same with another {@code client-reconfig-script}. */
    public MasterSettings withClientReconfigScript(Optional<String> value) {
        return with(draft -> draft.clientReconfigScript = value);
    }

    /** The same with other credentials for the nodes. */
    public MasterSettings withCredentials(Credentials value) {
        return with(draft -> draft.credentials = value);
    }

    /** The same with other names for commands. */
    public MasterSettings withRenamedCommands(Map<String, String> value) {
        return with(draft -> draft.renamedCommands = value);
    }

    /** The same with another {@code master-reboot-down-after-period}. */
    public MasterSettings withRebootDownAfterMillis(long value) {
        return with(draft -> draft.rebootDownAfterMillis = value);
    }

    /** The same with another {@code fast-down-milliseconds}. */
    public MasterSettings withFastDownMillis(long value) {
        return with(draft -> draft.fastDownMillis = value);
    }

    /** The same while it is being worked on, or not any more. */
    public MasterSettings withPaused(boolean value) {
        return with(draft -> draft.paused = value);
    }

    private MasterSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The settings while one of them is being changed; never seen from outside. */
    private static final class Draft {

        private int quorum;
        private long downAfterMillis;
        private long failoverTimeoutMillis;
        private int parallelSyncs;
        private Optional<String> notificationScript;
        private Optional<String> clientReconfigScript;
        private Credentials credentials;
        private Map<String, String> renamedCommands;
        private long rebootDownAfterMillis;
        private long fastDownMillis;
        private boolean paused;
        private boolean quorumAuto;

        Draft(MasterSettings from) {
            quorum = from.quorum;
            downAfterMillis = from.downAfterMillis;
            failoverTimeoutMillis = from.failoverTimeoutMillis;
            parallelSyncs = from.parallelSyncs;
            notificationScript = from.notificationScript;
            clientReconfigScript = from.clientReconfigScript;
            credentials = from.credentials;
            renamedCommands = from.renamedCommands;
            rebootDownAfterMillis = from.rebootDownAfterMillis;
            fastDownMillis = from.fastDownMillis;
            paused = from.isPaused;
            quorumAuto = from.isQuorumAuto;
        }

        MasterSettings settings() {
            return new MasterSettings(
                    quorum,
                    downAfterMillis,
                    failoverTimeoutMillis,
                    parallelSyncs,
                    notificationScript,
                    clientReconfigScript,
                    credentials,
                    renamedCommands,
                    rebootDownAfterMillis,
                    fastDownMillis,
                    paused,
                    quorumAuto);
        }
    }
}
