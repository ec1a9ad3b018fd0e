package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A RESP server in this JVM that does what its script says, for nodes that are hostile, odd or out of step. Without
 * a script it behaves like an idle Redis towards a sentinel: it answers PING, INFO with a given text, SUBSCRIBE,
 * PUBLISH, transactions, and everything else with {@code +OK}. It listens on a free loopback port; each connection
 * has a daemon thread.
 */
public final class FakeNode implements AutoCloseable {

    /** The channel over which sentinels find each other. */
    public static final String HELLO_CHANNEL = "__sentinel__:hello";

    private static final int PORT_TRIES = 5;
    private static final int MAX_CONNECTIONS = 1_000;

    private final ServerSocket listener;
    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private volatile Function<List<String>, FakeAnswer> script = args -> FakeAnswer.asUsual();
    private volatile String info = "";

    private FakeNode(ServerSocket listener) {
        this.listener = listener;
    }

    /** A node without a script and with an empty INFO. */
    public static FakeNode start() {
        FakeNode node = new FakeNode(listen());
        node.inThread(node::acceptAll);
        return node;
    }

    /** A node with a script. */
    public static FakeNode start(Function<List<String>, FakeAnswer> script) {
        return start().script(script);
    }

    private static ServerSocket listen() {
        for (int i = 1; ; i++) {
            try {
                ServerSocket socket = new ServerSocket();
                socket.bind(RespClient.loopback(FreePort.next()));
                return socket;
            } catch (IOException e) {
                if (i == PORT_TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** From now on this decides about each command; it is called by the threads of the connections. */
    public FakeNode script(Function<List<String>, FakeAnswer> decision) {
        script = decision;
        return this;
    }

    /** From now on INFO is answered with this text, whatever section is asked for. */
    public FakeNode info(String text) {
        info = text;
        return this;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** All connections so far, closed ones included, oldest first. */
    public List<FakeConnection> connections() {
        return List.copyOf(connections);
    }

    /** All commands so far, connection after connection. */
    public List<List<String>> received() {
        return connections.stream()
                .flatMap(connection -> connection.commands().stream())
                .collect(Collectors.toList());
    }

    /** Sends a message to all who subscribe to the channel of the sentinels, and tells how many these were. */
    public int publishHello(String message) {
        return publish(HELLO_CHANNEL, message);
    }

    /** Sends a message to all who subscribe to a channel, and tells how many these were. */
    public int publish(String channel, String message) {
        String wire = RespClient.command("message", channel, message);
        List<FakeConnection> subscribers = connections.stream()
                .filter(connection ->
                        connection.isOpen() && connection.channels().contains(channel))
                .collect(Collectors.toList());
        subscribers.forEach(connection -> connection.send(wire));
        return subscribers.size();
    }

    /** Ends all connections; new ones are accepted. */
    public void hangUpOnAll() {
        connections.forEach(FakeConnection::close);
    }

    FakeAnswer decide(List<String> args) {
        return script.apply(args);
    }

    String info() {
        return info;
    }

    private void acceptAll() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                FakeConnection connection = new FakeConnection(this, socket);
                connections.add(connection);
                if (listener.isClosed() || connections.size() > MAX_CONNECTIONS) {
                    connection.close();
                }
                inThread(connection::run);
            }
        } catch (IOException e) {
            // The listener was closed: that is how this ends.
        }
    }

    private void inThread(Runnable task) {
        Thread thread = new Thread(task, "testkit-fake-node-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends all connections and listens no more. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hangUpOnAll();
    }
}
