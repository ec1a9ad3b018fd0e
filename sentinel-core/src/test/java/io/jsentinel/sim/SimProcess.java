package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process that listens at an address. It can crash, or freeze: then the kernel still accepts connections and data for
 * it, and all that waits until it runs again.
 */
public abstract class SimProcess {

    private enum State {
        RUNNING,
        FROZEN,
        CRASHED
    }

    private final SimWorld world;
    private final String name;
    private Endpoint endpoint;
    private final Set<SimConnection> accepted = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private State state = State.CRASHED;
    private int incarnation;

    public SimProcess(SimWorld world, String name, Endpoint endpoint) {
        this.world = world;
        this.name = name;
        this.endpoint = endpoint;
        world.network().listen(this);
    }

    public final SimWorld world() {
        return world;
    }

    public final String name() {
        return name;
    }

    public final Endpoint endpoint() {
        return endpoint;
    }

    public final boolean isRunning() {
        return state == State.RUNNING;
    }

    public final boolean isCrashed() {
        return state == State.CRASHED;
    }

    /** From now on it listens at another address; it must not be running. */
    public final void moveTo(Endpoint other) {
        world.network().stopListening(endpoint);
        endpoint = other;
        world.network().listen(this);
    }

    /** The process begins, from what it has on disk. */
    public final void start() {
        state = State.RUNNING;
        incarnation++;
        onStart();
        world.changed();
    }

    /** The process ends at once; its connections are reset, and what it had in memory is lost. */
    public final void crash() {
        state = State.CRASHED;
        inbox.clear();
        onCrash();
        List<SimConnection> open = new ArrayList<>(accepted);
        accepted.clear();
        open.forEach(SimConnection::closeByServer);
        world.changed();
    }

    /** The process gets no processor any more. */
    public final void freeze() {
        if (state == State.RUNNING) {
            state = State.FROZEN;
            world.changed();
        }
    }

    /** The process goes on: first with its timers or with what has arrived, as chance will have it. */
    public final void thaw() {
        if (state != State.FROZEN) {
            return;
        }
        state = State.RUNNING;
        world.changed();
        while (state == State.RUNNING && !inbox.isEmpty()) {
            inbox.poll().run();
        }
    }

    /** Something arrived at the process. */
    public final void receive(Runnable what) {
        if (state == State.RUNNING) {
            what.run();
        } else if (state == State.FROZEN) {
            inbox.add(what);
        }
    }

    /** Something that the process itself does after a while, if it still is the same process then. */
    public final void later(long millis, Runnable what) {
        int mine = incarnation;
        world.queue().after(millis, () -> {
            if (mine == incarnation) {
                receive(what);
            }
        });
    }

    /** A client connected. */
    public final void accepted(SimConnection connection) {
        accepted.add(connection);
    }

    /** A client closed its connection. */
    public final void closed(SimConnection connection) {
        accepted.remove(connection);
        onClosed(connection);
    }

    /** Closes all connections that clients made, but one. */
    public final void closeAllBut(SimConnection spared) {
        for (SimConnection connection : new ArrayList<>(accepted)) {
            if (connection != spared) {
                accepted.remove(connection);
                connection.closeByServer();
                onClosed(connection);
            }
        }
    }

    /** Connections that clients on a host made are reset, when this process is on one of two hosts. */
    final void resetFrom(String clientHost, String one, String other) {
        if (!endpoint.host().equals(one) && !endpoint.host().equals(other)) {
            return;
        }
        for (SimConnection connection : new ArrayList<>(accepted)) {
            if (connection.clientHost().equals(clientHost) && accepted.remove(connection)) {
                connection.closeByServer();
                onClosed(connection);
            }
        }
    }

    public abstract void onStart();

    public abstract void onCrash();

    public abstract void onCommand(SimConnection from, List<String> words);

    public abstract void onClosed(SimConnection connection);

    @Override
    public String toString() {
        return name;
    }
}
