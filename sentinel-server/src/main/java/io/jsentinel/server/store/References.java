package io.jsentinel.server.store;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a YAML file refers to instead of saying it: variables of the environment ({@code ${NAME}}) and files that hold one
 * secret each. It remembers what it gave out, so that no error shows it.
 */
final class References {

    /** The longest secret in a file, in bytes. */
    static final int MAX_SECRET_BYTES = 4096;

    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Path folder;
    private final Map<String, String> environment;

    /** What stands for each value that was given out. */
    private final Map<String, String> given = new LinkedHashMap<>();

    private final List<String> used = new ArrayList<>();

    /**
     * Nothing referred to yet.
     *
     * @param folder the one that relative paths start from
     * @param environment the variables, as Java has them
     */
    References(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** A reference that leads nowhere. */
    static final class Dangling extends Exception {

        private static final long serialVersionUID = 1L;

        private Dangling(String reason) {
            super(reason);
        }
    }

    /**
     * A text with the values of the variables that it names; {@code $${} stands for {@code ${}.
     *
     * @param text one char per byte
     * @throws Dangling when a variable is not set, or a name is none
     */
    String expand(String text) throws Dangling {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int at = 0;
        while (matcher.find(at)) {
            expanded.append(text, at, matcher.start());
            if (!matcher.group(1).isEmpty()) {
                expanded.append("${");
                at = matcher.start() + 3;
                continue;
            }
            expanded.append(variable(matcher));
            at = matcher.end();
        }
        return expanded.append(text.substring(at)).toString();
    }

    private String variable(Matcher reference) throws Dangling {
        String name = reference.group(2);
        if (reference.group(3).isEmpty() || !NAME.matcher(name).matches()) {
            throw new Dangling("'${' must be followed by the name of a variable and '}'; write '$${' for '${' itself");
        }
        String value = environment.get(name);
        if (value == null) {
            throw new Dangling("the environment variable " + name + " is not set");
        }
        return remember(ByteText.fromUnicode(value), "${" + name + "}");
    }

    /**
     * The secret in a file: its text without the line end.
     *
     * @param path as it stands in the YAML file
     * @throws Dangling when it cannot be read, is empty or too long, or has a second line
     */
    String secretIn(String path) throws Dangling {
        Path file = file(path);
        ConfText text;
        try {
            text = DiskFiles.read(file);
        } catch (ConfigException e) {
            throw new Dangling(e.getMessage().replace(DiskFiles.CANNOT_OPEN, "can't open file"));
        }
        return remember(secret(path, text.text()), "the content of " + path);
    }

    /** The file that a path stands for. */
    Path file(String path) throws Dangling {
        try {
            return folder.resolve(ByteText.toPath(path));
        } catch (InvalidPathException e) {
            throw new Dangling("no file can have that name");
        }
    }

    /** The secret in the text of a file. */
    static String secret(String path, String text) throws Dangling {
        String secret = text.replaceFirst("\r?\n\\z", "");
        if (secret.isEmpty()) {
            throw new Dangling("the file '" + path + "' is empty");
        }
        if (secret.length() > MAX_SECRET_BYTES || secret.indexOf('\n') >= 0 || secret.indexOf('\0') >= 0) {
            throw new Dangling("the file '" + path + "' must hold one line of at most " + MAX_SECRET_BYTES + " bytes");
        }
        return secret;
    }

    /** The references that were followed, each once: {@code ${NAME}} or {@code the content of path}. */
    List<String> used() {
        return used.stream().distinct().toList();
    }

    /** An error without any value that was given out. */
    ConfigException conceal(ConfigException error) {
        ConfigException concealed = new ConfigException(
                error.file(),
                error.line(),
                conceal(error.text()),
                conceal(error.getMessage()),
                error.nearest().filter(name -> conceal(name).equals(name)));
        return concealed.saidBy(error.saidBy(), error.isIncluded() ? "" : error.file());
    }

    /** A text in which the reference stands for what it leads to. */
    String conceal(String text) {
        String concealed = text;
        for (Map.Entry<String, String> entry : given.entrySet()) {
            concealed = concealed.replace(entry.getKey(), entry.getValue());
        }
        return concealed;
    }

    /** Takes note of a value that was found elsewhere and must not be shown; {@code reference} stands for it. */
    void give(String value, String reference) {
        remember(value, reference);
    }

    private String remember(String value, String reference) {
        used.add(reference);
        if (!value.isEmpty()) {
            given.put(ConfWords.join(List.of(value)), reference);
            given.put(value, reference);
        }
        return value;
    }

    /** A text in a form that {@link #expand} leaves as it is. */
    static String escaped(String text) {
        return text.replace("${", "$${");
    }
}
