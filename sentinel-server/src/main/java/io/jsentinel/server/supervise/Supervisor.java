package io.jsentinel.server.supervise;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The line to the process that supervises this one: tells systemd that we are ready, what we watch, that we are alive,
 * that we stop. The messages go through {@code systemd-notify}, because Java has no datagram sockets of the unix kind; so
 * none of this costs the event loop anything, and a message may come a little late.
 */
public final class Supervisor implements AutoCloseable {

    private static final long NOTIFY_BOUND_SECONDS = 10;
    private static final int MAX_WAITING = 16;

    /** Sends one message. */
    interface Notifier {

        /**
         * Sends a message, and waits until it is on its way.
         *
         * @param assignments each {@code NAME=value}
         * @return why that failed, or nothing
         */
        Optional<String> send(List<String> assignments) throws InterruptedException;
    }

    private final Notifier notifier;
    private final Executor sender;
    private final Optional<Duration> watchdog;
    private final Consumer<String> complaints;
    private String status = "";
    private boolean complained;

    Supervisor(Notifier notifier, Executor sender, Optional<Duration> watchdog, Consumer<String> complaints) {
        this.notifier = notifier;
        this.sender = sender;
        this.watchdog = watchdog;
        this.complaints = complaints;
    }

    /**
     * The line to the supervisor that a configuration and the environment name.
     *
     * @param supervised the directive's value: {@code no}, {@code systemd}, {@code upstart} or {@code auto}
     * @param environment the variables of this process
     * @param log takes lines for the log
     * @return nothing when nobody is to be told
     */
    public static Optional<Supervisor> of(String supervised, Map<String, String> environment, Consumer<String> log) {
        boolean systemd = environment.containsKey("NOTIFY_SOCKET");
        if (supervised.equals("upstart") || supervised.equals("auto") && environment.containsKey("UPSTART_JOB")) {
            log.accept("upstart supervision requested or detected, but it is not supported: use expect none");
            return Optional.empty();
        }
        if (supervised.equals("no") || supervised.equals("auto") && !systemd) {
            return Optional.empty();
        }
        if (!systemd) {
            log.accept("systemd supervision requested or auto-detected, but NOTIFY_SOCKET is not set: nobody is told");
            return Optional.empty();
        }
        log.accept("supervised by systemd. Please make sure you set appropriate values for TimeoutStartSec and"
                + " TimeoutStopSec in your service unit.");
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
        ExecutorService sender = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, waiting, Supervisor::thread, new ThreadPoolExecutor.DiscardOldestPolicy());
        return Optional.of(new Supervisor(new SystemdNotify(), sender, watchdog(environment), log));
    }

    /** Half of the time after which systemd takes us for dead, when it asks for signs of life. */
    static Optional<Duration> watchdog(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean isOurs = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (!isOurs || !micros.matches("[0-9]{1,15}") || Long.parseLong(micros) == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.max(1, Long.parseLong(micros) / 2000)));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "supervisor");
        thread.setDaemon(true);
        return thread;
    }

    /** The time between two signs of life; nothing when none are wanted. */
    public Optional<Duration> signOfLifePeriod() {
        return watchdog;
    }

    /** Tells that we serve. */
    public void ready() {
        tell("READY=1", "STATUS=Ready to accept connections");
    }

    /** Tells what we watch, when that is news. */
    public void status(String text) {
        if (!text.equals(status)) {
            status = text;
            tell("STATUS=" + text);
        }
    }

    /** Tells that we are alive; called by the thread whose life counts. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    /** Tells that we stop. */
    public void stopping() {
        tell("STOPPING=1");
    }

    /** Waits until everything is said, for a bounded time; nothing more can be said. */
    @Override
    public void close() {
        if (sender instanceof ExecutorService service) {
            service.shutdown();
            try {
                service.awaitTermination(NOTIFY_BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tell(String... assignments) {
        sender.execute(() -> {
            try {
                notifier.send(List.of(assignments)).ifPresent(this::complain);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Once: the same would be said again and again. */
    private synchronized void complain(String reason) {
        if (!complained) {
            complained = true;
            complaints.accept("systemd could not be told: " + reason);
        }
    }

    /** The program of systemd for that purpose. */
    private static final class SystemdNotify implements Notifier {

        @Override
        public Optional<String> send(List<String> assignments) throws InterruptedException {
            List<String> command = new ArrayList<>(List.of("systemd-notify"));
            command.addAll(assignments);
            Process process;
            try {
                process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
            } catch (IOException e) {
                return Optional.of("systemd-notify cannot be started: " + e.getMessage());
            }
            if (!process.waitFor(NOTIFY_BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("systemd-notify hangs");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("systemd-notify ended with " + process.exitValue());
        }
    }
}
