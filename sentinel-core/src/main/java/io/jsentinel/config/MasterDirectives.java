package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.address.RunId;
import java.util.List;
import java.util.Optional;

/** The {@code sentinel ...} lines that belong to one master. */
final class MasterDirectives {

    /**
     * A line to carry out.
     *
     * @param at where it stands
     * @param form what it is
     * @param words its words without {@code sentinel}, as many as the form takes
     */
    record Line(ConfLine at, SentinelForm form, List<String> words) {

        String value() {
            return words.get(2);
        }
    }

    private final Disk disk;
    private boolean namesAreTaken;

    MasterDirectives(Disk disk) {
        this.disk = disk;
    }

    /** Whether host names are taken where addresses stand: {@code resolve-hostnames}. */
    void takeNames(boolean taken) {
        namesAreTaken = taken;
    }

    /**
     * Carries a line out.
     *
     * @param dir the folder that relative script paths start from
     * @return the epoch that the current one must not be below, 0 for none
     * @throws ConfigException when the line is wrong
     */
    long apply(Line line, MasterDraft master, String dir) throws ConfigException {
        MasterSettings settings = master.settings();
        switch (line.form()) {
            case DOWN_AFTER -> master.settings(settings.withDownAfterMillis(positiveMillis(line)));
            case FAILOVER_TIMEOUT -> master.settings(settings.withFailoverTimeoutMillis(positiveMillis(line)));
            case PARALLEL_SYNCS -> master.settings(settings.withParallelSyncs(saturated(line.value())));
            case REBOOT_DOWN_AFTER -> master.settings(settings.withRebootDownAfterMillis(millis(line)));
            case FAST_DOWN -> master.settings(settings.withFastDownMillis(millis(line)));
            case NOTIFICATION_SCRIPT ->
                master.settings(settings.withNotificationScript(Optional.of(script(line, "Notification", dir))));
            case CLIENT_RECONFIG_SCRIPT ->
                master.settings(
                        settings.withClientReconfigScript(Optional.of(script(line, "Client reconfiguration", dir))));
            case AUTH_PASS ->
                master.settings(
                        settings.withCredentials(settings.credentials().withPassword(Optional.of(line.value()))));
            case AUTH_USER ->
                master.settings(settings.withCredentials(settings.credentials().withUser(Optional.of(line.value()))));
            default -> {
                return applyMemory(line, master);
            }
        }
        return 0;
    }

    private long applyMemory(Line line, MasterDraft master) throws ConfigException {
        switch (line.form()) {
            case RENAME_COMMAND -> {
                if (!master.rename(line.value(), line.words().get(3))) {
                    throw line.at().error("Same command renamed multiple times with rename-command.");
                }
            }
            case LEADER_EPOCH -> master.leaderEpoch(epoch(line.at(), line.value()));
            case KNOWN_REPLICA -> {
                if (!master.addReplica(
                        endpoint(line.at(), line.value(), line.words().get(3)))) {
                    throw line.at().error("Duplicate hostname and port for replica.");
                }
            }
            case KNOWN_SENTINEL -> knownSentinel(line, master);
            case PAUSED ->
                master.settings(master.settings().withPaused(line.value().equalsIgnoreCase("yes")));
            case KNOWN_DATA -> master.addLineage(line.value());
            case QUORUM_AUTO -> master.quorumIsAuto(saturated(line.value()));
            default -> {
                long epoch = epoch(line.at(), line.value());
                master.configEpoch(epoch);
                return epoch;
            }
        }
        return 0;
    }

    private void knownSentinel(Line line, MasterDraft master) throws ConfigException {
        Endpoint endpoint = endpoint(line.at(), line.value(), line.words().get(3));
        String runId = line.words().size() < 5 ? "" : line.words().get(4);
        if (!RunId.isValid(runId)) {
            // Redis remembers whatever a hello message said. Such a sentinel will introduce itself again.
            return;
        }
        if (!master.addSentinel(new KnownSentinel(endpoint, new RunId(runId)))) {
            throw line.at().error("Duplicate runid for sentinel.");
        }
    }

    /**
     * Where a node is. A host name is taken as it is, whether it can be resolved now or not.
     *
     * @throws ConfigException when the port is none, or the host can be no address and no name that may stand there
     */
    Endpoint endpoint(ConfLine line, String host, String port) throws ConfigException {
        long number = ConfNumbers.lenient(port);
        if (number < 0 || number > Endpoint.MAX_PORT) {
            throw line.error("Invalid port number.");
        }
        String known = (namesAreTaken ? HostName.orAddress(host) : IpLiteral.canonical(host))
                .orElseThrow(() -> line.error("Can't resolve instance hostname."));
        return new Endpoint(known, (int) number);
    }

    /**
     * An epoch.
     *
     * @throws ConfigException when it does not fit: a sentinel that is poisoned with the largest epoch can never fail
     *     over again, and nobody should have to find that out in an emergency
     */
    static long epoch(ConfLine line, String value) throws ConfigException {
        long epoch = ConfNumbers.lenient(value);
        if (epoch < 0 || epoch == Long.MAX_VALUE) {
            throw line.error("Epoch out of range: it must be between 0 and " + (Long.MAX_VALUE - 1) + ".");
        }
        return epoch;
    }

    /** A number as an int, or the nearest int when it does not fit. */
    static int saturated(String value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, ConfNumbers.lenient(value)));
    }

    private static long positiveMillis(Line line) throws ConfigException {
        if (ConfNumbers.lenient(line.value()) <= 0) {
            throw line.at().error("negative or zero time parameter.");
        }
        return millis(line);
    }

    private static long millis(Line line) throws ConfigException {
        long millis = ConfNumbers.lenient(line.value());
        if (millis < 0) {
            throw line.at().error("negative time parameter.");
        }
        if (millis > MasterSettings.MAX_MILLIS) {
            throw line.at().error("time parameter out of range.");
        }
        return millis;
    }

    private String script(Line line, String kind, String dir) throws ConfigException {
        if (!disk.isExecutable(line.value(), dir)) {
            throw line.at().error(kind + " script seems non existing or non executable.");
        }
        return line.value();
    }
}
