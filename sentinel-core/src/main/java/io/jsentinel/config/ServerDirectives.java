package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The directives about the process around the core, collected line by line; of repeated ones the last wins. */
final class ServerDirectives {

    private static final List<String> LOG_LEVELS = List.of("debug", "verbose", "notice", "warning", "nothing");
    private static final int MAX_BIND = 16;

    /** The largest value of an unsigned int of C. */
    private static final long MAX_UNSIGNED = 0xffff_ffffL;

    private final Disk disk;
    private int port = ServerConfig.DEFAULT.port();
    private List<String> bind = ServerConfig.DEFAULT.bind();
    private Optional<String> requirePass = ServerConfig.DEFAULT.requirePass();
    private boolean protectedMode = ServerConfig.DEFAULT.protectedMode();
    private int maxClients = ServerConfig.DEFAULT.maxClients();
    private int timeoutSeconds = ServerConfig.DEFAULT.timeoutSeconds();
    private int tcpBacklog = ServerConfig.DEFAULT.tcpBacklog();
    private int tcpKeepaliveSeconds = ServerConfig.DEFAULT.tcpKeepaliveSeconds();
    private String logFile = ServerConfig.DEFAULT.logFile();
    private String logLevel = ServerConfig.DEFAULT.logLevel();
    private String dir = ServerConfig.DEFAULT.dir();
    private String pidFile = ServerConfig.DEFAULT.pidFile();
    private Personality personality = ServerConfig.DEFAULT.personality();

    ServerDirectives(Disk disk) {
        this.disk = disk;
    }

    /**
     * Takes a line whose number of words is right; one that is not about these settings changes nothing.
     *
     * @param words the name in small letters, then the values
     * @throws ConfigException when a value is not of its setting's type or range
     */
    void apply(ConfLine line, List<String> words) throws ConfigException {
        String value = words.size() > 1 ? words.get(1) : "";
        switch (words.get(0)) {
            case "port" -> port = integer(line, value, 0, 65535);
            case "bind" -> bind = addresses(line, words);
            case "requirepass" -> requirePass = Optional.of(value).filter(password -> !password.isEmpty());
            case "protected-mode" -> protectedMode = yesOrNo(line, value);
            case "maxclients" -> maxClients = integer(line, value, 1, MAX_UNSIGNED);
            case "timeout" -> timeoutSeconds = integer(line, value, 0, Integer.MAX_VALUE);
            case "tcp-backlog" -> tcpBacklog = integer(line, value, 0, Integer.MAX_VALUE);
            case "tcp-keepalive" -> tcpKeepaliveSeconds = integer(line, value, 0, Integer.MAX_VALUE);
            case "logfile" -> logFile = value;
            case "loglevel" -> logLevel = level(line, value);
            case "dir" -> dir = folder(line, value);
            case "pidfile" -> pidFile = value;
            case "compat-version" -> personality = personality(line, value);
            default -> {
                // Accepted by name and without effect here.
            }
        }
    }

    /** The working directory as of the last line read; empty = the process's own. */
    String dir() {
        return dir;
    }

    ServerConfig toConfig() {
        return new ServerConfig(
                port,
                bind,
                requirePass,
                protectedMode,
                maxClients,
                timeoutSeconds,
                tcpBacklog,
                tcpKeepaliveSeconds,
                logFile,
                logLevel,
                dir,
                pidFile,
                personality);
    }

    /** A number in a range; one that a Java int cannot hold becomes the largest int. */
    private static int integer(ConfLine line, String value, long least, long most) throws ConfigException {
        OptionalLong number = ConfNumbers.strict(value);
        if (number.isEmpty()) {
            throw line.error("argument couldn't be parsed into an integer");
        }
        if (number.getAsLong() < least || number.getAsLong() > most) {
            throw line.error("argument must be between " + least + " and " + most + " inclusive");
        }
        return (int) Math.min(number.getAsLong(), Integer.MAX_VALUE);
    }

    private static boolean yesOrNo(ConfLine line, String value) throws ConfigException {
        if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
            throw line.error("argument must be 'yes' or 'no'");
        }
        return value.equalsIgnoreCase("yes");
    }

    private static String level(ConfLine line, String value) throws ConfigException {
        String level = value.toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw line.error(
                    "argument(s) must be one of the following: " + String.join(", ", LOG_LEVELS),
                    Nearest.to(level, LOG_LEVELS));
        }
        return level;
    }

    private static Personality personality(ConfLine line, String value) throws ConfigException {
        return Personality.named(value)
                .orElseThrow(() -> line.error(
                        "argument(s) must be one of the following: " + String.join(", ", Personality.names()),
                        Nearest.to(value, Personality.names())));
    }

    /** The addresses of a {@code bind} line; one quoted word may hold several. An empty word binds to nothing. */
    private static List<String> addresses(ConfLine line, List<String> words) throws ConfigException {
        List<String> addresses = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            for (String address : word.split(" ")) {
                if (!address.isEmpty()) {
                    addresses.add(address);
                }
            }
        }
        if (addresses.size() > MAX_BIND) {
            throw line.error("Too many bind addresses specified.");
        }
        return addresses;
    }

    private String folder(ConfLine line, String value) throws ConfigException {
        String path = dir.isEmpty() || value.startsWith("/") ? value : dir + "/" + value;
        Optional<String> problem = disk.dirProblem(path);
        if (value.isEmpty() || problem.isPresent()) {
            throw line.error(problem.orElse("No such file or directory"));
        }
        return path;
    }
}
