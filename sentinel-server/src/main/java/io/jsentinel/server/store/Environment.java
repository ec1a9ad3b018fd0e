package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.Nearest;
import io.jsentinel.server.store.EnvironmentValues.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What variables of the environment say of the configuration. They win over the file, and options of the command line
 * over them. All names are in docs/environment.md.
 */
public final class Environment {

    /** Variables that are no settings of the daemon's file: they say how it is started, built or tested. */
    static final List<String> ABOUT_THE_START = List.of(
            EnvironmentVariable.ALIASES,
            EnvironmentVariable.CONFIG_FILE,
            EnvironmentVariable.PREFIX + "STATE_DIR",
            EnvironmentVariable.PREFIX + "SERVICE_ACCOUNT_DIR",
            EnvironmentVariable.PREFIX + "DNS_SERVERS",
            EnvironmentVariable.PREFIX + "CGROUPS",
            EnvironmentVariable.PREFIX + "IN_BACKGROUND",
            EnvironmentVariable.PREFIX + "JAR",
            EnvironmentVariable.PREFIX + "JAVA_OPTS");

    private static final Pattern SERVICE_LINK_NAME =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

    private final EnvironmentValues values;
    private final List<String> systems;
    private final List<String> notices;

    private Environment(EnvironmentValues values, List<String> systems, List<String> notices) {
        this.values = values;
        this.systems = systems;
        this.notices = notices;
    }

    /**
     * Reads an environment.
     *
     * @param variables as Java has them
     * @throws ConfigException when a variable says something that cannot be followed
     */
    public static Environment read(Map<String, String> variables) throws ConfigException {
        EnvironmentValues values = new EnvironmentValues(variables);
        if (isSilent(variables)) {
            return new Environment(values, List.of(), List.of());
        }
        List<String> systems = systems(values);
        for (EnvironmentVariable setting : EnvironmentVariable.ALL) {
            values.take(setting, setting.name());
        }
        for (EnvironmentAlias alias : EnvironmentAlias.of(systems)) {
            boolean counts = alias.isSetting() && (alias.gate().isEmpty() || values.isTrue(alias.gate()));
            if (counts) {
                values.take(EnvironmentVariable.named(alias.target()).orElseThrow(), alias.name());
            }
        }
        List<String> notices = new ArrayList<>(EnvironmentPresets.apply(values, systems));
        notices.addAll(unknown(variables));
        return new Environment(values, systems, notices);
    }

    /** Whether no variable can say a setting, as on most machines: then the start need not know what all of them mean. */
    private static boolean isSilent(Map<String, String> variables) {
        for (String name : variables.keySet()) {
            boolean mayBeSetting = name.startsWith(EnvironmentVariable.PREFIX) && !ABOUT_THE_START.contains(name);
            if (mayBeSetting || name.equals(EnvironmentVariable.ALIASES) || name.equals(EnvironmentAlias.SERVICE)) {
                return false;
            }
        }
        return true;
    }

    /** The configuration file that it names, with the names of other systems only if they were asked for. */
    public Optional<Path> configFile() throws ConfigException {
        return EnvironmentPresets.configFile(values, systems);
    }

    /**
     * The lines of a configuration with those of the environment.
     *
     * @param file the lines of the file, in the form of {@code sentinel.conf}; none when there is no file
     * @throws ConfigException when a value is of another kind
     */
    EnvironmentLines over(List<ConfLine> file) throws ConfigException {
        if (values.isEmpty()) {
            return new EnvironmentLines(file, List.of(), notices);
        }
        EnvironmentMonitor monitor = EnvironmentMonitor.of(values, file);
        List<ConfLine> lines = new ArrayList<>(monitor.fileLines());
        List<SecretFile> secrets = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        lines.addAll(monitor.ownLines());
        for (EnvironmentVariable setting : EnvironmentVariable.ALL) {
            Optional<Value> value = values.of(setting.name());
            if (value.isEmpty() || setting.scope() == EnvironmentVariable.Scope.MONITOR) {
                continue;
            }
            if (setting.scope() == EnvironmentVariable.Scope.MASTER && !monitor.isMonitored()) {
                idle.add(value.get().variable());
                continue;
            }
            List<String> head = head(setting, monitor.name());
            lines.add(line(setting, value.get(), head));
            if (setting.isSecret() && value.get().file().isPresent()) {
                secrets.add(new SecretFile(
                        value.get().file().get(), head, value.get().text()));
            }
        }
        List<String> said = new ArrayList<>(notices);
        if (!idle.isEmpty()) {
            said.add(String.join(", ", idle) + ": without effect, since no master '" + monitor.name()
                    + "' is monitored");
        }
        return new EnvironmentLines(lines, secrets, said);
    }

    /**
     * What all lines together say, and the options of the command line after them.
     *
     * @throws ConfigException for the first thing that is wrong; it shows no secret
     */
    Configuration configuration(EnvironmentLines all, List<String> overrides) throws ConfigException {
        List<ConfLine> lines = new ArrayList<>(all.lines());
        lines.addAll(ConfReader.commandLine(overrides));
        Configuration read;
        try {
            read = ConfReader.read(lines, new DiskFiles());
        } catch (ConfigException e) {
            throw conceal(e);
        }
        List<String> said = new ArrayList<>(read.notices());
        said.addAll(all.notices());
        return read.with(read.sentinel(), read.server(), said);
    }

    /** An error without any secret that a variable or its file holds. */
    ConfigException conceal(ConfigException error) {
        return values.conceal(error);
    }

    private static List<String> head(EnvironmentVariable setting, String master) {
        String directive = setting.key().name();
        return switch (setting.scope()) {
            case PROCESS, MONITOR -> List.of(directive);
            case SENTINEL -> List.of("sentinel", directive);
            case MASTER -> List.of("sentinel", directive, master);
        };
    }

    private static ConfLine line(EnvironmentVariable setting, Value value, List<String> head) throws ConfigException {
        List<String> words = new ArrayList<>(head);
        words.addAll(words(setting.key(), value));
        return new ConfLine(ConfLine.ENVIRONMENT + value.variable(), 1, ConfWords.join(words));
    }

    private static List<String> words(YamlKey key, Value value) throws ConfigException {
        String text = value.text();
        return switch (key.kind()) {
            case NUMBER -> List.of(number(value));
            case YES_NO ->
                List.of(EnvironmentValues.yesOrNo(text).orElseThrow(() -> value.error("expected yes or no")));
            case CHOICE -> List.of(choice(key, value));
            case WORDS -> ConfWords.split(text).orElseThrow(() -> value.error("the quotes are not in balance"));
            default -> List.of(text);
        };
    }

    /** A whole number, which Redis' own reading of {@code sentinel} lines would not insist on. */
    static String number(Value value) throws ConfigException {
        if (!value.text().matches("-?\\d{1,19}")) {
            throw value.error("expected a whole number");
        }
        return value.text();
    }

    private static String choice(YamlKey key, Value value) throws ConfigException {
        String small = value.text().toLowerCase(Locale.ROOT);
        if (key.choices().contains(small)) {
            return small;
        }
        return EnvironmentValues.yesOrNo(small)
                .filter(key.choices()::contains)
                .orElseThrow(() -> value.error("expected one of " + String.join(", ", key.choices())));
    }

    private static List<String> systems(EnvironmentValues values) throws ConfigException {
        List<String> systems = new ArrayList<>();
        for (String word : values.text(EnvironmentVariable.ALIASES).orElse("").split("[, ]+")) {
            if (!word.isEmpty() && !EnvironmentAlias.SYSTEMS.contains(word)) {
                throw EnvironmentValues.error(
                        EnvironmentVariable.ALIASES,
                        "expected some of " + String.join(", ", EnvironmentAlias.SYSTEMS) + " with commas between");
            }
            if (!word.isEmpty() && !systems.contains(word)) {
                systems.add(word);
            }
        }
        // POD_NAME stands in many manifests: it makes a sidecar only where the service of a set is named, too.
        boolean isOfASet = values.text(EnvironmentAlias.SERVICE).isPresent()
                || values.text(EnvironmentVariable.SIDECAR_SERVICE).isPresent();
        if (isOfASet && !systems.contains(EnvironmentAlias.DOWNWARD_API)) {
            systems.add(0, EnvironmentAlias.DOWNWARD_API);
        }
        return systems;
    }

    /** What must be said of variables that look like ours and are none: a typing error would go unnoticed for long. */
    private static List<String> unknown(Map<String, String> variables) {
        List<String> names = EnvironmentVariable.names();
        List<String> notices = new ArrayList<>();
        for (String variable : new TreeSet<>(variables.keySet())) {
            String stem = variable.endsWith(EnvironmentVariable.FILE_ENDING)
                    ? variable.substring(0, variable.length() - EnvironmentVariable.FILE_ENDING.length())
                    : variable;
            boolean isStrange = variable.startsWith(EnvironmentVariable.PREFIX)
                    && !names.contains(variable)
                    && EnvironmentVariable.named(stem).isEmpty()
                    && !SERVICE_LINK_NAME.matcher(variable).matches();
            if (isStrange) {
                notices.add("environment variable " + variable + " is not known"
                        + Nearest.to(variable, names)
                                .map(name -> " (did you mean " + name + "?)")
                                .orElse(""));
            }
        }
        return notices;
    }
}
