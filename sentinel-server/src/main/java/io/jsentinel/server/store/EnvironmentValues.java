package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The values that variables of the environment have, by the name of our own variable, wherever each came from. */
final class EnvironmentValues {

    /** Kubernetes gives every container such variables for each Service: a Service "jsentinel" makes JSENTINEL_PORT. */
    private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private static final List<String> TRUE = List.of("yes", "true", "1", "on");
    private static final List<String> FALSE = List.of("no", "false", "0", "off");

    private final Map<String, String> variables;
    private final References references;
    private final Map<String, Value> values = new LinkedHashMap<>();

    /**
     * One value.
     *
     * @param variable the variable that says it, as people wrote it
     * @param text one char per byte
     * @param file the file that it was read from, if it was
     */
    record Value(String variable, String text, Optional<Path> file) {

        /** The error that this value is. */
        ConfigException error(String reason) {
            return EnvironmentValues.error(variable, reason);
        }

        /** Never shows the value, which may be a secret. */
        @Override
        public String toString() {
            return "Value[variable=" + variable + "]";
        }
    }

    /**
     * Nothing taken yet.
     *
     * @param variables the environment, as Java has it
     */
    EnvironmentValues(Map<String, String> variables) {
        this.variables = variables;
        this.references = new References(Path.of("").toAbsolutePath(), variables);
    }

    /** An error about a variable. */
    static ConfigException error(String variable, String reason) {
        return new ConfigException(ConfLine.ENVIRONMENT + variable, 1, "", reason, Optional.empty());
    }

    /**
     * Takes what a variable says for a setting, unless the setting has a value already.
     *
     * @param setting the setting
     * @param variable the variable that is looked at; with the ending _FILE it names a file with the value, which counts more
     * @throws ConfigException when such a file cannot be used
     */
    void take(EnvironmentVariable setting, String variable) throws ConfigException {
        if (values.containsKey(setting.name())) {
            return;
        }
        Optional<Value> found = fromFile(variable);
        if (found.isEmpty()) {
            found = text(variable)
                    .map(text -> new Value(variable, remembered(setting, variable, text), Optional.empty()));
        }
        found.ifPresent(value -> values.put(setting.name(), value));
    }

    /** Says a setting, whatever was said before. */
    void put(String setting, Value value) {
        values.put(setting, value);
    }

    /** Says a setting that nothing was said of. */
    void putIfAbsent(String setting, Value value) {
        values.putIfAbsent(setting, value);
    }

    /** Whether nothing is said of any setting. */
    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value of a setting, by our own variable. */
    Optional<Value> of(String setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** A variable as it is; nothing when it is not set, empty, or made by Kubernetes for a Service. */
    Optional<String> text(String variable) {
        return Optional.ofNullable(variables.get(variable))
                .filter(text -> !text.isEmpty() && !SERVICE_LINK.matcher(text).matches())
                .map(ByteText::fromUnicode);
    }

    /** Whether a variable is set to a word for yes. @throws ConfigException when it is neither that nor a word for no */
    boolean isTrue(String variable) throws ConfigException {
        Optional<String> text = text(variable);
        if (text.isEmpty()) {
            return false;
        }
        return yesOrNo(text.get())
                .orElseThrow(() -> error(variable, "expected yes, true or 1, or no, false or 0"))
                .equals("yes");
    }

    /** The word of sentinel.conf for a yes or a no in any of the usual forms. */
    static Optional<String> yesOrNo(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        if (TRUE.contains(small)) {
            return Optional.of("yes");
        }
        return FALSE.contains(small) ? Optional.of("no") : Optional.empty();
    }

    /** An error without any secret that was given out. */
    ConfigException conceal(ConfigException error) {
        return references.conceal(error);
    }

    private Optional<Value> fromFile(String variable) throws ConfigException {
        String name = variable + EnvironmentVariable.FILE_ENDING;
        Optional<String> path = text(name);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Value(name, references.secretIn(path.get()), Optional.of(references.file(path.get()))));
        } catch (References.Dangling e) {
            throw error(name, e.getMessage());
        }
    }

    /** Takes note of a secret, so that no error shows it. */
    private String remembered(EnvironmentVariable setting, String variable, String text) {
        if (setting.isSecret()) {
            references.give(text, "${" + variable + "}");
        }
        return text;
    }
}
