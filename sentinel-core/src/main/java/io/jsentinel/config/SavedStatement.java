package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code sentinel ...} line that the file must have.
 *
 * @param form which statement
 * @param values the words behind its name; for those of a master the first is the master's name
 * @param isDefault whether the line may be missing as well; a line that somebody wrote stays
 */
record SavedStatement(SentinelForm form, List<String> values, boolean isDefault) {

    /**
     * What a statement is about: two with the same subject are values of one setting or members of one list.
     *
     * @param form which statement
     * @param master the master's name, empty when it is about ourselves
     */
    record Subject(SentinelForm form, String master) {

        /** Made of a statement's first value, which is a master's name or not. */
        static Subject of(SentinelForm form, String firstValue) {
            return new Subject(form, form.pass() == SentinelForm.Pass.OURSELVES ? "" : firstValue);
        }

        // Written out: a record's own is slow at the start, where the first save is waited for.

        @Override
        public boolean equals(Object other) {
            return other instanceof Subject subject && form == subject.form && master.equals(subject.master);
        }

        @Override
        public int hashCode() {
            return 31 * form.ordinal() + master.hashCode();
        }
    }

    /** Everything that must be saved, in the order in which Redis appends it. */
    static List<SavedStatement> of(SentinelConfig config) {
        List<SavedStatement> all = new ArrayList<>();
        config.myId().ifPresent(id -> all.add(must(SentinelForm.MYID, id.value())));
        all.add(option(SentinelForm.DENY_SCRIPTS_RECONFIG, config.denyScriptsReconfig(), true));
        all.add(option(SentinelForm.RESOLVE_HOSTNAMES, config.resolveHostnames(), false));
        all.add(option(SentinelForm.ANNOUNCE_HOSTNAMES, config.announceHostnames(), false));
        config.masters().forEach(master -> addMaster(all, master));
        all.add(must(SentinelForm.CURRENT_EPOCH, Long.toString(config.currentEpoch())));
        addText(all, SentinelForm.ANNOUNCE_IP, config.announceIp());
        all.add(new SavedStatement(
                SentinelForm.ANNOUNCE_PORT,
                List.of(Integer.toString(config.announcePort())),
                config.announcePort() == 0));
        addText(all, SentinelForm.SENTINEL_USER, config.peerCredentials().user());
        addText(all, SentinelForm.SENTINEL_PASS, config.peerCredentials().password());
        return all;
    }

    /** What it is about. */
    Subject subject() {
        return Subject.of(form, values.get(0));
    }

    /** The line. */
    String line() {
        return form.mark() + ConfWords.join(words(form.word()));
    }

    /** The words of the line; the statement is spelled as in the line whose place it takes, where that lasts. */
    List<String> wordsInTheSpellingOf(List<String> present) {
        // Valkey's own spelling stays in a file of Valkey. But known-slave goes: Redis 7.0 does not find it when it
        // writes its state, adds known-replica, and then stops at the next start because the replica is there twice.
        boolean keep = form == SentinelForm.REBOOT_DOWN_AFTER;
        return words(keep ? present.get(1) : form.word());
    }

    private List<String> words(String name) {
        List<String> words = new ArrayList<>(List.of("sentinel", name));
        words.addAll(values);
        return words;
    }

    private static void addMaster(List<SavedStatement> all, MasterConfig master) {
        String name = master.name();
        MasterSettings settings = master.settings();
        Endpoint at = master.address();
        all.add(must(
                SentinelForm.MONITOR,
                name,
                at.host(),
                Integer.toString(at.port()),
                Integer.toString(settings.quorum())));
        addNumbers(all, name, settings);
        settings.notificationScript().ifPresent(path -> all.add(must(SentinelForm.NOTIFICATION_SCRIPT, name, path)));
        settings.clientReconfigScript()
                .ifPresent(path -> all.add(must(SentinelForm.CLIENT_RECONFIG_SCRIPT, name, path)));
        settings.credentials().password().ifPresent(word -> all.add(must(SentinelForm.AUTH_PASS, name, word)));
        settings.credentials().user().ifPresent(user -> all.add(must(SentinelForm.AUTH_USER, name, user)));
        all.add(number(SentinelForm.REBOOT_DOWN_AFTER, name, settings.rebootDownAfterMillis(), 0));
        all.add(number(SentinelForm.FAST_DOWN, name, settings.fastDownMillis(), 0));
        all.add(new SavedStatement(
                SentinelForm.PAUSED, List.of(name, settings.isPaused() ? "yes" : "no"), !settings.isPaused()));
        if (settings.isQuorumAuto()) {
            all.add(must(SentinelForm.QUORUM_AUTO, name, Integer.toString(settings.quorum())));
        }
        addMemory(all, name, master.memory());
        settings.renamedCommands()
                .forEach((command, newName) -> all.add(must(SentinelForm.RENAME_COMMAND, name, command, newName)));
    }

    private static void addNumbers(List<SavedStatement> all, String name, MasterSettings settings) {
        all.add(number(
                SentinelForm.DOWN_AFTER, name, settings.downAfterMillis(), MasterSettings.DEFAULT_DOWN_AFTER_MILLIS));
        all.add(number(
                SentinelForm.FAILOVER_TIMEOUT,
                name,
                settings.failoverTimeoutMillis(),
                MasterSettings.DEFAULT_FAILOVER_TIMEOUT_MILLIS));
        all.add(number(
                SentinelForm.PARALLEL_SYNCS, name, settings.parallelSyncs(), MasterSettings.DEFAULT_PARALLEL_SYNCS));
    }

    private static void addMemory(List<SavedStatement> all, String name, MasterMemory memory) {
        all.add(must(SentinelForm.CONFIG_EPOCH, name, Long.toString(memory.configEpoch())));
        all.add(must(SentinelForm.LEADER_EPOCH, name, Long.toString(memory.leaderEpoch())));
        for (Endpoint replica : memory.replicas()) {
            all.add(must(SentinelForm.KNOWN_REPLICA, name, replica.host(), Integer.toString(replica.port())));
        }
        for (KnownSentinel sentinel : memory.sentinels()) {
            Endpoint at = sentinel.endpoint();
            String id = sentinel.runId().value();
            all.add(must(SentinelForm.KNOWN_SENTINEL, name, at.host(), Integer.toString(at.port()), id));
        }
        memory.lineage().forEach(id -> all.add(must(SentinelForm.KNOWN_DATA, name, id)));
    }

    private static SavedStatement must(SentinelForm form, String... values) {
        return new SavedStatement(form, List.of(values), false);
    }

    private static SavedStatement number(SentinelForm form, String name, long value, long byDefault) {
        return new SavedStatement(form, List.of(name, Long.toString(value)), value == byDefault);
    }

    private static SavedStatement option(SentinelForm form, boolean value, boolean byDefault) {
        return new SavedStatement(form, List.of(value ? "yes" : "no"), value == byDefault);
    }

    private static void addText(List<SavedStatement> all, SentinelForm form, Optional<String> value) {
        value.filter(text -> !text.isEmpty()).ifPresent(text -> all.add(must(form, text)));
    }
}
