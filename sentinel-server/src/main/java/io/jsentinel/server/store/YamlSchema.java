package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the YAML form, and the lines of {@code sentinel.conf} that they stand for. */
final class YamlSchema {

    private static final List<String> NUMBERS =
            List.of("port", "maxclients", "timeout", "tcp-backlog", "tcp-keepalive");
    private static final List<String> TEXTS =
            List.of("requirepass", "loglevel", "logfile", "dir", "pidfile", "compat-version");
    private static final List<String> KEYS =
            joined(NUMBERS, TEXTS, List.of("bind", "protected-mode", "state-file", "sentinel", "masters"));

    private static final List<String> OWN_KEYS =
            List.of("announce-ip", "announce-port", "sentinel-user", "sentinel-pass", "deny-scripts-reconfig");

    private static final List<String> MASTER_NUMBERS =
            List.of("down-after-milliseconds", "failover-timeout", "parallel-syncs", "master-reboot-down-after-period");
    private static final List<String> MASTER_TEXTS =
            List.of("auth-user", "auth-pass", "notification-script", "client-reconfig-script");
    private static final List<String> MASTER_KEYS =
            joined(MASTER_NUMBERS, MASTER_TEXTS, List.of("address", "host", "port", "quorum", "rename-command"));

    private final Map<String, YamlValue> top;
    private final List<ConfLine> lines = new ArrayList<>();

    /**
     * Reads a file.
     *
     * @throws ConfigException for an unknown key or a value of another type
     */
    YamlSchema(YamlValue root) throws ConfigException {
        top = root.entries(KEYS);
        for (Map.Entry<String, YamlValue> entry : top.entrySet()) {
            readTop(entry.getKey(), entry.getValue());
        }
    }

    /** What the file says, as lines of {@code sentinel.conf}. */
    List<ConfLine> lines() {
        return lines;
    }

    /** The path of the state file, if the file names one. */
    Optional<YamlValue> stateFile() {
        return Optional.ofNullable(top.get("state-file"));
    }

    private void readTop(String key, YamlValue value) throws ConfigException {
        if (NUMBERS.contains(key)) {
            lines.add(value.line(key, value.number()));
        } else if (TEXTS.contains(key)) {
            lines.add(value.line(key, value.text()));
        } else if (key.equals("bind")) {
            List<String> words = new ArrayList<>(List.of(key));
            words.addAll(value.texts());
            lines.add(value.line(words.toArray(String[]::new)));
        } else if (key.equals("protected-mode")) {
            lines.add(value.line(key, value.yesOrNo()));
        } else if (key.equals("sentinel")) {
            readOwn(value);
        } else if (key.equals("masters")) {
            for (Map.Entry<String, YamlValue> master : value.entries().entrySet()) {
                readMaster(master.getKey(), master.getValue());
            }
        }
    }

    private void readOwn(YamlValue section) throws ConfigException {
        for (Map.Entry<String, YamlValue> entry : section.entries(OWN_KEYS).entrySet()) {
            YamlValue value = entry.getValue();
            String word = switch (entry.getKey()) {
                case "announce-port" -> value.number();
                case "deny-scripts-reconfig" -> value.yesOrNo();
                default -> value.text();
            };
            lines.add(value.line("sentinel", entry.getKey(), word));
        }
    }

    private void readMaster(String name, YamlValue section) throws ConfigException {
        Map<String, YamlValue> keys = section.entries(MASTER_KEYS);
        YamlValue quorum = required(section, keys, "quorum");
        addMonitor(name, section, keys, quorum.number());
        for (Map.Entry<String, YamlValue> entry : keys.entrySet()) {
            YamlValue value = entry.getValue();
            if (MASTER_NUMBERS.contains(entry.getKey())) {
                lines.add(value.line("sentinel", entry.getKey(), name, value.number()));
            } else if (MASTER_TEXTS.contains(entry.getKey())) {
                lines.add(value.line("sentinel", entry.getKey(), name, value.text()));
            } else if (entry.getKey().equals("rename-command")) {
                for (Map.Entry<String, YamlValue> command : value.entries().entrySet()) {
                    String newName = command.getValue().text();
                    lines.add(command.getValue().line("sentinel", "rename-command", name, command.getKey(), newName));
                }
            }
        }
    }

    private void addMonitor(String name, YamlValue section, Map<String, YamlValue> keys, String quorum)
            throws ConfigException {
        YamlValue address = keys.get("address");
        if (address == null) {
            YamlValue host = required(section, keys, "host");
            String port = required(section, keys, "port").number();
            lines.add(host.line("sentinel", "monitor", name, host.text(), port, quorum));
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
        lines.add(address.line("sentinel", "monitor", name, bare, text.substring(colon + 1), quorum));
    }

    private static YamlValue required(YamlValue section, Map<String, YamlValue> keys, String key)
            throws ConfigException {
        YamlValue value = keys.get(key);
        if (value == null) {
            throw section.error("'" + key + "' is missing", Optional.empty());
        }
        return value;
    }

    private static List<String> joined(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }
}
