package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A program of Redis as the system has it, run for a test and ended with it. */
final class StockProcess implements AutoCloseable {

    private static final long WAIT_SECONDS = 30;

    private final Process process;
    private final Path log;

    /**
     * Starts a program.
     *
     * @param log where its output goes
     * @param command the program and its arguments
     */
    StockProcess(Path log, List<String> command) throws IOException {
        this.log = log;
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Skips the test when a program is missing, but fails it where the environment demands the program. */
    static void require(String program) {
        boolean found = false;
        for (String folder : String.valueOf(System.getenv("PATH")).split(":")) {
            found |= Files.isExecutable(Path.of(folder, program));
        }
        if ("true".equals(System.getenv("TEST_REQUIRE_STOCK"))) {
            assertThat(found)
                    .as("TEST_REQUIRE_STOCK=true, but there is no %s in PATH", program)
                    .isTrue();
        }
        assumeTrue(found, "skipped: there is no " + program + " in PATH");
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something is so; fails with the log when it does not come before the process ends. */
    void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.call()) {
            boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
            if (ended && condition.call()) {
                return;
            }
            assertThat(!ended && System.nanoTime() < deadline)
                    .as(() -> what + " did not come; log:\n" + output())
                    .isTrue();
        }
    }

    /** What the program has said so far. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it at once, as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Sends one command to a local port and gives what comes back at first; empty when nobody listens. */
    static String ask(int port, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(5000);
            List<String> quoted = new ArrayList<>();
            for (String word : words) {
                quoted.add('"' + word + '"');
            }
            socket.getOutputStream().write((String.join(" ", quoted) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = new byte[65536];
            int count = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
        } catch (ConnectException e) {
            return "";
        }
    }
}
