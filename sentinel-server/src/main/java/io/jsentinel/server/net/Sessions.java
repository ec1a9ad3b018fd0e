package io.jsentinel.server.net;

import io.jsentinel.command.Commands;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.event.Event;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.store.Accounts;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All client connections, by their number. Everything happens on the event loop. */
public final class Sessions {

    /** The most connections that are told at once why they are refused; others are just closed. */
    private static final int MAX_REFUSING = 100;

    private static final String FULL = "-ERR max number of clients reached\r\n";

    private static final String PROTECTED = "-DENIED This sentinel runs in protected mode: it has no password, so only"
            + " clients on its own machine are served. Set requirepass, or protected-mode no, to serve others.\r\n";

    private final ServerConfig config;
    private final EventLoop loop;
    private final Backend backend;
    private final Accounts accounts;
    private final Access access;
    private final Commands commands;
    private final Traffic traffic = new Traffic();
    private final Pause pause = new Pause();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Map<Long, ClientSession> byId = new LinkedHashMap<>();
    private final SessionCommands sessionCommands;

    private final Map<Long, Consumer<Resp>> ownQuestions = new LinkedHashMap<>();
    private final InfoSections info;
    private int maxClients;
    private Future<?> pauseEnd;

    /** How many are being told that they are refused. */
    private int refusing;

    private long lastId;
    private long lastOwnId;
    private long sampledNanos = System.nanoTime();

    /**
     * No clients yet.
     *
     * @param loop the event loop that owns the connections
     * @param config limits
     * @param accounts who may use this process
     * @param facts what INFO tells of the process
     * @param backend the daemon behind
     */
    public Sessions(EventLoop loop, ServerConfig config, Accounts accounts, ServerFacts facts, Backend backend) {
        this.loop = loop;
        this.config = config;
        maxClients = config.maxClients();
        this.backend = backend;
        this.accounts = accounts;
        access = new Access(config, accounts, traffic);
        commands = Commands.of(config.personality(), config.commandNames());
        info = new InfoSections(this, facts);
        sessionCommands = new SessionCommands(this, info, new AclFileCommands(this, loop));
        loop.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Answers a client's command for the core; ignored when the client is gone. */
    public void reply(long client, Resp answer) {
        Consumer<Resp> own = client < 0 ? ownQuestions.remove(client) : null;
        if (own != null) {
            own.accept(answer);
            return;
        }
        ClientSession session = byId.get(client);
        if (session != null) {
            session.answeredByCore(answer);
        }
    }

    /**
     * A number for a command that this process itself gives the core, as if a client had sent it.
     *
     * @param answer hears the answer, once
     */
    public long ask(Consumer<Resp> answer) {
        ownQuestions.put(--lastOwnId, answer);
        return lastOwnId;
    }

    /** The text of INFO, all of it. */
    public String infoText() {
        return info.text();
    }

    /** Tells an event to those who subscribed to it. */
    public void publish(Event event) {
        subscriptions.publish(event.type().channel(), event.payload());
    }

    /** How many clients are connected. */
    public int count() {
        return byId.size();
    }

    /** Serves that many clients at once from now on, whatever the configuration says; those that are in stay. */
    public void admitAtMost(int clients) {
        maxClients = clients;
    }

    /** How many clients are served at once. */
    int maxClients() {
        return maxClients;
    }

    /** Closes all connections; used when the process ends. */
    public void closeAll() {
        all().forEach(ClientSession::closeNow);
    }

    /**
     * Closes the clients that may not stay after users changed. The one that asked for the change has its answer, which
     * still goes out.
     *
     * @param affected the names of users that may have changed
     */
    void review(Predicate<String> affected, ClientSession asking) {
        for (ClientSession session : all()) {
            if (affected.test(session.facts().user) && !access.mayStay(session)) {
                if (session == asking) {
                    session.closeAfterAnswers();
                } else {
                    session.closeNow();
                }
            }
        }
    }

    /** Does the same, and answers the one that asked, who waits for it; if it may not stay, that is the last thing. */
    void review(Predicate<String> affected, long asking, Resp answer) {
        ClientSession client = byId.get(asking);
        if (client != null && !access.mayStay(client)) {
            client.answer(answer);
        }
        review(affected, client);
        reply(asking, answer);
    }

    /** Lets a client in; an Error there would meet every other client, too, so it is told. */
    void guarded(Runnable letIn) {
        try {
            letIn.run();
        } catch (Error cause) {
            backend.broken(cause);
            throw cause;
        }
    }

    /** Takes a new connection, unless there are too many or protected mode forbids it. */
    void accept(Channel channel) {
        traffic.connections++;
        if (byId.size() >= maxClients) {
            refuse(channel, FULL);
        } else if (config.protectedMode() && !access.needsPassword() && !isLocal(channel)) {
            refuse(channel, PROTECTED);
        } else {
            ClientFacts facts = new ClientFacts(++lastId, channel.remoteAddress(), channel.localAddress());
            ClientSession session = new ClientSession(this, channel, facts);
            byId.put(facts.id, session);
            channel.pipeline().addLast(session);
        }
    }

    /** Whether a client of that number is connected. */
    boolean isConnected(long id) {
        return byId.containsKey(id);
    }

    /** What makes clients wait. */
    Pause pause() {
        return pause;
    }

    /** Makes clients wait; those who wait already wait on. */
    void pause(long millis, boolean all) {
        long nanos = pause.begin(millis, all, System.nanoTime());
        if (pauseEnd != null) {
            pauseEnd.cancel(false);
        }
        pauseEnd = loop.schedule(this::resume, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends a pause. */
    void unpause() {
        pause.end();
        resume();
    }

    /** Lets those go on who need not wait any more. In a turn of its own: it may be the command of one of them. */
    private void resume() {
        loop.execute(() -> all().forEach(ClientSession::resume));
    }

    void remove(ClientSession session) {
        session.subscriptions().clear();
        byId.remove(session.facts().id);
    }

    /** A copy, so that sessions may end while it is gone through. */
    List<ClientSession> all() {
        return new ArrayList<>(byId.values());
    }

    ServerConfig config() {
        return config;
    }

    Backend backend() {
        return backend;
    }

    /** Who may use this process. */
    public Accounts accounts() {
        return accounts;
    }

    Access access() {
        return access;
    }

    /** The commands that clients can use. */
    Commands commands() {
        return commands;
    }

    Traffic traffic() {
        return traffic;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    SessionCommands sessionCommands() {
        return sessionCommands;
    }

    /** Says why and closes. An encrypted connection needs a handshake for that, so only some of them are told. */
    private void refuse(Channel channel, String text) {
        traffic.rejected++;
        if (refusing == MAX_REFUSING) {
            channel.close();
            return;
        }
        refusing++;
        channel.closeFuture().addListener(closed -> refusing--);
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void look() {
        long nowNanos = System.nanoTime();
        traffic.sample((nowNanos - sampledNanos) / 1e9);
        sampledNanos = nowNanos;
        for (ClientSession session : all()) {
            session.look(nowNanos, config.timeoutSeconds());
        }
    }

    private static boolean isLocal(Channel channel) {
        // What is no address of the Internet is a Unix socket, which only this machine can reach.
        return !(channel.remoteAddress() instanceof InetSocketAddress remote)
                || remote.getAddress().isLoopbackAddress();
    }
}
