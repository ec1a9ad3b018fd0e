package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimConnection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The connections to one instance: one for commands, to servers also one for hellos. The same sentinel under several masters
 * has one link. Times are moments on the clock of the owner, in milliseconds.
 */
final class StockLink {

    static final String HELLO_CHANNEL = "__sentinel__:hello";

    private static final int MAX_PENDING = 100;

    private final StockSentinel owner;
    private final boolean hasEvents;
    private Endpoint to;
    private Optional<SimConnection> commands = Optional.empty();
    private Optional<SimConnection> events = Optional.empty();
    private ArrayDeque<Consumer<Resp>> waiting = new ArrayDeque<>();
    private boolean disconnected = true;
    private long commandsSinceMillis;
    private long eventsSinceMillis;
    private long eventHeardMillis;
    private long triedMillis = StockTimes.NEVER;
    private long pingedMillis = StockTimes.NEVER;
    private long pongMillis;
    private long availableMillis;
    private long unansweredPingMillis;

    StockLink(StockSentinel owner, Endpoint to, boolean hasEvents) {
        this.owner = owner;
        this.to = to;
        this.hasEvents = hasEvents;
        restartPingClocks();
    }

    /** As if it had just been answered, and pinged. */
    void restartPingClocks() {
        unansweredPingMillis = owner.nowMillis();
        pongMillis = owner.nowMillis();
        availableMillis = owner.nowMillis();
    }

    /** Whether something that it needs is not open. */
    boolean isDisconnected() {
        return disconnected;
    }

    /** When it last answered a ping as one that is alive. */
    long availableMillis() {
        return availableMillis;
    }

    /** For how long it has been without a sign of life that was due; 0 = none is missing. */
    long silentMillis() {
        if (unansweredPingMillis != StockTimes.NEVER) {
            return owner.nowMillis() - unansweredPingMillis;
        }
        return disconnected ? owner.nowMillis() - availableMillis : 0;
    }

    /** It leads elsewhere from now on. */
    void moveTo(Endpoint other) {
        close();
        to = other;
    }

    void close() {
        closeCommands();
        closeEvents();
    }

    private void closeCommands() {
        commands.ifPresent(SimConnection::closeByClient);
        commands = Optional.empty();
        waiting = new ArrayDeque<>();
        disconnected = true;
    }

    private void closeEvents() {
        events.ifPresent(SimConnection::closeByClient);
        events = Optional.empty();
        disconnected = true;
    }

    /** Opens what is missing, not more often than each second; commands may follow before it stands. */
    void connect() {
        long now = owner.nowMillis();
        if (!disconnected || now - triedMillis < StockTimes.PING_PERIOD) {
            return;
        }
        triedMillis = now;
        disconnected = false;
        if (commands.isEmpty()) {
            commandsSinceMillis = now;
            commands = Optional.of(SimConnection.open(owner, to, new Commands(waiting)));
            send(answer -> {}, "CLIENT", "SETNAME", owner.connectionName("cmd"));
            ping();
        }
        if (hasEvents && events.isEmpty()) {
            eventsSinceMillis = now;
            eventHeardMillis = now;
            SimConnection opened = SimConnection.open(owner, to, new Events());
            events = Optional.of(opened);
            opened.command(List.of("CLIENT", "SETNAME", owner.connectionName("pubsub")));
            opened.command(List.of("SUBSCRIBE", HELLO_CHANNEL));
        }
    }

    /** Closes what has been silent for too long. @param downAfterMillis of the master */
    void dropSilent(long downAfterMillis) {
        long now = owner.nowMillis();
        if (commands.isPresent()
                && now - commandsSinceMillis > StockTimes.RECONNECT_PERIOD
                && unansweredPingMillis != StockTimes.NEVER
                && now - unansweredPingMillis > downAfterMillis / 2
                && now - pongMillis > downAfterMillis / 2) {
            closeCommands();
        }
        if (events.isPresent()
                && now - eventsSinceMillis > StockTimes.RECONNECT_PERIOD
                && now - eventHeardMillis > 3 * StockTimes.PUBLISH_PERIOD) {
            closeEvents();
        }
    }

    /** Pings when it is due. @param downAfterMillis of the master */
    void pingIfDue(long downAfterMillis) {
        long period = Math.min(downAfterMillis, StockTimes.PING_PERIOD);
        long now = owner.nowMillis();
        if (now - pongMillis > period && now - pingedMillis > period / 2) {
            ping();
        }
    }

    private void ping() {
        if (send(this::ponged, "PING")) {
            pingedMillis = owner.nowMillis();
            if (unansweredPingMillis == StockTimes.NEVER) {
                unansweredPingMillis = pingedMillis;
            }
        }
    }

    private void ponged(Resp answer) {
        String text = answer.textOrEmpty();
        pongMillis = owner.nowMillis();
        if (text.startsWith("PONG") || text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
            availableMillis = pongMillis;
            unansweredPingMillis = StockTimes.NEVER;
        }
    }

    /** Whether commands can be sent now: it is not disconnected and not too many wait for their answers. */
    boolean isUsable() {
        return !disconnected && commands.isPresent() && waiting.size() < MAX_PENDING;
    }

    /** Sends a command, if there is a connection for it. */
    boolean send(Consumer<Resp> answered, String... words) {
        if (commands.isEmpty()) {
            return false;
        }
        waiting.add(answered);
        commands.get().command(List.of(words));
        return true;
    }

    /** Orders a server to follow another one, or nobody; what comes of it is only seen in its INFO. */
    void slaveOf(String host, String port) {
        send(answer -> {}, "MULTI");
        send(answer -> {}, "SLAVEOF", host, port);
        send(answer -> {}, "CONFIG", "REWRITE");
        send(answer -> {}, "CLIENT", "KILL", "TYPE", "normal");
        send(answer -> {}, "CLIENT", "KILL", "TYPE", "pubsub");
        send(answer -> {}, "EXEC");
    }

    /** The side of a connection for commands; answers come in the order of the commands. */
    private final class Commands implements SimConnection.ClientEnd {
        private final ArrayDeque<Consumer<Resp>> asked;

        Commands(ArrayDeque<Consumer<Resp>> asked) {
            this.asked = asked;
        }

        @Override
        public void connected() {
            // Commands were sent before.
        }

        @Override
        public void answered(Resp answer) {
            asked.remove().accept(answer);
        }

        @Override
        public void pushed(String channel, String payload) {
            throw new IllegalStateException("nothing was subscribed to here");
        }

        @Override
        public void closed(String reason) {
            closeCommands();
        }
    }

    /** The side of a connection for hellos. */
    private final class Events implements SimConnection.ClientEnd {
        @Override
        public void connected() {
            // Commands were sent before.
        }

        @Override
        public void answered(Resp answer) {
            eventHeardMillis = owner.nowMillis();
        }

        @Override
        public void pushed(String channel, String payload) {
            eventHeardMillis = owner.nowMillis();
            owner.heard(payload);
        }

        @Override
        public void closed(String reason) {
            closeEvents();
        }
    }
}
