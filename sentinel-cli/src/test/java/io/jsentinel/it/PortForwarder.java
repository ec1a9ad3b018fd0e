package io.jsentinel.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An address and a port that lead to a server on 127.0.0.1, as a router or a container's published port does: who
 * comes that way sees the server here, and the server sees this machine. While nobody listens behind it, whoever comes
 * is sent away at once.
 */
final class PortForwarder implements AutoCloseable {

    private static final int BUFFER = 16_384;

    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger visitors = new AtomicInteger();
    private volatile int target;
    private volatile boolean closed;

    private PortForwarder(ServerSocket door) {
        this.door = door;
    }

    /** One at that address, on a free port, which leads nowhere yet. */
    static PortForwarder at(String host) {
        try {
            PortForwarder forwarder = new PortForwarder(new ServerSocket(0, 100, InetAddress.getByName(host)));
            forwarder.run("port-forwarder", forwarder::accept);
            return forwarder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it leads to that port. */
    void leadsTo(int port) {
        target = port;
    }

    String host() {
        return door.getInetAddress().getHostAddress();
    }

    String port() {
        return Integer.toString(door.getLocalPort());
    }

    /** How many connections were led to the server. */
    int visitors() {
        return visitors.get();
    }

    private void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = door.accept();
                sockets.add(near);
                run("port-forwarder-visitor", () -> lead(near));
            } catch (IOException e) {
                // Closed while it waited, which ends the loop; a visitor that left at once does not.
                continue;
            }
        }
    }

    private void lead(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(far);
            visitors.incrementAndGet();
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            run("port-forwarder-answers", () -> pump(far, near));
            pump(near, far);
        } catch (IOException nobodyThere) {
            end(near);
        }
    }

    /** Carries bytes one way until either side ends, and then ends both. */
    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            int length = in.read(buffer);
            while (length >= 0) {
                out.write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (IOException broken) {
            // One side is gone: the other is told below.
        } finally {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use to anybody any more, closed or not.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(this::end);
        }
    }
}
