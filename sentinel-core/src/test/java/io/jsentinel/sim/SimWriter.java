package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client that writes one number after the other, over the connection that it has as long as that serves it, and asks
 * a sentinel for the master when it does not. It knows which writes were acknowledged, and when.
 */
public final class SimWriter extends SimProcess {

    private static final long RETRY_MILLIS = 5;

    /** How long it waits for an answer. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final SimCluster cluster;
    private final long pauseMillis;
    private final Set<Integer> acknowledged = new LinkedHashSet<>();
    private Optional<SimConnection> connection = Optional.empty();
    private int number;
    private int turn;
    private long lastMillis;
    private long longestGapMillis;
    private int timesSentAway;

    /**
     * A writer, which does not run yet.
     *
     * @param pauseMillis the pause after each acknowledged write
     */
    public SimWriter(SimCluster cluster, long pauseMillis) {
        super(cluster.world(), "writer", new Endpoint("10.0.9.1", 1));
        this.cluster = cluster;
        this.pauseMillis = pauseMillis;
    }

    /** A writer that has begun. */
    public static SimWriter startOn(Play play) {
        SimWriter writer = new SimWriter(play.cluster(), 5);
        writer.start();
        play.passes(200);
        writer.markGap();
        return writer;
    }

    /** How many writes were acknowledged. */
    public int count() {
        return acknowledged.size();
    }

    /** The acknowledged writes that a server does not have. */
    public Set<Integer> lostOn(SimRedis master) {
        Set<Integer> lost = new LinkedHashSet<>(acknowledged);
        lost.removeAll(master.replication().writes().numbers());
        return lost;
    }

    /** How many connections servers have closed. */
    public int timesSentAway() {
        return timesSentAway;
    }

    /** The longest time between two acknowledged writes is counted from now on. */
    public void markGap() {
        longestGapMillis = 0;
        lastMillis = world().nowMillis();
    }

    /** The longest time between two acknowledged writes, or since the last one. */
    public long longestGapMillis() {
        return Math.max(longestGapMillis, world().nowMillis() - lastMillis);
    }

    @Override
    public void onStart() {
        connect();
    }

    private void connect() {
        List<SimSentinel> running = cluster.runningSentinels();
        Optional<Endpoint> master = running.isEmpty()
                ? Optional.empty()
                : running.get(turn++ % running.size())
                        .core()
                        .realm()
                        .watches()
                        .named("m")
                        .map(watch -> watch.failover().currentAddress());
        if (master.isEmpty()) {
            later(RETRY_MILLIS, this::connect);
            return;
        }
        End end = new End();
        end.connection = SimConnection.open(this, master.get(), end);
        connection = Optional.of(end.connection);
        int before = number;
        later(PATIENCE_MILLIS, () -> {
            if (number == before) {
                giveUpConnecting(end.connection);
            }
        });
    }

    private void giveUpConnecting(SimConnection to) {
        if (connection.filter(c -> c == to).isPresent()) {
            to.closeByClient();
            connection = Optional.empty();
            connect();
        }
    }

    private void write(SimConnection over) {
        if (connection.filter(c -> c == over).isPresent()) {
            int mine = ++number;
            over.command(List.of("RPUSH", "k", Integer.toString(mine)));
            later(PATIENCE_MILLIS, () -> giveUp(over, mine));
        }
    }

    private void giveUp(SimConnection over, int unanswered) {
        if (connection.filter(c -> c == over).isPresent() && number == unanswered && !acknowledged.contains(number)) {
            over.closeByClient();
            connection = Optional.empty();
            connect();
        }
    }

    private final class End implements SimConnection.ClientEnd {

        private SimConnection connection;

        @Override
        public void connected() {
            write(connection);
        }

        @Override
        public void answered(Resp answer) {
            if (answer instanceof Resp.Int) {
                acknowledged.add(number);
                longestGapMillis = Math.max(longestGapMillis, world().nowMillis() - lastMillis);
                lastMillis = world().nowMillis();
                later(pauseMillis, () -> write(connection));
            } else {
                connection.closeByClient();
                again();
            }
        }

        @Override
        public void pushed(String channel, String payload) {
            // It subscribes to nothing.
        }

        @Override
        public void closed(String reason) {
            timesSentAway++;
            again();
        }

        private void again() {
            SimWriter.this.connection = Optional.empty();
            later(RETRY_MILLIS, SimWriter.this::connect);
        }
    }

    @Override
    public void onCrash() {
        connection = Optional.empty();
    }

    @Override
    public void onCommand(SimConnection from, List<String> words) {
        throw new IllegalStateException("nobody asks a writer for anything");
    }

    @Override
    public void onClosed(SimConnection gone) {
        throw new IllegalStateException("nobody connects to a writer");
    }
}
