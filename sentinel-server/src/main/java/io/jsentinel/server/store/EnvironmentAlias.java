package io.jsentinel.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A variable by which an image or a chart of others says a setting. Such names count only when they were asked for: many
 * are so short ({@code IP}, {@code PORT}) that they may mean something else on a machine.
 *
 * @param system whose name it is: {@code downward-api}, {@code bitnami}, {@code ot} or {@code redis-ha}
 * @param name the variable
 * @param target our own variable that says the same; {@link #IGNORED} for leftovers of others that mean nothing here
 * @param gate the variable that must be true for this one to count, or empty
 */
record EnvironmentAlias(String system, String name, String target, String gate) {

    /** The target of what is accepted and means nothing. */
    static final String IGNORED = "-";

    /** The target of what is looked at as a whole, in {@link EnvironmentPresets}. */
    static final String SWITCH = "*";

    /** System, variable, our name without the prefix, and the switch that it depends on. */
    private static final String ROWS = """
            downward-api POD_NAME SIDECAR_POD
            downward-api POD_IP SIDECAR_POD_IP
            downward-api NODE_IP SIDECAR_NODE_IP
            downward-api POD_NAMESPACE SIDECAR_NAMESPACE
            downward-api SENTINEL_SERVICE SIDECAR_SERVICE
            bitnami REDIS_MASTER_HOST MASTER_HOST
            bitnami REDIS_MASTER_PORT_NUMBER MASTER_PORT
            bitnami REDIS_MASTER_SET MASTER_NAME
            bitnami REDIS_MASTER_USER AUTH_USER
            bitnami REDIS_MASTER_PASSWORD AUTH_PASS
            bitnami REDIS_SENTINEL_QUORUM QUORUM
            bitnami REDIS_SENTINEL_PORT_NUMBER PORT
            bitnami REDIS_SENTINEL_PASSWORD REQUIREPASS
            bitnami REDIS_SENTINEL_DOWN_AFTER_MILLISECONDS DOWN_AFTER_MILLISECONDS
            bitnami REDIS_SENTINEL_FAILOVER_TIMEOUT FAILOVER_TIMEOUT
            bitnami REDIS_SENTINEL_PARALLEL_SYNCS PARALLEL_SYNCS
            bitnami REDIS_SENTINEL_NOTIFICATION_SCRIPT NOTIFICATION_SCRIPT
            bitnami REDIS_SENTINEL_CLIENT_RECONFIG_SCRIPT CLIENT_RECONFIG_SCRIPT
            bitnami REDIS_SENTINEL_MASTER_REBOOT_DOWN_AFTER_PERIOD MASTER_REBOOT_DOWN_AFTER_PERIOD
            bitnami REDIS_SENTINEL_RESOLVE_HOSTNAMES RESOLVE_HOSTNAMES
            bitnami REDIS_SENTINEL_ANNOUNCE_HOSTNAMES ANNOUNCE_HOSTNAMES
            bitnami REDIS_SENTINEL_ANNOUNCE_IP ANNOUNCE_IP
            bitnami REDIS_SENTINEL_ANNOUNCE_PORT ANNOUNCE_PORT
            bitnami REDIS_SENTINEL_TLS_ENABLED *
            bitnami REDIS_SENTINEL_TLS_PORT_NUMBER TLS_PORT REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_CERT_FILE TLS_CERT_FILE REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_KEY_FILE TLS_KEY_FILE REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_CA_FILE TLS_CA_CERT_FILE REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_CA_DIR TLS_CA_CERT_DIR REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_DH_PARAMS_FILE TLS_DH_PARAMS_FILE REDIS_SENTINEL_TLS_ENABLED
            bitnami REDIS_SENTINEL_TLS_AUTH_CLIENTS TLS_AUTH_CLIENTS REDIS_SENTINEL_TLS_ENABLED
            bitnami ALLOW_EMPTY_PASSWORD *
            bitnami BITNAMI_DEBUG *
            bitnami REDIS_SENTINEL_DATA_DIR -
            bitnami REDIS_SENTINEL_DATABASE -
            bitnami REDIS_SENTINEL_DISABLE_COMMANDS -
            bitnami REDIS_SENTINEL_AOF_ENABLED -
            bitnami REDIS_SENTINEL_HOST -
            bitnami REDIS_SENTINEL_MASTER_NAME -
            ot MASTER_GROUP_NAME MASTER_NAME
            ot IP MASTER_HOST
            ot PORT MASTER_PORT
            ot QUORUM QUORUM
            ot DOWN_AFTER_MILLISECONDS DOWN_AFTER_MILLISECONDS
            ot PARALLEL_SYNCS PARALLEL_SYNCS
            ot FAILOVER_TIMEOUT FAILOVER_TIMEOUT
            ot RESOLVE_HOSTNAMES RESOLVE_HOSTNAMES
            ot ANNOUNCE_HOSTNAMES ANNOUNCE_HOSTNAMES
            ot MASTER_PASSWORD AUTH_PASS
            ot REDIS_PASSWORD REQUIREPASS
            ot SENTINEL_PORT PORT
            ot SENTINEL_ID *
            ot EXTERNAL_CONFIG_FILE *
            ot SENTINEL_CONFIG_FILE *
            ot ACL_MODE *
            ot ACL_FILE_PATH ACLFILE ACL_MODE
            ot TLS_MODE *
            ot REDIS_TLS_CERT TLS_CERT_FILE TLS_MODE
            ot REDIS_TLS_CERT_KEY TLS_KEY_FILE TLS_MODE
            ot REDIS_TLS_CA_KEY TLS_CA_CERT_FILE TLS_MODE
            ot REDIS_TLS_CA_CERT TLS_CA_CERT_FILE TLS_MODE
            redis-ha AUTH AUTH_PASS
            redis-ha SENTINELAUTH REQUIREPASS
            redis-ha SENTINEL_ID_n *
            """;

    /** What manifests usually call what the Downward API tells of a pod. */
    static final String DOWNWARD_API = "downward-api";

    /** The variable of that system whose presence asks for the whole system. */
    static final String SERVICE = "SENTINEL_SERVICE";

    /** Every name, those of one system together. */
    static final List<EnvironmentAlias> ALL =
            ROWS.lines().map(EnvironmentAlias::row).toList();

    /** The systems whose names can be asked for. */
    static final List<String> SYSTEMS =
            ALL.stream().map(EnvironmentAlias::system).distinct().toList();

    private static EnvironmentAlias row(String row) {
        String[] words = row.split(" ");
        String target =
                words[2].equals(IGNORED) || words[2].equals(SWITCH) ? words[2] : EnvironmentVariable.PREFIX + words[2];
        return new EnvironmentAlias(words[0], words[1], target, words.length > 3 ? words[3] : "");
    }

    /** Whether it says one setting. */
    boolean isSetting() {
        return !target.equals(IGNORED) && !target.equals(SWITCH);
    }

    /** The names of some systems, the first system's first. */
    static List<EnvironmentAlias> of(List<String> systems) {
        List<EnvironmentAlias> found = new ArrayList<>();
        systems.forEach(system -> of(system).forEach(found::add));
        return found;
    }

    private static Stream<EnvironmentAlias> of(String system) {
        return ALL.stream().filter(alias -> alias.system().equals(system));
    }
}
