package io.jsentinel.config;

import io.jsentinel.address.HostName;
import io.jsentinel.config.SidecarConfig.Announce;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.config.SidecarConfig.Guard;
import io.jsentinel.config.SidecarConfig.Local;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.config.SidecarConfig.SoloPromotion;
import io.jsentinel.config.SidecarConfig.Stop;
import java.util.Locale;
import java.util.Optional;

/** The {@code sidecar-} directives, collected line by line; of repeated ones the last wins. */
final class SidecarDirectives {

    private static final long SECOND_MILLIS = 1000;

    private String pod = Pod.NONE.name();
    private String podIp = Pod.NONE.ip();
    private String nodeIp = Pod.NONE.nodeIp();
    private String namespace = Pod.NONE.namespace();
    private String service = Pod.NONE.service();
    private Announce announce = Pod.NONE.announce();
    private String masterName = Local.DEFAULT.masterName();
    private String redisHost = Local.DEFAULT.redisHost();
    private int redisPort = Local.DEFAULT.redisPort();
    private String roleFile = Local.DEFAULT.roleFile();
    private String recordFile = Local.DEFAULT.recordFile();
    private int replicas = Boot.DEFAULT.replicas();
    private long waitMillis = Boot.DEFAULT.waitMillis();
    private long lastMasterWaitMillis = Boot.DEFAULT.lastMasterWaitMillis();
    private long pruneAfterMillis = Guard.DEFAULT.pruneAfterMillis();
    private Fence fence = Guard.DEFAULT.fence();
    private long fenceAfterMillis = Guard.DEFAULT.fenceAfterMillis();
    private SoloPromotion soloPromotion = Guard.DEFAULT.soloPromotion();
    private boolean handsOver = Stop.DEFAULT.handsOver();
    private long stopBudgetMillis = Stop.DEFAULT.budgetMillis();

    private final KubernetesDirectives kubernetes = new KubernetesDirectives();

    /** The line that named the pod: what is missing is missing for its sake. */
    private Optional<ConfLine> cause = Optional.empty();

    /**
     * Takes the value of a directive, which is of its type; another directive changes nothing.
     *
     * @throws ConfigException for a name or address that can be none
     */
    void apply(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "sidecar-pod" -> {
                pod = named(line, value);
                cause = Optional.of(line).filter(given -> !value.isEmpty());
            }
            case "sidecar-pod-ip" -> podIp = host(line, value);
            case "sidecar-node-ip" -> nodeIp = host(line, value);
            case "sidecar-namespace" -> namespace = named(line, value);
            case "sidecar-service" -> service = named(line, value);
            case "sidecar-announce" -> announce = Announce.valueOf(value.toUpperCase(Locale.ROOT));
            default -> applyLocal(line, name, value);
        }
    }

    private void applyLocal(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "sidecar-master-name" -> masterName = filled(line, value);
            case "sidecar-redis-host" -> redisHost = host(line, filled(line, value));
            case "sidecar-redis-port" -> redisPort = (int) ConfNumbers.lenient(value);
            case "sidecar-role-file" -> roleFile = filled(line, value);
            case "sidecar-record-file" -> recordFile = filled(line, value);
            default -> applyRules(line, name, value);
        }
    }

    private void applyRules(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "sidecar-replicas" -> replicas = (int) ConfNumbers.lenient(value);
            case "sidecar-bootstrap-wait" -> waitMillis = SECOND_MILLIS * ConfNumbers.lenient(value);
            case "sidecar-bootstrap-wait-last-master" ->
                lastMasterWaitMillis = value.startsWith("-") ? -1 : SECOND_MILLIS * ConfNumbers.lenient(value);
            case "sidecar-prune-after" -> pruneAfterMillis = SECOND_MILLIS * ConfNumbers.lenient(value);
            case "sidecar-handover-on-stop" -> handsOver = value.equalsIgnoreCase("yes");
            case "sidecar-stop-budget" -> stopBudgetMillis = SECOND_MILLIS * ConfNumbers.lenient(value);
            case "sidecar-fence" -> fence = Fence.valueOf(value.toUpperCase(Locale.ROOT));
            case "sidecar-fence-after" -> fenceAfterMillis = SECOND_MILLIS * ConfNumbers.lenient(value);
            case "sidecar-solo-promotion" -> soloPromotion = SoloPromotion.valueOf(value.toUpperCase(Locale.ROOT));
            default -> kubernetes.apply(line, name, value);
        }
    }

    /** What all lines together say. @throws ConfigException when a pod is named and what it needs is not */
    SidecarConfig toConfig() throws ConfigException {
        if (cause.isPresent() && service.isEmpty()) {
            throw cause.get().error("sidecar-pod needs sidecar-service, the name that has the addresses of all pods");
        }
        return new SidecarConfig(
                new Pod(pod, podIp, nodeIp, namespace, service, announce),
                new Local(masterName, redisHost, redisPort, roleFile, recordFile),
                new Boot(replicas, waitMillis, lastMasterWaitMillis),
                new Guard(pruneAfterMillis, fence, fenceAfterMillis, soloPromotion),
                kubernetes.toConfig(),
                new Stop(handsOver, stopBudgetMillis));
    }

    private static String named(ConfLine line, String value) throws ConfigException {
        if (!value.isEmpty() && !HostName.isValid(value)) {
            throw line.error("argument must be a name of letters, digits, '-' and '.'");
        }
        return value;
    }

    private static String host(ConfLine line, String value) throws ConfigException {
        Optional<String> host = HostName.orAddress(value);
        if (!value.isEmpty() && host.isEmpty()) {
            throw line.error("argument must be an address or a host name");
        }
        return host.orElse("");
    }

    private static String filled(ConfLine line, String value) throws ConfigException {
        if (value.isEmpty()) {
            throw line.error("argument must not be empty");
        }
        return value;
    }
}
