package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said about a configuration before it is used. Nothing is created or changed.
 *
 * @param errors everything that is wrong; with any, the daemon would not start
 * @param configuration what it says, when nothing is wrong
 */
public record ConfigCheck(List<ConfigException> errors, Optional<Configuration> configuration) {

    /** The most errors that are looked for. */
    public static final int MAX_ERRORS = 100;

    public ConfigCheck {
        errors = List.copyOf(errors);
    }

    /**
     * Looks at a configuration.
     *
     * @param input YAML or {@code sentinel.conf}
     * @param overrides lines made of the command line's options; they win
     */
    public static ConfigCheck of(ConfigInput input, List<String> overrides) {
        return input.isYaml()
                ? ofYaml(input.text(), input.file(), overrides)
                : withState(ofLines(input.text().lines(), overrides), input.file());
    }

    private static ConfigCheck withState(ConfigCheck check, Optional<Path> file) {
        if (check.configuration().isEmpty() || file.isEmpty()) {
            return check;
        }
        try {
            Configuration merged =
                    ConfFile.withStateBeside(check.configuration().get(), file.get());
            return new ConfigCheck(List.of(), Optional.of(merged));
        } catch (ConfigException e) {
            return failed(e);
        }
    }

    /** That of a configuration that could not even be read. */
    public static ConfigCheck failed(ConfigException error) {
        return new ConfigCheck(List.of(error), Optional.empty());
    }

    private static ConfigCheck ofLines(List<ConfLine> file, List<String> overrides) {
        Environment environment;
        EnvironmentLines all;
        try {
            environment = Environment.read(System.getenv());
            all = environment.over(file);
        } catch (ConfigException e) {
            return failed(e);
        }
        List<ConfigException> errors = new ArrayList<>();
        List<ConfLine> rest = new ArrayList<>(all.lines());
        rest.addAll(ConfReader.commandLine(overrides));
        while (errors.size() < MAX_ERRORS) {
            try {
                Configuration read = ConfReader.read(rest, new DiskFiles());
                List<String> notices = new ArrayList<>(read.notices());
                notices.addAll(all.notices());
                Configuration configuration = read.with(read.sentinel(), read.server(), notices);
                // Users are made of their lines, and of the ACL file, only afterwards; a daemon stops there, too.
                Accounts.load(configuration.server());
                return new ConfigCheck(errors, errors.isEmpty() ? Optional.of(configuration) : Optional.empty());
            } catch (ConfigException e) {
                errors.add(environment.conceal(e));
                if (!removeCause(rest, e)) {
                    break;
                }
            }
        }
        return new ConfigCheck(errors, Optional.empty());
    }

    /** Takes a wrong line out, so that the next error shows; with a master's line goes all that would miss it. */
    private static boolean removeCause(List<ConfLine> lines, ConfigException error) {
        for (int i = 0; i < lines.size(); i++) {
            ConfLine line = lines.get(i);
            boolean isCause = line.number() == error.line()
                    && line.file().equals(error.file())
                    && line.error("").text().equals(error.text());
            if (isCause) {
                lines.remove(i);
                List<String> words = ConfWords.split(line.text()).orElse(List.of());
                if (words.size() > 2 && words.get(1).equalsIgnoreCase("monitor")) {
                    lines.removeIf(other -> isOf(words.get(2), other));
                }
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String master, ConfLine line) {
        List<String> words = ConfWords.split(line.text()).orElse(List.of());
        return words.size() > 3
                && words.get(0).equalsIgnoreCase("sentinel")
                && !words.get(1).equalsIgnoreCase("monitor")
                && words.get(2).equals(master);
    }

    private static ConfigCheck ofYaml(ConfText text, Optional<Path> file, List<String> overrides) {
        Path folder = file.map(path -> path.toAbsolutePath().getParent()).orElse(Path.of(""));
        List<ConfigException> errors = new ArrayList<>();
        try {
            YamlFile yaml = YamlFile.scan(text, folder, System.getenv());
            errors.addAll(yaml.errors());
            ConfigCheck lines = ofLines(yaml.lines(), overrides);
            lines.errors().forEach(error -> errors.add(yaml.conceal(error)));
            if (errors.isEmpty() && file.isPresent()) {
                Optional<ConfText> state = YamlConfig.stateOf(file.get(), yaml);
                if (state.isPresent()) {
                    return new ConfigCheck(
                            List.of(),
                            Optional.of(StateOverlay.apply(
                                    lines.configuration().orElseThrow(), ConfFile.stateIn(state.get()))));
                }
            }
            return new ConfigCheck(errors, errors.isEmpty() ? lines.configuration() : Optional.empty());
        } catch (ConfigException e) {
            errors.add(e);
            return new ConfigCheck(errors, Optional.empty());
        }
    }
}
