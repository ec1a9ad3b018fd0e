package io.jsentinel.server.link;

import io.jsentinel.address.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The server that links are opened to: each connection stays open until a test ends it, or is over. */
final class NodeServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    // A socket that nobody refers to is closed by the garbage collector: a server that hangs up, to the links.
    private final List<Socket> accepted = new ArrayList<>();

    NodeServer() throws IOException {
        listener.setSoTimeout(TIMEOUT_MILLIS);
    }

    Endpoint place() {
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    Socket accept() throws IOException {
        Socket node = listener.accept();
        accepted.add(node);
        node.setSoTimeout(TIMEOUT_MILLIS);
        return node;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket node : accepted) {
            node.close();
        }
    }
}
