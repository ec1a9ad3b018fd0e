package io.jsentinel.server.store;

import io.jsentinel.config.AclConfig.UserLine;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a state file and a configuration that holds only settings become one: settings come from the configuration,
 * memory (identity, epochs, known nodes, and where a master is now) from the state file.
 */
final class StateOverlay {

    private StateOverlay() {}

    /** The configuration with the memory laid over it. A master that only the state file has is forgotten. */
    static Configuration apply(Configuration settings, Configuration saved) {
        SentinelConfig state = saved.sentinel();
        List<String> notices = new ArrayList<>(settings.notices());
        SentinelConfig sentinel = settings.sentinel();
        List<MasterConfig> masters = new ArrayList<>();
        for (MasterConfig master : sentinel.masters()) {
            masters.add(remembered(state, master.name())
                    .map(known -> merged(master, known))
                    .orElse(master));
        }
        for (MasterConfig known : state.masters()) {
            if (remembered(sentinel, known.name()).isEmpty()) {
                notices.add("the state file knows the master " + known.name()
                        + ", which is not in the configuration: it is forgotten");
            }
        }
        long epoch = Math.max(sentinel.currentEpoch(), state.currentEpoch());
        return settings.with(
                sentinel.withState(state.myId().orElseThrow(), epoch, masters), plain(settings, saved), notices);
    }

    /** The plain settings: those that commands changed are remembered, where the configuration says nothing itself. */
    private static ServerConfig plain(Configuration settings, Configuration saved) {
        Declared declared = Declared.by(settings);
        ServerConfig server = settings.server();
        List<UserLine> users = new ArrayList<>(server.acl().users());
        users.addAll(declared.counting(saved.server().acl().users()));
        return server.with(
                server.acl().withUsers(users),
                declared.isLogLevel() ? server.logLevel() : saved.server().logLevel());
    }

    /** What makes the texts of the state file of a configuration, as people wrote it. */
    static StateStore.Rewriter rewriter(Configuration settings) {
        Declared declared = Declared.by(settings);
        ConfWriter writer = new ConfWriter();
        return (previous, now) ->
                writer.write(declared.without(previous), memoryOf(now).withDirectives(declared.rest(now.directives())));
    }

    /** A master as its settings and its memory have it; a file with a newer failover knows more than an older state. */
    private static MasterConfig merged(MasterConfig master, MasterConfig known) {
        MasterMemory ours = known.memory();
        MasterMemory theirs = master.memory();
        boolean fileIsNewer = theirs.configEpoch() > ours.configEpoch();
        MasterMemory newest = fileIsNewer ? theirs : ours;
        // A vote that was given in an epoch is never given again, whichever of the two remembers it.
        long leaderEpoch = Math.max(ours.leaderEpoch(), theirs.leaderEpoch());
        return new MasterConfig(
                master.name(),
                fileIsNewer ? master.address() : known.address(),
                master.settings().knowing(newest.sentinels().size() + 1),
                new MasterMemory(
                        newest.configEpoch(), leaderEpoch, newest.replicas(), newest.sentinels(), newest.lineage()));
    }

    /** The text of a state file; what commands changed of users and log is in it, too. */
    static String rewrite(String previous, SentinelConfig now) {
        return ConfWriter.rewrite(previous, memoryOf(now).withDirectives(now.directives()));
    }

    /** What a state file says: memory, and no setting that stands elsewhere. */
    private static SentinelConfig memoryOf(SentinelConfig now) {
        List<MasterConfig> masters = now.masters().stream()
                .map(master -> new MasterConfig(
                        master.name(),
                        master.address(),
                        MasterSettings.defaults(master.settings().quorum()),
                        master.memory()))
                .toList();
        return new SentinelConfig(
                        now.myId(),
                        now.currentEpoch(),
                        Optional.empty(),
                        0,
                        Credentials.NONE,
                        true,
                        false,
                        false,
                        masters)
                // Without these the next start could not read the names of nodes.
                .withHostnames(now.resolveHostnames(), now.announceHostnames());
    }

    private static Optional<MasterConfig> remembered(SentinelConfig config, String name) {
        return config.masters().stream()
                .filter(master -> master.name().equals(name))
                .findFirst();
    }
}
