package io.jsentinel.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A label of Kubernetes that shows what the Redis server of a pod is, so that a Service finds it.
 *
 * @param key the label's key, such as {@code jsentinel.io/role}
 * @param master its value for a master
 * @param replica its value for a replica
 */
public record RoleLabel(String key, String master, String replica) {

    private static final int MAX_PREFIX = 253;
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    private static final String PREFIX = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

    /**
     * A label as people write it: {@code key=master|replica} with their own words for the two, or the key alone.
     *
     * @return nothing when Kubernetes would not take it
     */
    public static Optional<RoleLabel> parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String values = equals < 0 ? "master|replica" : text.substring(equals + 1);
        int bar = values.indexOf('|');
        if (bar < 0 || !isKey(key)) {
            return Optional.empty();
        }
        RoleLabel label = new RoleLabel(key, values.substring(0, bar), values.substring(bar + 1));
        boolean isValid =
                label.master.matches(NAME) && label.replica.matches(NAME) && !label.master.equals(label.replica);
        return isValid ? Optional.of(label) : Optional.empty();
    }

    /** Its value for a master, or for a replica. */
    public String value(boolean isMaster) {
        return isMaster ? master : replica;
    }

    private static boolean isKey(String key) {
        int slash = key.lastIndexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        return key.substring(slash + 1).matches(NAME)
                && (slash < 0 || prefix.length() <= MAX_PREFIX && prefix.matches(PREFIX))
                && key.toLowerCase(Locale.ROOT).indexOf("kubernetes.io/") < 0;
    }

    @Override
    public String toString() {
        return key + "=" + master + "|" + replica;
    }
}
