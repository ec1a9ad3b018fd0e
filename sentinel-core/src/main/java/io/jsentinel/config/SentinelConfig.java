package io.jsentinel.config;

import io.jsentinel.address.RunId;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code sentinel ...} lines say. The configuration file is also the state file, so the core starts
 * from one of these and hands out another whenever something must be saved.
 *
 * @param myId our own identity; absent at the very first start
 * @param currentEpoch the newest epoch that was seen anywhere
 * @param announceIp the address that hello messages name instead of the connection's own
 * @param announcePort the port that hello messages name, 0 for the listener's
 * @param peerCredentials for logging in to other sentinels
 * @param denyScriptsReconfig whether SENTINEL SET must not change script paths
 * @param resolveHostnames whether host names are accepted where addresses stand
 * @param announceHostnames whether host names are told where they are known
 * @param masters the monitored masters, in the order of the file
 * @param directives the plain directives to save beside the rest
 */
public record SentinelConfig(
        Optional<RunId> myId,
        long currentEpoch,
        Optional<String> announceIp,
        int announcePort,
        Credentials peerCredentials,
        boolean denyScriptsReconfig,
        boolean resolveHostnames,
        boolean announceHostnames,
        List<MasterConfig> masters,
        SavedDirectives directives) {

    public SentinelConfig {
        masters = List.copyOf(masters);
    }

    /** The same without plain directives to save. */
    public SentinelConfig(
            Optional<RunId> myId,
            long currentEpoch,
            Optional<String> announceIp,
            int announcePort,
            Credentials peerCredentials,
            boolean denyScriptsReconfig,
            boolean resolveHostnames,
            boolean announceHostnames,
            List<MasterConfig> masters) {
        this(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                masters,
                SavedDirectives.NONE);
    }

    /** A sentinel that monitors nothing yet. */
    public static SentinelConfig empty() {
        return new SentinelConfig(
                Optional.empty(), 0, Optional.empty(), 0, Credentials.NONE, true, false, false, List.of());
    }

    /** The same with another treatment of host names. */
    public SentinelConfig withHostnames(boolean resolve, boolean announce) {
        return new SentinelConfig(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolve,
                announce,
                masters);
    }

    /** The same with another address and port to tell others. */
    public SentinelConfig withAnnounced(Optional<String> ip, int port) {
        return new SentinelConfig(
                myId,
                currentEpoch,
                ip,
                port,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                masters);
    }

    /** The same with other credentials for other sentinels. */
    public SentinelConfig withPeerCredentials(Credentials credentials) {
        return new SentinelConfig(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                credentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                masters);
    }

    /** The same with other masters, epoch and identity: how the core hands out what is to be saved. */
    public SentinelConfig withState(RunId id, long epoch, List<MasterConfig> newMasters) {
        return new SentinelConfig(
                Optional.of(id),
                epoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                newMasters,
                directives);
    }

    /** The same with other masters. */
    public SentinelConfig withMasters(List<MasterConfig> newMasters) {
        return new SentinelConfig(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                newMasters,
                directives);
    }

    /** The same with plain directives to save beside the rest. */
    public SentinelConfig withDirectives(SavedDirectives saved) {
        return new SentinelConfig(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                masters,
                saved);
    }

    /** The same with users to save beside the rest. */
    public SentinelConfig withUsers(Optional<SavedUsers> users) {
        return withDirectives(directives.withUsers(users));
    }
}
