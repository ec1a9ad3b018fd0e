package io.jsentinel.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;

/**
 * One process of ours that answers RESP on a loopback port, with its own folder and configuration file. It keeps its
 * port and its file for life, so a restart finds what was written.
 */
public abstract sealed class ServerProcess implements AutoCloseable permits RedisServer, SentinelProcess {

    private static final int LOOKS_IN_BOUND = 6;
    private static final Duration TERMINATE_BOUND = Duration.ofSeconds(10);
    private static final int START_TRIES = 5;

    private final String kind;
    private final int port;
    private final ProcessHome home;
    private ChildProcess process;

    ServerProcess(String kind, int port, ProcessHome home) {
        this.kind = kind;
        this.port = port;
        this.home = home;
    }

    /** A started process; with no port wanted, others are tried when one was taken meanwhile. */
    static <T extends ServerProcess> T startOn(OptionalInt wantedPort, IntFunction<T> make) {
        int tries = wantedPort.isPresent() ? 1 : START_TRIES;
        for (int i = 1; ; i++) {
            T server = make.apply(wantedPort.orElseGet(FreePort::next));
            try {
                server.launch();
                return server;
            } catch (RuntimeException e) {
                // Redis begins these words with a capital letter, our daemon does not.
                boolean portWasTaken = server.logText().contains("ddress already in use");
                server.close();
                if (i == tries || !portWasTaken) {
                    throw e;
                }
            }
        }
    }

    abstract List<String> command();

    abstract Optional<String> password();

    /** What clients need when it only speaks TLS. */
    abstract Optional<SSLContext> tls();

    abstract Duration startBound();

    /** Whether the answers over this connection show that this process, and no other, is up. */
    abstract boolean isUp(RespClient client);

    void launch() {
        process = ChildProcess.start(command(), home.path(), home.file("output.log"), home.file("error.log"));
        try {
            Await.atMost(startBound())
                    .showing(this::logTail)
                    .until(this + " answers", () -> !process.isAlive() || isUp());
        } catch (Await.TimedOut e) {
            process.kill();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(this + " (" + String.join(" ", command()) + ") " + process.end()
                    + System.lineSeparator() + logTail());
        }
    }

    private boolean isUp() {
        // One that has much to do at its start, as for a thousand masters, answers late.
        try (RespClient client = client(startBound().dividedBy(LOOKS_IN_BOUND))) {
            return isUp(client);
        }
    }

    ProcessHome home() {
        return home;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The id of the process that runs, or ran last. */
    public long pid() {
        return process.pid();
    }

    /** Whether its process exists; a frozen one does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it is frozen. */
    public boolean isFrozen() {
        return process.isFrozen();
    }

    /** Whether it ended although nobody here ended it. */
    public boolean endedByItself() {
        return process.endedByItself();
    }

    /** Ends it at once (SIGKILL), frozen or not, and waits for that. */
    public void kill() {
        process.kill();
    }

    /** Asks it to end (SIGTERM), waits for that, and returns its exit code. Past ten seconds it is killed. */
    public int terminate() {
        return process.terminate(TERMINATE_BOUND);
    }

    /** Waits until it has ended by itself, and returns its exit code. @throws Await.TimedOut when it does not */
    public int awaitEnd(Duration bound) {
        Await.atMost(bound).showing(this::logTail).until(this + " has ended", () -> !isAlive());
        return process.exitCode();
    }

    /** Sends it the signal of that name, without {@code SIG}. */
    public void signal(String name) {
        process.signal(name);
    }

    /** Stops it (SIGSTOP): connections to it stay open and are even accepted, but nothing is answered. */
    public void freeze() {
        process.freeze();
    }

    /** Lets it go on after {@link #freeze()}. */
    public void thaw() {
        process.thaw();
    }

    /** Starts it again on the same port with the same configuration file, after a {@link #kill()} if it runs. */
    public void restart() {
        process.kill();
        launch();
    }

    /** A new client of it, which has given the password if one is needed. */
    public RespClient client() {
        return client(RespClient.READ_TIMEOUT);
    }

    /** A new client of it, with another bound for connecting and for each wait. */
    public RespClient client(Duration timeout) {
        RespClient client = RespClient.connect(RespClient.loopback(port), timeout, timeout, tls());
        try {
            password().ifPresent(secret -> client.call("AUTH", secret));
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Sends one command over a connection of its own. */
    public Reply call(String... args) {
        try (RespClient client = client()) {
            return client.call(args);
        }
    }

    /** Its configuration file as it is now. */
    public abstract String confText();

    /** All that it has logged, its output included. */
    public String logText() {
        return logs().text();
    }

    /** What it has written to standard error in all its lives. */
    public String errorText() {
        return home.read("error.log");
    }

    /** The end of what it has logged, for failure messages. */
    public String logTail() {
        return logs().tail();
    }

    private LogFiles logs() {
        return new LogFiles(home.file("server.log"), home.file("output.log"), home.file("error.log"));
    }

    /** Ends it at once and removes its folder, unless that was given by the caller. */
    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
        home.close();
    }

    @Override
    public String toString() {
        return kind + " on port " + port;
    }
}
