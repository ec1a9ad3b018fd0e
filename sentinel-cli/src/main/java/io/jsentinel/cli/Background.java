package io.jsentinel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of {@code daemonize yes}. A JVM cannot fork, so the process that was started reads the configuration, tells
 * what is wrong with it, and starts a second one that reads it again and stays: in a session of its own where the
 * machine has {@code setsid}, deaf to hang-ups, with nothing to read and nobody to print to.
 */
final class Background {

    /** Tells the second process that it is the one that stays. */
    static final String MARK = "JSENTINEL_IN_BACKGROUND";

    private static final String HANG_UPS_IGNORED = "trap '' HUP; exec \"$@\"";

    private Background() {}

    /** Whether this process is the second one. */
    static boolean isHere() {
        return System.getenv(MARK) != null;
    }

    /**
     * Starts the second process.
     *
     * @param arguments the words of the command line, of which the first names the command
     * @param typed what came from standard input, one char per byte; the second process gets it there again
     * @return its process id
     * @throws IOException when it cannot be started
     */
    static long start(List<String> arguments, Optional<String> typed) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().put(MARK, "yes");
        if (typed.isEmpty()) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        Process process = builder.start();
        if (typed.isPresent()) {
            try (OutputStream input = process.getOutputStream()) {
                input.write(typed.get().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return process.pid();
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        for (String folder : List.of("/usr/bin", "/bin")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(folder, "setsid"))) {
                command.add(folder + "/setsid");
            }
        }
        command.addAll(List.of("/bin/sh", "-c", HANG_UPS_IGNORED, "jsentinel"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // The words that follow are ours, whatever name the first process was called by; the last of two counts.
        command.add("-D" + ProgramName.PROPERTY + "=jsentinel");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
