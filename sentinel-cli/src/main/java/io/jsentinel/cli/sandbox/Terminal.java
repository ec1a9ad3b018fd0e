package io.jsentinel.cli.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal in a mode in which each key comes at once and is not shown, set by {@code stty}; closing this, or the end
 * of the JVM, restores the mode from before. Where there is no {@code stty}, keys come with the next Enter, and all else works.
 */
final class Terminal implements AutoCloseable {

    private static final File DEVICE = new File("/dev/tty");
    private static final long STTY_BOUND_SECONDS = 3;

    private final Optional<String> modeBefore;
    private boolean restored;

    private Terminal(Optional<String> modeBefore) {
        this.modeBefore = modeBefore;
    }

    /** Whether a stream of this process is a terminal: 0 its input, 1 its output. */
    static boolean isTerminal(int stream) {
        try {
            // The test must see our own streams, so it inherits all of them; it writes nothing.
            Process test = new ProcessBuilder("sh", "-c", "test -t " + stream)
                    .inheritIO()
                    .start();
            return test.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The terminal, which from now on gives each key at once if it can. */
    static Terminal keyByKey() {
        Optional<String> before = stty("-g").filter(mode -> !mode.isEmpty());
        if (before.isPresent()) {
            stty("-icanon", "-echo", "min", "1");
        }
        Terminal terminal = new Terminal(before);
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "sandbox-terminal"));
        return terminal;
    }

    /** Whether keys come without Enter. */
    boolean givesKeysAtOnce() {
        return modeBefore.isPresent();
    }

    private static Optional<String> stty(String... args) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(args));
        try {
            Process stty = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean ended = stty.waitFor(STTY_BOUND_SECONDS, TimeUnit.SECONDS);
            return ended && stty.exitValue() == 0 ? Optional.of(output.trim()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Restores the mode from before, once. */
    @Override
    public synchronized void close() {
        if (!restored) {
            restored = true;
            modeBefore.ifPresent(Terminal::stty);
        }
    }
}
