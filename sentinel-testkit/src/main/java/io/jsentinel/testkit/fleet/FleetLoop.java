package io.jsentinel.testkit.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The one thread of a fleet: it accepts, reads, answers, and carries out what other threads ask for. */
final class FleetLoop implements AutoCloseable {

    private static final long JOIN_MILLIS = 5_000;

    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "testkit-fleet");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<FleetNode> nodes = new ArrayList<>();
    private final List<FleetConnection> dirty = new ArrayList<>();
    private final Map<Integer, Long> promotions = new ConcurrentHashMap<>();
    private final FleetCommands commands;
    private final RequestReader reader = new RequestReader();
    private final byte[] buffer = new byte[1 << 16];
    private volatile boolean closed;
    private volatile long served;
    private volatile long accepted;
    private volatile long open;

    FleetLoop(boolean speaksResp3) throws IOException {
        commands = new FleetCommands(
                speaksResp3, node -> promotions.putIfAbsent(node.port(), System.nanoTime()), this::hasOutput);
        thread.setDaemon(true);
    }

    /** Has a server that listens answered; before {@link #start()} only. */
    void add(FleetNode node) throws IOException {
        nodes.add(node);
        node.listener().register(selector, SelectionKey.OP_ACCEPT, node);
    }

    void start() {
        thread.start();
    }

    /** The first promotions, as {@link System#nanoTime()}, by port; read by other threads. */
    Map<Integer, Long> promotions() {
        return promotions;
    }

    long served() {
        return served;
    }

    long accepted() {
        return accepted;
    }

    long open() {
        return open;
    }

    /** Ends servers in the fleet's thread, and returns the moment before. */
    long kill(List<FleetNode> victims) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        tasks.add(() -> {
            long before = System.nanoTime();
            victims.forEach(this::end);
            try {
                // A channel with a key gives up its socket in the next selection only: until then it listens.
                selector.selectNow(this::ready);
                done.complete(before);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return done.join();
    }

    private void end(FleetNode node) {
        if (!node.isDead()) {
            node.die();
            close(node);
        }
    }

    private void close(FleetNode node) {
        try {
            node.listener().close();
        } catch (IOException e) {
            // A listener that cannot be closed is not ours any more either.
        }
        List.copyOf(node.connections()).forEach(this::drop);
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                flushAll();
            }
            nodes.forEach(this::close);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof FleetNode node) {
            accept(node);
        } else if (key.attachment() instanceof FleetConnection connection) {
            if (key.isReadable()) {
                read(connection);
            }
            if (key.isValid() && key.isWritable()) {
                hasOutput(connection);
            }
        }
    }

    private void accept(FleetNode node) {
        try {
            for (SocketChannel channel = node.listener().accept();
                    channel != null;
                    channel = node.listener().accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                FleetConnection connection = new FleetConnection(node, channel);
                connection.registered(channel.register(selector, SelectionKey.OP_READ, connection));
                node.connections().add(connection);
                accepted = accepted + 1;
                open = open + 1;
            }
        } catch (IOException e) {
            // Who could not be accepted sees a connection that ends, and comes again.
        }
    }

    private void read(FleetConnection connection) {
        try {
            int end = connection.read(buffer);
            if (end < 0) {
                drop(connection);
                return;
            }
            reader.begin(buffer, end);
            long count = 0;
            for (List<String> request = reader.next(); !request.isEmpty(); request = reader.next()) {
                commands.take(connection, request);
                count++;
            }
            served = served + count;
            connection.keep(buffer, reader.position(), end);
            hasOutput(connection);
        } catch (IOException | IllegalArgumentException e) {
            // Broken, or no request: a server would hang up as well.
            drop(connection);
        }
    }

    private void hasOutput(FleetConnection connection) {
        if (connection.markDirty()) {
            dirty.add(connection);
        }
    }

    private void flushAll() {
        for (FleetConnection connection : List.copyOf(dirty)) {
            flush(connection);
        }
        dirty.clear();
    }

    private void flush(FleetConnection connection) {
        try {
            if (connection.node().connections().contains(connection)) {
                connection.flush();
            }
        } catch (IOException e) {
            drop(connection);
        }
    }

    private void drop(FleetConnection connection) {
        if (connection.node().connections().contains(connection)) {
            connection.close();
            open = open - 1;
        }
    }

    /** Ends all servers; waits for the thread. */
    @Override
    public void close() {
        closed = true;
        if (thread.isAlive()) {
            selector.wakeup();
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            nodes.forEach(this::close);
        }
    }
}
