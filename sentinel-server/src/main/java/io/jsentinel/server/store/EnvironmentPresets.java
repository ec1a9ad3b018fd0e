package io.jsentinel.server.store;

import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfigException;
import io.jsentinel.server.store.EnvironmentValues.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the images of others make of several variables at once, or of one that is no setting itself. */
final class EnvironmentPresets {

    private static final String PORT = EnvironmentVariable.PREFIX + "PORT";
    private static final String TLS_PORT = EnvironmentVariable.PREFIX + "TLS_PORT";
    private static final String TLS_REPLICATION = EnvironmentVariable.PREFIX + "TLS_REPLICATION";
    private static final String TLS_AUTH_CLIENTS = EnvironmentVariable.PREFIX + "TLS_AUTH_CLIENTS";
    private static final String TLS_CA = EnvironmentVariable.PREFIX + "TLS_CA_CERT_FILE";
    private static final String MY_ID = EnvironmentVariable.PREFIX + "MYID";
    private static final String USUAL_PORT = "26379";
    private static final Pattern ORDINAL = Pattern.compile(".*-(\\d{1,9})");

    private final EnvironmentValues values;
    private final List<String> notices = new ArrayList<>();

    private EnvironmentPresets(EnvironmentValues values) {
        this.values = values;
    }

    /**
     * Completes values as the image of a system does.
     *
     * @param values what the variables of all systems said, one by one
     * @param systems those that were asked for
     * @return what must be said of it, a sentence each
     * @throws ConfigException when a switch is neither on nor off
     */
    static List<String> apply(EnvironmentValues values, List<String> systems) throws ConfigException {
        EnvironmentPresets presets = new EnvironmentPresets(values);
        for (String system : systems) {
            switch (system) {
                case "bitnami" -> presets.bitnami();
                case "ot" -> presets.ot();
                case "redis-ha" -> presets.redisHa();
                default -> {
                    // Its variables are all there is.
                }
            }
        }
        return presets.notices;
    }

    private void bitnami() throws ConfigException {
        String tls = "REDIS_SENTINEL_TLS_ENABLED";
        if (values.isTrue(tls)) {
            values.putIfAbsent(TLS_PORT, said(tls, USUAL_PORT));
            values.putIfAbsent(TLS_REPLICATION, said(tls, "yes"));
            // Two listeners cannot share the usual port: then TLS is meant to be the only one.
            if (portIs(PORT, USUAL_PORT) && portIs(TLS_PORT, USUAL_PORT)) {
                values.put(PORT, said(tls, "0"));
            }
        }
        if (values.isTrue("BITNAMI_DEBUG")) {
            values.putIfAbsent(EnvironmentVariable.PREFIX + "LOGLEVEL", said("BITNAMI_DEBUG", "debug"));
        }
        boolean isOpen = values.of(EnvironmentVariable.PREFIX + "REQUIREPASS").isEmpty()
                && values.of(EnvironmentVariable.PREFIX + "ACLFILE").isEmpty();
        boolean isMeant = values.isTrue("ALLOW_EMPTY_PASSWORD");
        if (isOpen && !isMeant && values.text("ALLOW_EMPTY_PASSWORD").isPresent()) {
            notices.add("ALLOW_EMPTY_PASSWORD is no, and the environment has no REDIS_SENTINEL_PASSWORD:"
                    + " whoever reaches the port may give orders unless the file has a password");
        }
    }

    private void ot() throws ConfigException {
        if (values.isTrue("TLS_MODE")) {
            Value port = values.of(PORT).orElse(said("TLS_MODE", USUAL_PORT));
            values.putIfAbsent(TLS_PORT, port);
            values.put(PORT, said("TLS_MODE", "0"));
            values.putIfAbsent(TLS_CA, said("TLS_MODE", "/etc/ssl/certs/ca-certificates.crt"));
            values.putIfAbsent(TLS_AUTH_CLIENTS, said("TLS_MODE", "optional"));
            values.putIfAbsent(TLS_REPLICATION, said("TLS_MODE", "yes"));
        }
        if (values.isTrue("ACL_MODE")) {
            values.putIfAbsent(EnvironmentVariable.PREFIX + "ACLFILE", said("ACL_MODE", "/etc/redis/user.acl"));
        }
        values.text("SENTINEL_ID").ifPresent(id -> values.putIfAbsent(MY_ID, said("SENTINEL_ID", identity(id))));
        file("EXTERNAL_CONFIG_FILE")
                .ifPresent(path -> values.putIfAbsent(
                        EnvironmentVariable.PREFIX + "INCLUDE", said("EXTERNAL_CONFIG_FILE", ByteText.of(path))));
    }

    private void redisHa() {
        String pod = values.text("POD_NAME").or(() -> values.text("HOSTNAME")).orElse("");
        Matcher ordinal = ORDINAL.matcher(pod);
        if (ordinal.matches()) {
            String variable = "SENTINEL_ID_" + ordinal.group(1);
            values.text(variable).ifPresent(id -> values.putIfAbsent(MY_ID, said(variable, identity(id))));
        }
    }

    /**
     * The configuration file that the environment names.
     *
     * @param systems those whose usual places are looked at
     * @return nothing when the environment is all there is
     * @throws ConfigException when our own variable names what can be no file
     */
    static Optional<Path> configFile(EnvironmentValues values, List<String> systems) throws ConfigException {
        Optional<String> own = values.text(EnvironmentVariable.CONFIG_FILE);
        if (own.isPresent()) {
            try {
                return Optional.of(ByteText.toPath(own.get()));
            } catch (InvalidPathException e) {
                throw EnvironmentValues.error(EnvironmentVariable.CONFIG_FILE, "no file can have that name");
            }
        }
        List<Path> usual = new ArrayList<>();
        for (String system : systems) {
            switch (system) {
                case "bitnami" -> {
                    usual.add(Path.of("/bitnami/redis-sentinel/conf/sentinel.conf"));
                    usual.add(Path.of("/opt/bitnami/redis-sentinel/mounted-etc/sentinel.conf"));
                }
                case "ot" ->
                    new EnvironmentPresets(values).file("SENTINEL_CONFIG_FILE").ifPresent(usual::add);
                case "redis-ha" -> usual.add(Path.of("/data/conf/sentinel.conf"));
                default -> {
                    // No usual place.
                }
            }
        }
        return usual.stream().filter(Files::isRegularFile).findFirst();
    }

    private Optional<Path> file(String variable) {
        try {
            return values.text(variable).map(ByteText::toPath).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private boolean portIs(String setting, String port) {
        return values.of(setting).map(Value::text).orElse(USUAL_PORT).equals(port);
    }

    private static Value said(String variable, String text) {
        return new Value(variable, text, Optional.empty());
    }

    /** An identity as it is; of any other text its SHA-1, as the charts make it. */
    private static String identity(String text) {
        if (text.length() == RunId.LENGTH && RunId.isValid(text)) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
