package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;

/** A TCP connection from a client to a listening process, with the protocol's values on it instead of bytes. */
public final class SimConnection {

    private final SimWorld world;
    private final SimProcess client;
    private final ClientEnd end;
    private final Endpoint to;
    private final SimPipe toServer;
    private final SimPipe toClient;
    private Optional<SimProcess> server = Optional.empty();
    private boolean openAtClient = true;
    private boolean openAtServer;
    private String name = "";

    /** What the client's side hears. */
    public interface ClientEnd {
        void connected();

        void answered(Resp answer);

        void pushed(String channel, String payload);

        void closed(String reason);
    }

    private SimConnection(SimProcess client, Endpoint to, ClientEnd end) {
        this.world = client.world();
        this.client = client;
        this.end = end;
        this.to = to;
        this.toServer = new SimPipe(world, client.endpoint().host(), to.host());
        this.toClient = new SimPipe(world, to.host(), client.endpoint().host());
    }

    /** Begins to connect; the client hears what came of it, or nothing while there is no way there and back. */
    public static SimConnection open(SimProcess client, Endpoint to, ClientEnd end) {
        SimConnection connection = new SimConnection(client, to, end);
        SimNetwork network = connection.world.network();
        if (network.passes(client.endpoint().host(), to.host())) {
            connection.toServer.send(connection::knock);
        }
        return connection;
    }

    /** The client gives it a name. */
    void named(String newName) {
        name = newName;
    }

    /** The name that the client gave it, empty for none. */
    String name() {
        return name;
    }

    private void knock() {
        if (!world.network().passes(to.host(), client.endpoint().host())) {
            return;
        }
        Optional<SimProcess> listener = world.network()
                .at(to)
                .filter(p -> !p.isCrashed()
                        && !world.network().refuses(client.endpoint().host(), to.host()));
        if (listener.isEmpty()) {
            toClient.send(() -> closeAtClient("Connection refused"));
            return;
        }
        server = listener;
        openAtServer = true;
        listener.get().accepted(this);
        toClient.send(() -> client.receive(() -> {
            if (openAtClient) {
                end.connected();
            }
        }));
    }

    /** The client sends a command. */
    public void command(List<String> words) {
        toServer.send(new Command(words));
    }

    /** A command: it arrives at the server's host first, and then at its process, which may have to wait for the processor. */
    private final class Command implements Runnable {
        private final List<String> words;
        private final long sentMillis = world.nowMillis();
        private boolean hasArrived;

        Command(List<String> words) {
            this.words = words;
        }

        @Override
        public void run() {
            if (!openAtServer) {
                if (!hasArrived) {
                    toClient.send(() -> closeAtClient("Connection reset by peer"));
                }
            } else if (hasArrived) {
                world.deliver(sentMillis, () -> server.orElseThrow().onCommand(SimConnection.this, words));
            } else {
                hasArrived = true;
                server.orElseThrow().receive(this);
            }
        }
    }

    /** The server sends an answer. */
    public void answer(Resp answer) {
        if (openAtServer) {
            toClient.send(new Told() {
                @Override
                void tell() {
                    end.answered(answer);
                }
            });
        }
    }

    /** The server sends a message of a channel. */
    public void push(String channel, String payload) {
        if (openAtServer) {
            toClient.send(new Told() {
                @Override
                void tell() {
                    end.pushed(channel, payload);
                }
            });
        }
    }

    /** Something for the client: it arrives at its host first, and then at its process. */
    private abstract class Told implements Runnable {
        private final long sentMillis = world.nowMillis();
        private boolean hasArrived;

        abstract void tell();

        @Override
        public final void run() {
            if (!hasArrived) {
                hasArrived = true;
                client.receive(this);
            } else if (openAtClient) {
                world.deliver(sentMillis, this::tell);
            }
        }
    }

    /** The client closes; it hears nothing more, but what it sent before is still served. */
    public void closeByClient() {
        openAtClient = false;
        toServer.send(() -> server.ifPresent(process -> process.receive(() -> {
            if (openAtServer) {
                openAtServer = false;
                process.closed(this);
            }
        })));
    }

    /** The server closes, or its process ended; what it sent before arrives before that. */
    public void closeByServer() {
        if (openAtServer) {
            openAtServer = false;
            toClient.send(() -> closeAtClient("Connection closed by peer"));
        }
    }

    /** The host of the client. */
    String clientHost() {
        return client.endpoint().host();
    }

    private void closeAtClient(String reason) {
        client.receive(() -> {
            if (openAtClient) {
                openAtClient = false;
                end.closed(reason);
            }
        });
    }
}
