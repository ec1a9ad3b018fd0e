package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reader of {@code sentinel.conf}: takes what Redis takes, and refuses in Redis' words what it refuses. */
public final class ConfReader {

    /** How deep files may include each other. */
    public static final int MAX_INCLUDE_DEPTH = 16;

    private static final String BAD_DIRECTIVE = "Bad directive or wrong number of arguments";

    private final Disk disk;
    private final ServerDirectives server;
    private final SentinelDirectives sentinel;
    private final Notices notices = new Notices();

    /** Every line that was read, as its words. */
    private final List<List<String>> statements = new ArrayList<>();

    private ConfReader(Disk disk, Personality said) {
        this.disk = disk;
        this.server = new ServerDirectives(disk, said);
        this.sentinel = new SentinelDirectives(disk);
    }

    /**
     * Reads a file.
     *
     * @param file the file itself
     * @param overrides lines made of the command line's options, read after the file so that they win
     * @param disk answers questions about other files
     * @throws ConfigException for the first thing that is wrong
     */
    public static Configuration read(ConfText file, List<String> overrides, Disk disk) throws ConfigException {
        return read(file, List.of(), overrides, disk);
    }

    /**
     * Reads a file and other texts.
     *
     * @param file the file itself
     * @param more texts that are read after it, so that they win
     * @param overrides lines made of the command line's options, read last
     * @param disk answers questions about other files
     * @throws ConfigException for the first thing that is wrong
     */
    public static Configuration read(ConfText file, List<ConfText> more, List<String> overrides, Disk disk)
            throws ConfigException {
        List<ConfLine> lines = new ArrayList<>(file.lines());
        more.forEach(text -> lines.addAll(text.lines()));
        lines.addAll(commandLine(overrides));
        return read(lines, disk);
    }

    /** The lines that were made of the command line's options. */
    public static List<ConfLine> commandLine(List<String> overrides) {
        List<ConfLine> lines = new ArrayList<>();
        for (int i = 0; i < overrides.size(); i++) {
            lines.add(new ConfLine(ConfLine.COMMAND_LINE, i + 1, ConfWords.trim(overrides.get(i))));
        }
        return lines;
    }

    /**
     * Reads lines that are neither blank nor comments.
     *
     * @param lines in the order in which they count
     * @param disk answers questions about other files
     * @throws ConfigException for the first thing that is wrong
     */
    public static Configuration read(List<ConfLine> lines, Disk disk) throws ConfigException {
        Personality said = personalityIn(lines);
        try {
            return new ConfReader(disk, said).configuration(lines);
        } catch (ConfigException e) {
            throw e.saidBy(said, lines.isEmpty() ? e.file() : lines.get(0).file());
        }
    }

    /**
     * The statements of a file, with those of the files that it includes in place of the {@code include} lines.
     *
     * @param disk answers questions about other files
     * @return the words of each, the first one in small letters, in the order in which they count
     * @throws ConfigException for the first thing that is wrong
     */
    public static List<List<String>> statements(ConfText file, Disk disk) throws ConfigException {
        ConfReader reader = new ConfReader(disk, personalityIn(file.lines()));
        reader.configuration(file.lines());
        return List.copyOf(reader.statements);
    }

    private Configuration configuration(List<ConfLine> lines) throws ConfigException {
        readLines(lines, 0);
        ServerConfig serverConfig = server.toConfig();
        SentinelConfig sentinelConfig = sentinel.toConfig(server.dir(), serverConfig.sidecar());
        Optional<String> logProblem = logProblem(serverConfig);
        if (logProblem.isPresent()) {
            throw new ConfigException(
                    lines.isEmpty() ? "" : lines.get(0).file(), 0, "", logProblem.get(), Optional.empty());
        }
        return new Configuration(
                sentinelConfig, serverConfig, notices.about(sentinelConfig, serverConfig), notices.named());
    }

    private Optional<String> logProblem(ServerConfig config) {
        return config.logFile().isEmpty()
                ? Optional.empty()
                : disk.logProblem(config.logFile(), config.dir()).map(reason -> "Can't open the log file: " + reason);
    }

    /** Whose words errors are said in: the last {@code compat-version}, wherever among the lines an error is. */
    private static Personality personalityIn(List<ConfLine> lines) {
        Personality said = Personality.DEFAULT;
        for (ConfLine line : lines) {
            List<String> words = ConfWords.split(line.text()).orElse(List.of());
            if (words.size() == 2 && words.get(0).equalsIgnoreCase("compat-version")) {
                said = Personality.named(words.get(1)).orElse(said);
            }
        }
        return said;
    }

    private void readLines(List<ConfLine> lines, int depth) throws ConfigException {
        for (ConfLine line : lines) {
            List<String> words = new ArrayList<>(ConfWords.split(line.text())
                    .orElseThrow(() -> line.error("Unbalanced quotes in configuration line")));
            if (!words.isEmpty()) {
                words.set(0, words.get(0).toLowerCase(Locale.ROOT));
                readLine(line, words, depth);
            }
        }
    }

    private void readLine(ConfLine line, List<String> words, int depth) throws ConfigException {
        checkWords(line, words);
        if (!words.get(0).equals("include")) {
            statements.add(List.copyOf(words));
        }
        switch (words.get(0)) {
            case "include" -> include(line, words.get(1), depth);
            case "sentinel" -> {
                checkPlace(line, words, depth);
                sentinel.queue(line, words);
            }
            default -> {
                server.apply(line, words);
                notices.heard(words);
            }
        }
    }

    private static void checkWords(ConfLine line, List<String> words) throws ConfigException {
        String name = words.get(0);
        if (!DirectiveTable.NAMES.contains(name)) {
            throw line.error(BAD_DIRECTIVE, Nearest.to(name, DirectiveTable.NAMES));
        }
        boolean specialIsWrong = switch (name) {
            case "include" -> words.size() != 2;
            case "rename-command" -> words.size() != 3;
            case "user", "loadmodule" -> words.size() < 2;
            default -> false;
        };
        if (specialIsWrong) {
            throw line.error(BAD_DIRECTIVE);
        }
    }

    /**
     * Refuses state in an included file. It is saved in the main file, so the next start would meet it twice and stop;
     * Redis finds that out only then.
     */
    private static void checkPlace(ConfLine line, List<String> words, int depth) throws ConfigException {
        String statement = words.size() > 1 ? words.get(1).toLowerCase(Locale.ROOT) : "";
        boolean isState = statement.equals("monitor") || statement.startsWith("known-");
        if (depth > 0 && isState) {
            throw line.error("This line must stand in the main file and not in an included one: "
                    + "it is saved there, and would be there twice at the next start.");
        }
    }

    private void include(ConfLine line, String pattern, int depth) throws ConfigException {
        if (depth >= MAX_INCLUDE_DEPTH) {
            throw line.error("Files include each other more than " + MAX_INCLUDE_DEPTH + " levels deep.");
        }
        for (ConfText file : disk.include(pattern, server.dir())) {
            readLines(file.lines(), depth + 1);
        }
    }
}
