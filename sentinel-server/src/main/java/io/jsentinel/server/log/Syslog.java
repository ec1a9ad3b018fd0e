package io.jsentinel.server.log;

import io.jsentinel.config.SyslogConfig;
import io.jsentinel.event.EventType.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The machine's syslog. It is reached through the program {@code logger}, which is part of every Linux: the socket that
 * it listens on takes datagrams, and Java cannot send them to a socket in the file system.
 *
 * <p>Any thread may write. Lines wait for a thread of their own, so that a syslog that hangs delays nobody; of more than
 * {@value #MAX_WAITING} the newest are lost.
 */
public final class Syslog implements AutoCloseable {

    /** How many lines may wait. */
    static final int MAX_WAITING = 1_000;

    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSE_BOUND_MILLIS = 2_000;
    private static final int FIRST_LOCAL = 16;

    /** Asks the thread to end; its text is never written. */
    private static final byte[] END = {};

    private final List<String> command;
    private final int facility;
    private final Consumer<String> complaint;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread = new Thread(this::run, "syslog");

    private Process process;
    private long startedNanos;
    private boolean complained;

    Syslog(List<String> command, String facility, Consumer<String> complaint) {
        this.command = List.copyOf(command);
        this.facility = facility.equals("user") ? 1 : FIRST_LOCAL + facility.charAt(facility.length() - 1) - '0';
        this.complaint = complaint;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The syslog of this machine.
     *
     * @param config the name and the facility of the lines
     * @param complaint told once, from another thread, when lines cannot be handed over
     */
    public static Syslog open(SyslogConfig config, Consumer<String> complaint) {
        String ident = config.ident().isEmpty() ? SyslogConfig.DEFAULT.ident() : config.ident();
        long pid = ProcessHandle.current().pid();
        return new Syslog(
                List.of("logger", "--prio-prefix", "--tag", ident, "--id=" + pid), config.facility(), complaint);
    }

    /** Hands a line over; returns at once. @param text one line, one char per byte */
    void write(Level level, String text) {
        int severity = switch (level) {
            case DEBUG -> 7;
            case VERBOSE -> 6;
            case NOTICE -> 5;
            default -> 4;
        };
        String line = "<" + (facility * 8 + severity) + ">" + text + "\n";
        if (!waiting.offer(line.getBytes(StandardCharsets.ISO_8859_1))) {
            complain("it does not take lines as fast as they come");
        }
    }

    /** Hands over what waits, and waits two seconds at most for that. */
    @Override
    public void close() {
        if (!waiting.offer(END)) {
            thread.interrupt();
        }
        try {
            thread.join(CLOSE_BOUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (byte[] line = waiting.take(); line != END; line = waiting.take()) {
                send(line);
            }
            if (process != null) {
                process.getOutputStream().close();
                process.waitFor(CLOSE_BOUND_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | IOException e) {
            // The process ends; what was not handed over yet is lost with it.
            complained = true;
        }
    }

    private void send(byte[] line) {
        try {
            if (process == null || !process.isAlive()) {
                restart();
            }
            if (process != null) {
                OutputStream out = process.getOutputStream();
                out.write(line);
                out.flush();
            }
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Starts the program, but not again and again where it cannot run. */
    private void restart() throws IOException {
        long nowNanos = System.nanoTime();
        if (startedNanos != 0 && nowNanos - startedNanos < RESTART_NANOS) {
            complain("the program logger ended");
            return;
        }
        startedNanos = nowNanos;
        process = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    private synchronized void complain(String reason) {
        if (!complained) {
            complained = true;
            complaint.accept("syslog does not get all lines: " + reason);
        }
    }
}
