package io.jsentinel.server.net;

import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Identity;
import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.Intake;
import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. Requests are served one after the other: while the core owes an answer, or the client does
 * not read its answers, nothing more is decoded and in the end nothing more is read.
 */
final class ClientSession extends ChannelInboundHandlerAdapter implements Subscriptions.Subscriber {

    /** How much is read ahead while an answer of the core is awaited, in bytes. */
    private static final int READ_AHEAD = 64 * 1024;

    /** How long a client may take to close its side after we closed ours. */
    private static final long FAREWELL_NANOS = 2_000_000_000L;

    /** How many messages are held back until the core's answer is written. */
    private static final int MAX_HELD = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private static final List<String> WHILE_SUBSCRIBED =
            List.of("ping", "subscribe", "unsubscribe", "psubscribe", "punsubscribe");

    private final Sessions sessions;
    private final Channel channel;
    private final ClientFacts facts;
    private final ClientOutput output;
    private final Subscriptions.Own subscriptions;
    private final RequestDecoder decoder = new RequestDecoder();
    private final Intake intake = new Intake();
    private final OutputLimit asking;
    private final OutputLimit listening;
    private final Deque<Broadcast> held = new ArrayDeque<>();

    private boolean pumping;
    private boolean awaitingCore;
    private Optional<List<String>> postponed = Optional.empty();
    private boolean closing;
    private long closingSinceNanos;

    ClientSession(Sessions sessions, Channel channel, ClientFacts facts) {
        this.sessions = sessions;
        this.channel = channel;
        this.facts = facts;
        output = new ClientOutput(channel, sessions.traffic());
        subscriptions = sessions.subscriptions().open(this);
        asking = new OutputLimit(sessions.config().limits().normal());
        listening = new OutputLimit(sessions.config().limits().pubsub());
        facts.loggedIn = !sessions.access().needsPassword();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        sessions.traffic().reads++;
        sessions.traffic().bytesIn += received.readableBytes();
        facts.bytesIn += received.readableBytes();
        if (closing) {
            ReferenceCountUtil.release(received);
            return;
        }
        intake.add(received, context.alloc());
        pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        sessions.remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        closing = true;
        intake.release();
        output.discard();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Fault while serving client {}", facts.id, cause);
        }
        closeNow();
        if (cause instanceof Error broken) {
            sessions.backend().broken(broken);
        }
    }

    /** Serves what was received, as far as it may be served now. */
    private void pump() {
        if (pumping || closing) {
            return;
        }
        pumping = true;
        try {
            serveAll();
        } catch (ProtocolFault fault) {
            answer(Resp.error("Protocol error: " + fault.getMessage()));
            closeAfterAnswers();
        } finally {
            pumping = false;
        }
        if (closing) {
            intake.release();
        } else {
            intake.settle();
            output.flush();
            boolean readAhead =
                    !awaitingCore && !isPostponed() || intake.bytes().readableBytes() < READ_AHEAD;
            channel.config().setAutoRead(readAhead && channel.isWritable());
        }
    }

    private void serveAll() throws ProtocolFault {
        while (!closing && !awaitingCore && !isPostponed() && output.hasRoom()) {
            Optional<List<String>> request =
                    decoder.next(intake.bytes(), !sessions.access().mustLogIn(facts));
            if (request.isEmpty()) {
                return;
            }
            serve(request.get());
        }
    }

    private void serve(List<String> words) {
        String first = words.get(0);
        if (first.equalsIgnoreCase("POST") || first.equalsIgnoreCase("Host:")) {
            // A browser was made to talk to us. It gets nothing, not even the answers that are ready.
            output.discard();
            closeNow();
            return;
        }
        facts.activeNanos = System.nanoTime();
        sessions.traffic().commands++;
        facts.commands++;
        facts.replies.begin();
        resolve(words);
    }

    private void resolve(List<String> words) {
        Commands.Resolved resolved = sessions.commands().resolve(words);
        if (resolved instanceof Commands.Known known) {
            serve(known.command(), words);
        } else if (resolved instanceof Commands.Refused refused) {
            answer(refused.error());
        }
    }

    private void serve(CommandSpec command, List<String> words) {
        facts.lastCommand = command.fullName();
        if (!command.needsNoAuthentication() && sessions.access().mustLogIn(facts)) {
            answer(Access.NOT_LOGGED_IN);
            return;
        }
        Optional<Resp> refusal = sessions.access().refusal(this, command, words);
        if (refusal.isPresent()) {
            answer(refusal.get());
        } else if (inSubscribedMode() && !WHILE_SUBSCRIBED.contains(command.fullName())) {
            answer(Resp.error("Can't execute '" + command.fullName() + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE /"
                    + " PING / QUIT / RESET are allowed in this context"));
        } else if (sessions.pause().holds(command, System.nanoTime())) {
            postponed = Optional.of(words);
        } else {
            run(command, words);
        }
    }

    private void run(CommandSpec command, List<String> words) {
        if (!command.fullName().startsWith("client|")) {
            facts.tracking.commandServed();
        }
        if (command.place() == CommandSpec.Place.CORE) {
            awaitingCore = true;
            sessions.backend().command(facts.id, command.fullName(), words, facts.name);
        } else {
            sessions.sessionCommands().run(command.fullName(), this, words);
        }
    }

    /** Whether a request waits for the end of a pause. */
    boolean isPostponed() {
        return postponed.isPresent();
    }

    /** The pause is over, or less strict: goes on where it stopped. */
    void resume() {
        if (isPostponed() && !closing) {
            List<String> words = postponed.get();
            postponed = Optional.empty();
            resolve(words);
            pump();
        }
    }

    /** Serves nothing more until {@link Sessions#reply} brings an answer. */
    void awaitAnswer() {
        awaitingCore = true;
    }

    /** Takes the core's answer and goes on with what the client sent meanwhile. */
    void answeredByCore(Resp answer) {
        if (!awaitingCore || closing) {
            return;
        }
        awaitingCore = false;
        answer(answer);
        while (!held.isEmpty()) {
            output.appendSoon(held.poll().bytes(facts.resp3));
        }
        pump();
    }

    /** Appends an answer in the client's version of the protocol, unless the client wants none. */
    void answer(Resp answer) {
        if (answer instanceof Resp.Error) {
            sessions.traffic().errors++;
        }
        if (!facts.replies.isSilent()) {
            output.append(answer, facts.resp3);
        }
    }

    /** Appends the confirmation of a subscription, which comes even to a client that wants no answers. */
    void confirm(Resp message) {
        output.append(message, facts.resp3);
    }

    /** A message of a subscription. The answer to the command that caused it goes first. */
    @Override
    public void deliver(Broadcast message) {
        if (closing) {
            return;
        }
        if (awaitingCore && held.size() < MAX_HELD) {
            held.add(message);
            return;
        }
        output.appendSoon(message.bytes(facts.resp3));
        checkOutput();
    }

    /** Closes the connection if too much waits for it, if it was idle for too long, or if its farewell takes too long. */
    void look(long nowNanos, int idleLimitSeconds) {
        if (closing) {
            if (nowNanos - closingSinceNanos > FAREWELL_NANOS) {
                channel.close();
            }
            return;
        }
        checkOutput();
        boolean mayIdle = idleLimitSeconds == 0 || subscriptions.count() > 0 || awaitingCore || isPostponed();
        if (!mayIdle && facts.idleSeconds(nowNanos) > idleLimitSeconds) {
            closeNow();
        }
    }

    private void checkOutput() {
        OutputLimit limit = subscriptions.count() > 0 ? listening : asking;
        if (limit.exceeded(output.pendingBytes(), System.nanoTime() / 1_000_000)) {
            LOG.warn("Client {} is closed: it does not read what it is sent", facts.id);
            closeNow();
        }
    }

    /** Closes the connection when the answers so far are sent; nothing more is served. */
    void closeAfterAnswers() {
        startClosing();
        channel.config().setAutoRead(true);
        output.finish();
    }

    /** Closes the connection at once. */
    void closeNow() {
        startClosing();
        channel.close();
    }

    private void startClosing() {
        closing = true;
        closingSinceNanos = System.nanoTime();
        subscriptions.clear();
        held.clear();
        if (!pumping) {
            intake.release();
        }
    }

    /** Whether the connection only listens: version 2 cannot tell messages from answers. */
    boolean inSubscribedMode() {
        return !facts.resp3 && subscriptions.count() > 0;
    }

    /** Which version's behaviour the client sees. */
    Identity identity() {
        return sessions.config().identity();
    }

    Personality personality() {
        return sessions.config().personality();
    }

    ClientFacts facts() {
        return facts;
    }

    Subscriptions.Own subscriptions() {
        return subscriptions;
    }

    /** What was handed to the network for the client so far, in bytes. */
    long sentBytes() {
        return output.sentBytes();
    }

    /** What waits for the client, in bytes. */
    long pendingBytes() {
        return output.pendingBytes();
    }

    /** What the client sent and was not served yet, in bytes. */
    int unservedBytes() {
        return intake.bytes().readableBytes();
    }
}
