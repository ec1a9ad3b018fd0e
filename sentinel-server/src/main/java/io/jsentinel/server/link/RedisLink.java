package io.jsentinel.server.link;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.AnswerDecoder;
import io.jsentinel.server.resp.Intake;
import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RespEncoder;
import io.jsentinel.server.tls.TlsTrouble;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one node: requests leave in order, answers belong to them in the same order. It may carry a second link
 * to the same node, whose requests and answers stand in the same order.
 */
final class RedisLink extends ChannelInboundHandlerAdapter implements OpenLink {

    /** The most requests that may wait for an answer; a node that lets more pile up is as good as dead. */
    static final int MAX_UNANSWERED = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final String CLOSED = "closed by peer";

    private final LinkId id;
    private final Endpoint to;
    private final RedisLinks owner;
    private final AnswerDecoder decoder = new AnswerDecoder();
    private final Intake intake = new Intake();
    private final Deque<Awaited> unanswered = new ArrayDeque<>();
    private final Hosting hosting = new Hosting();

    /** The connection, or the attempt to make one; absent before and when there can be none. */
    private Optional<Channel> channel = Optional.empty();

    private boolean up;
    private boolean ended;

    /** Whether something was sent that is not the login. */
    private boolean introduced;

    /** What is told when the connection ends: with TLS 1.3 a refusal comes before the end, and after the handshake. */
    private String endReason = CLOSED;

    /** Whether messages for this link may come that nobody asked for. */
    private boolean subscribing;

    /** How many channels of the subscription at the head of the queue were confirmed. */
    private int confirmed;

    RedisLink(LinkId id, Endpoint to, RedisLinks owner) {
        this.id = id;
        this.to = to;
        this.owner = owner;
    }

    LinkId id() {
        return id;
    }

    void connect(Bootstrap bootstrap) {
        boolean literal = NetUtil.isValidIpV4Address(to.host()) || NetUtil.isValidIpV6Address(to.host());
        if (!literal || to.port() == 0) {
            failLater(literal ? "no port" : "not an IP address");
            return;
        }
        ChannelFuture attempt =
                bootstrap.clone().handler(new Pipeline()).connect(new InetSocketAddress(to.host(), to.port()));
        channel = Optional.of(attempt.channel());
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                failLater(FailureReason.of(done.cause()));
            }
        });
    }

    @Override
    public boolean send(Request request) {
        if (!send(Awaited.of(request, Optional.empty()))) {
            return false;
        }
        subscribing |= request.kind() == Request.Kind.SUBSCRIBE;
        introduced |= request.kind() != Request.Kind.AUTH;
        askForVersion3();
        return true;
    }

    /** Queues a request of the guest; false when it cannot be sent. */
    boolean send(Request request, GuestLink guest) {
        if (!send(Awaited.of(request, Optional.of(guest)))) {
            return false;
        }
        hosting.sent(request);
        return true;
    }

    private boolean send(Awaited next) {
        if (!up || ended) {
            return false;
        }
        if (unanswered.size() == MAX_UNANSWERED) {
            up = false;
            failLater("too many unanswered requests");
            return false;
        }
        unanswered.add(next);
        Channel out = channel.orElseThrow();
        ByteBuf bytes = out.alloc().buffer();
        RespEncoder.writeRequest(next.words(), bytes);
        out.write(bytes, out.voidPromise());
        return true;
    }

    @Override
    public void flush() {
        // A flush before that would begin the encryption on a socket that is not connected.
        if (up) {
            channel.ifPresent(Channel::flush);
        }
    }

    @Override
    public void end() {
        finish();
        // Not from inside: the guest is mostly ended in the next moment, too.
        hosting.release().ifPresent(guest -> owner.loop().execute(guest::deserted));
    }

    private void finish() {
        ended = true;
        unanswered.clear();
        channel.ifPresent(Channel::close);
    }

    /** Whether a second link to that place may come on this connection, as far as is known. */
    boolean mayHost(Endpoint place) {
        return !ended && hosting.isOpen() && to.equals(place);
    }

    /** Carries a second link, if the server can do that. The guest hears whether later. */
    void take(GuestLink guest) {
        hosting.take(guest);
        askForVersion3();
        if (hosting.isVersion3()) {
            owner.loop().execute(() -> welcome(guest));
        }
    }

    private void welcome(GuestLink guest) {
        if (!ended) {
            guest.welcome(localHost());
        }
    }

    /** The guest has gone; what still comes for it is dropped. */
    void left(GuestLink guest) {
        hosting.left(guest).ifPresent(subscription -> send(Awaited.farewell(subscription)));
    }

    /**
     * Behind the first request that is no login: whatever a server says to somebody whom it does not let in, it says it to a
     * request whose answer is told.
     */
    private void askForVersion3() {
        if (introduced && hosting.needsVersion() && send(Awaited.version3())) {
            hosting.asked();
        }
    }

    /** Puts the encryption, if there is any, before this link. */
    private final class Pipeline extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel made) {
            owner.encryption(made.alloc()).ifPresent(made.pipeline()::addLast);
            made.pipeline().addLast(RedisLink.this);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null) {
            stands();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                stands();
            } else {
                fail(TlsTrouble.of(handshake.cause()).orElse(CLOSED));
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void stands() {
        if (ended) {
            return;
        }
        up = true;
        owner.listener().up(id, localHost(), false);
    }

    /** Our own address on this connection. */
    private String localHost() {
        InetSocketAddress own = (InetSocketAddress) channel.orElseThrow().localAddress();
        return IpLiteral.withoutZone(own.getAddress().getHostAddress());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        intake.add((ByteBuf) message, context.alloc());
        try {
            Optional<Resp> value = decoder.next(intake.bytes());
            while (value.isPresent() && !ended) {
                receive(value.get());
                value = decoder.next(intake.bytes());
            }
        } catch (ProtocolFault fault) {
            fail("protocol error: " + fault.getMessage());
        }
        intake.settle();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(endReason);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        intake.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A failed write is reported from inside the flush that made it, so the end must be told later.
        Optional<String> encryption = TlsTrouble.of(cause);
        if (encryption.isPresent()) {
            endReason = encryption.get();
            failLater(endReason);
        } else if (cause instanceof IOException) {
            failLater(FailureReason.of(cause));
        } else {
            LOG.error("Fault while working on {}", id, cause);
            failLater("internal error");
            if (cause instanceof Error broken) {
                owner.listener().broken(broken);
            }
        }
    }

    private void receive(Resp value) {
        if (value instanceof Resp.Push push) {
            receiveSubscribed(push.items(), value);
        } else if (subscribing && value instanceof Resp.Array array) {
            if (!receiveSubscribed(array.items(), value)) {
                answer(value);
            }
        } else {
            answer(value);
        }
    }

    /** Takes a message or the confirmation of a subscription; false when the value is neither. */
    private boolean receiveSubscribed(List<Resp> items, Resp value) {
        if (items.size() != 3) {
            return false;
        }
        String kind = items.get(0).textOrEmpty();
        if (kind.equals("message")) {
            hear(items.get(1).textOrEmpty(), items.get(2).textOrEmpty());
            return true;
        }
        Awaited asked = unanswered.peek();
        boolean isEnd = kind.equals("unsubscribe") && asked != null && asked.isFarewell();
        if (!kind.equals("subscribe") && !isEnd) {
            return false;
        }
        if (!isEnd && (asked == null || !asked.isSubscription())) {
            fail("unsolicited answer");
        } else if (++confirmed == asked.confirmations()) {
            answer(value);
        }
        return true;
    }

    private void hear(String channelName, String payload) {
        if (subscribing) {
            owner.listener().heard(id, channelName, payload);
        } else if (!hosting.mayHear(payload)) {
            owner.keepAloof(id);
            fail("too many messages");
        } else {
            hosting.guest().ifPresent(guest -> guest.heard(channelName, payload));
        }
    }

    private void answer(Resp value) {
        Awaited asked = unanswered.poll();
        if (asked == null) {
            fail("unsolicited answer");
            return;
        }
        confirmed = 0;
        hosting.answered();
        if (asked.isVersion3()) {
            hosting.versionTold(value).ifPresent(GuestLink::turnedAway);
            hosting.guest().filter(guest -> hosting.isVersion3()).ifPresent(this::welcome);
        } else if (asked.request().isPresent() && asked.guest().isPresent()) {
            asked.guest().get().answered(asked.request().get(), value);
        } else if (asked.request().isPresent()) {
            owner.listener().answered(id, asked.request().get(), value);
        }
    }

    /** Tells of the end from outside of whatever call of the owner noticed it. */
    private void failLater(String reason) {
        owner.loop().execute(() -> fail(reason));
    }

    private void fail(String reason) {
        if (ended) {
            return;
        }
        owner.forget(id);
        finish();
        Optional<GuestLink> guest = hosting.release();
        owner.listener().down(id, reason);
        // Behind the host, so that whoever connects anew begins with that one.
        guest.ifPresent(link -> link.fail(reason));
    }
}
