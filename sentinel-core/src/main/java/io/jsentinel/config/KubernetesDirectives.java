package io.jsentinel.config;

import io.jsentinel.address.HostName;
import io.jsentinel.config.SidecarConfig.Kubernetes;
import io.jsentinel.config.SidecarConfig.KubernetesUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The {@code sidecar-} directives about the API of Kubernetes, collected line by line; of repeated ones the last wins. */
final class KubernetesDirectives {

    /** The most labels that are kept. */
    static final int MAX_LABELS = 16;

    private static final long SECOND_MILLIS = 1000;

    private KubernetesUse use = Kubernetes.DEFAULT.use();
    private List<RoleLabel> roleLabels = Kubernetes.DEFAULT.roleLabels();
    private String statefulSet = Kubernetes.DEFAULT.statefulSet();
    private String lease = Kubernetes.DEFAULT.lease();
    private long leaseMillis = Kubernetes.DEFAULT.leaseMillis();

    /**
     * Takes the value of a directive, which is of its type; another directive changes nothing.
     *
     * @throws ConfigException for a name or a label that Kubernetes would not take
     */
    void apply(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "sidecar-kubernetes" -> use = KubernetesUse.valueOf(value.toUpperCase(Locale.ROOT));
            case "sidecar-role-labels" -> roleLabels = labels(line, value);
            case "sidecar-statefulset" -> statefulSet = named(line, value);
            case "sidecar-lease" -> lease = named(line, value);
            case "sidecar-lease-duration" -> leaseMillis = SECOND_MILLIS * ConfNumbers.lenient(value);
            default -> {
                // About something else.
            }
        }
    }

    /** What all lines together say. */
    Kubernetes toConfig() {
        return new Kubernetes(use, roleLabels, statefulSet, lease, leaseMillis);
    }

    private static List<RoleLabel> labels(ConfLine line, String value) throws ConfigException {
        List<RoleLabel> labels = new ArrayList<>();
        for (String word : value.trim().split("[ \t]+")) {
            if (!word.isEmpty()) {
                labels.add(RoleLabel.parse(word)
                        .orElseThrow(() -> line.error("argument must be labels such as role=master|replica")));
            }
        }
        boolean isTwice = labels.stream().map(RoleLabel::key).distinct().count() < labels.size();
        if (isTwice || labels.size() > MAX_LABELS) {
            throw line.error("argument must have each label once, and at most " + MAX_LABELS);
        }
        return labels;
    }

    private static String named(ConfLine line, String value) throws ConfigException {
        if (!value.isEmpty() && !HostName.isValid(value)) {
            throw line.error("argument must be a name of letters, digits, '-' and '.'");
        }
        return value;
    }
}
