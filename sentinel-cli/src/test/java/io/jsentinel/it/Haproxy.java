package io.jsentinel.it;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.ProgramPath;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HAProxy with the configuration that we ship, its servers being those of a test on loopback. */
final class Haproxy implements AutoCloseable {

    static final Path TEMPLATE = Path.of("..", "config", "components", "haproxy", "haproxy.cfg");

    private static final String PROGRAM = "haproxy";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final int writes = FreePort.next();
    private final int reads = FreePort.next();
    private final int state = FreePort.next();
    private final Path file;
    private final CommandRun run;

    /**
     * Where a server and the daemon beside it are, on 127.0.0.1.
     *
     * @param redis the server's port
     * @param http the port of the daemon's pages
     * @param agent the port of its agent check
     */
    record Server(int redis, int http, int agent) {}

    /** Whether it is installed. */
    static boolean available() {
        return ProgramPath.find(PROGRAM).isPresent();
    }

    private Haproxy(Path folder, List<Server> servers) {
        file = folder.resolve("haproxy.cfg");
        try {
            Files.writeString(file, text(servers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run = CommandRun.start(List.of(PROGRAM, "-db", "-f", file.toString()));
    }

    /** Starts it and waits until both of its addresses lead to where they should. */
    static Haproxy start(Path folder, List<Server> servers) {
        Haproxy haproxy = new Haproxy(folder, servers);
        try {
            Await.atMost(BOUND)
                    .showing(() -> haproxy.run.out() + haproxy.run.err())
                    .until(
                            "the checks are through, and writes reach a master and reads a replica",
                            () -> haproxy.isReady()
                                    && haproxy.role(haproxy.writes).equals("master")
                                    && haproxy.role(haproxy.reads).equals("slave"));
            return haproxy;
        } catch (RuntimeException e) {
            haproxy.close();
            throw e;
        }
    }

    private String text(List<Server> servers) throws IOException {
        String text = Files.readString(TEMPLATE)
                .replace("bind :6379", "bind 127.0.0.1:" + writes)
                .replace("bind :6380", "bind 127.0.0.1:" + reads)
                .replace("bind :8404", "bind 127.0.0.1:" + state);
        for (int i = 0; i < servers.size(); i++) {
            Server server = servers.get(i);
            text = text.replaceAll(
                    "(?m)\"\\$\\{STATEFULSET}-" + i
                            + "\\.\\$\\{SENTINEL_SERVICE}:6379\" check port 8008( .*agent-port 8009)?(.*)$",
                    "127.0.0.1:" + server.redis() + " check port " + server.http() + "$1$2");
            text = text.replaceAll(
                    "(?m)^(  server redis-" + i + " .*)agent-port 8009", "$1agent-port " + server.agent());
        }
        return text;
    }

    /** Whether exactly one server counts as the master: at the start all do. */
    private boolean isReady() {
        try (Socket socket = new Socket("127.0.0.1", state)) {
            socket.setSoTimeout((int) BOUND.toMillis());
            socket.getOutputStream().write("GET /ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    /** The role of the server that a port leads to, or what went wrong. */
    String role(int port) {
        try (RespClient client = RespClient.connect(port, Duration.ofSeconds(1))) {
            return client.call("ROLE").asList().get(0).asText();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The port for writes. */
    int writes() {
        return writes;
    }

    /** The port for reads. */
    int reads() {
        return reads;
    }

    /** The port of its own pages. */
    int state() {
        return state;
    }

    /** What it has logged. */
    String log() {
        return run.out() + run.err();
    }

    @Override
    public void close() {
        run.close();
    }
}
