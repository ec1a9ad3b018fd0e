package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code sentinel.conf} on disk: configuration and state in one file, or the state in another. */
public final class ConfFile {

    /** What errors call the text that comes from standard input. */
    static final String STANDARD_INPUT = "standard input";

    private ConfFile() {}

    /**
     * Loads a file.
     *
     * @param sources what is read after it
     * @param given the file
     * @throws ConfigException when the file cannot be read, when it says something wrong, or when there is no place for
     *     the state
     */
    static LoadedConfig load(ConfigSources sources, Path given) throws ConfigException {
        ConfText text = DiskFiles.read(given);
        List<ConfLine> lines = new ArrayList<>(text.lines());
        sources.standardInput().ifPresent(typed -> lines.addAll(new ConfText(STANDARD_INPUT, typed).lines()));
        Environment environment = Environment.read(sources.environment());
        EnvironmentLines all = environment.over(lines);
        Configuration configuration = environment.configuration(all, sources.overrides());
        // Absolute from the start, so that nothing that happens to the working directory moves it.
        Path file = given.toAbsolutePath();
        Optional<StatePlace> place = StatePlace.of(file, sources.stateDir());
        LoadedConfig loaded = place.isEmpty()
                ? new LoadedConfig(configuration, file, text.text(), new ConfWriter()::write)
                : withStateElsewhere(configuration, file, place.get());
        return loaded.withSecretFiles(all.secretFiles());
    }

    private static LoadedConfig withStateElsewhere(Configuration settings, Path file, StatePlace place)
            throws ConfigException {
        Optional<ConfText> saved =
                Files.exists(place.file()) ? Optional.of(DiskFiles.read(place.file())) : Optional.empty();
        Configuration merged = saved.isPresent() ? StateOverlay.apply(settings, stateIn(saved.get())) : settings;
        List<String> notices = new ArrayList<>(merged.notices());
        notices.add(ByteText.of(file) + " is not written: the state goes to " + ByteText.of(place.file())
                + ", and what SENTINEL SET, MONITOR and REMOVE change of the settings lasts until the next start");
        if (place.isTemporary()) {
            notices.add("that folder may be cleared by the system, and votes with it: choose another with --state-dir");
        }
        String header = "# What the jsentinel that is configured by " + ByteText.of(file)
                + " remembers. Settings do not belong here.\n";
        return new LoadedConfig(
                merged.with(merged.sentinel(), merged.server(), notices),
                place.file(),
                saved.map(ConfText::text).orElse(header),
                StateOverlay.rewriter(settings));
    }

    /**
     * What a state file remembers.
     *
     * @throws ConfigException when it cannot be read, or does not say who we are: votes that were given stand there
     */
    static Configuration stateIn(ConfText text) throws ConfigException {
        Configuration state = ConfReader.read(text, List.of(), new DiskFiles());
        if (state.sentinel().myId().isEmpty()) {
            throw new ConfigException(
                    text.name(),
                    0,
                    "",
                    "State file " + text.name() + " is damaged: it does not say who we are. Restore it, or remove it to"
                            + " start as a new sentinel.",
                    Optional.empty());
        }
        return state;
    }

    /**
     * The settings with the state laid over them that is kept beside the file, as it is when the file was read-only once.
     *
     * @throws ConfigException when that state cannot be used
     */
    static Configuration withStateBeside(Configuration settings, Path file) throws ConfigException {
        Path beside = StatePlace.beside(file.toAbsolutePath());
        return Files.isRegularFile(beside) ? StateOverlay.apply(settings, stateIn(DiskFiles.read(beside))) : settings;
    }
}
