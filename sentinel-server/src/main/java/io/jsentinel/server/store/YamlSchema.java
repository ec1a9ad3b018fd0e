package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.MasterSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a YAML file says, as lines of {@code sentinel.conf}, by the table {@link YamlKeys}. */
final class YamlSchema {

    /** State, which has a file of its own. */
    static final List<String> STATE = List.of(
            "myid",
            "current-epoch",
            "config-epoch",
            "leader-epoch",
            "known-replica",
            "known-slave",
            "known-sentinel",
            "known-data",
            "paused");

    private interface Reading {
        void read() throws ConfigException;
    }

    private final List<ConfLine> lines = new ArrayList<>();
    private final List<ConfigException> errors = new ArrayList<>();
    private final List<SecretFile> secretFiles = new ArrayList<>();
    private Optional<YamlValue> stateFile = Optional.empty();

    /** Reads a file, to its end even when something in it is wrong. */
    YamlSchema(YamlValue root) {
        Map<String, YamlValue> top = section(
                root,
                YamlKeys.names(
                        YamlKeys.TOP,
                        YamlKeys.STATE_FILE,
                        YamlKeys.SENTINEL,
                        YamlKeys.SIDECAR_SECTION,
                        YamlKeys.MASTERS,
                        YamlKeys.DIRECTIVES));
        attempt(() -> checkOneSource(YamlKeys.TOP, top));
        top.forEach((key, value) -> attempt(() -> readTop(key, value)));
    }

    /** What the file says, as lines of {@code sentinel.conf}. */
    List<ConfLine> lines() {
        return lines;
    }

    /** Unknown keys and values of another kind, in the order in which they were met. */
    List<ConfigException> errors() {
        return errors;
    }

    /** The files with secrets that the file names. */
    List<SecretFile> secretFiles() {
        return secretFiles;
    }

    /** The path of the state file, if the file names one. */
    Optional<YamlValue> stateFile() {
        return stateFile;
    }

    private void attempt(Reading reading) {
        try {
            reading.read();
        } catch (ConfigException e) {
            errors.add(e);
        }
    }

    /** The values of a map whose keys are fixed; each other key is an error. */
    private Map<String, YamlValue> section(YamlValue section, List<String> keys) {
        Map<String, YamlValue> known = new LinkedHashMap<>();
        attempt(() -> {
            known.putAll(section.entries());
            errors.addAll(section.unknownKeys(keys));
        });
        known.keySet().retainAll(keys);
        return known;
    }

    private void readTop(String key, YamlValue value) throws ConfigException {
        switch (key) {
            case YamlKeys.STATE_FILE -> stateFile = Optional.of(value);
            case YamlKeys.SENTINEL -> readOwn(value);
            case YamlKeys.SIDECAR_SECTION -> readSidecar(value);
            case YamlKeys.MASTERS -> value.entries().forEach((name, master) -> attempt(() -> readMaster(name, master)));
            case YamlKeys.DIRECTIVES -> value.items().forEach(line -> attempt(() -> readDirective(line)));
            default -> read(YamlKeys.TOP, key, value, List.of(), List.of());
        }
    }

    private void readOwn(YamlValue section) {
        Map<String, YamlValue> keys = section(section, YamlKeys.names(YamlKeys.OWN));
        attempt(() -> checkOneSource(YamlKeys.OWN, keys));
        keys.forEach((key, value) -> attempt(() -> read(YamlKeys.OWN, key, value, List.of("sentinel"), List.of())));
    }

    private void readSidecar(YamlValue section) {
        section(section, YamlKeys.names(YamlKeys.SIDECAR))
                .forEach((name, value) -> attempt(() -> {
                    YamlKey key = YamlKey.named(YamlKeys.SIDECAR, name).orElseThrow();
                    lines.addAll(key.lines(value, List.of(YamlKeys.SIDECAR_PREFIX + name)));
                }));
    }

    private void read(List<YamlKey> keys, String name, YamlValue value, List<String> before, List<String> after)
            throws ConfigException {
        YamlKey key = YamlKey.named(keys, name).orElseThrow();
        List<String> head = new ArrayList<>(before);
        head.add(key.directive());
        head.addAll(after);
        lines.addAll(key.lines(value, head));
        if (key.kind() == YamlKey.Kind.SECRET_FILE) {
            secretFiles.add(new SecretFile(value.namedFile(), head, value.secretInFile()));
        }
    }

    /** Refuses a secret that is both said and in a file. */
    private static void checkOneSource(List<YamlKey> keys, Map<String, YamlValue> section) throws ConfigException {
        for (YamlKey key : keys) {
            YamlValue file = section.get(key.name());
            if (key.kind() == YamlKey.Kind.SECRET_FILE && file != null && section.containsKey(key.directive())) {
                String reason =
                        "'" + key.name() + "' stands in place of '" + key.directive() + "'; only one can be used";
                throw file.error(reason, Optional.empty());
            }
        }
    }

    private void readMaster(String name, YamlValue section) throws ConfigException {
        Map<String, YamlValue> keys = section(
                section,
                YamlKeys.names(YamlKeys.MASTER, YamlKeys.names(YamlKeys.MONITOR).toArray(String[]::new)));
        if (!section.isMap()) {
            return;
        }
        attempt(() -> addMonitor(name, section, keys));
        attempt(() -> checkOneSource(YamlKeys.MASTER, keys));
        keys.forEach((key, value) -> {
            if (YamlKey.named(YamlKeys.MASTER, key).isPresent()) {
                attempt(() -> read(YamlKeys.MASTER, key, value, List.of("sentinel"), List.of(name)));
            }
        });
    }

    private void addMonitor(String name, YamlValue section, Map<String, YamlValue> keys) throws ConfigException {
        String quorum = required(section, keys, "quorum").numberOr(MasterSettings.AUTO);
        YamlValue address = keys.get("address");
        if (address == null) {
            YamlValue host = required(section, keys, "host");
            String port = required(section, keys, "port").number();
            addMonitor(host, name, host.text(), port, quorum);
            return;
        }
        if (keys.containsKey("host") || keys.containsKey("port")) {
            throw address.error("'address' stands for 'host' and 'port'; only one form can be used", Optional.empty());
        }
        String text = address.text();
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw address.error("expected address:port or [ipv6]:port, found '" + text + "'", Optional.empty());
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.indexOf(':') >= 0 && !bracketed) {
            throw address.error("an IPv6 address needs brackets before a port: [" + host + "]", Optional.empty());
        }
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        addMonitor(address, name, bare, text.substring(colon + 1), quorum);
    }

    private void addMonitor(YamlValue at, String name, String host, String port, String quorum) {
        lines.add(at.line(ConfWords.join(List.of("sentinel", "monitor", name, host, port, quorum))));
    }

    private void readDirective(YamlValue line) throws ConfigException {
        List<String> words = line.words();
        boolean isState = words.size() > 1
                && words.get(0).equalsIgnoreCase("sentinel")
                && STATE.contains(words.get(1).toLowerCase(Locale.ROOT));
        if (isState) {
            throw line.error(
                    "'sentinel " + words.get(1) + "' is state and belongs into the state file", Optional.empty());
        }
        lines.add(line.line(ConfWords.join(words)));
    }

    private static YamlValue required(YamlValue section, Map<String, YamlValue> keys, String key)
            throws ConfigException {
        YamlValue value = keys.get(key);
        if (value == null) {
            throw section.error("'" + key + "' is missing", Optional.empty());
        }
        return value;
    }
}
