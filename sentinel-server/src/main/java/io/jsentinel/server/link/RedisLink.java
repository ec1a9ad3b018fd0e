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

/** One connection to one node: requests leave in order, answers belong to them in the same order. */
final class RedisLink extends ChannelInboundHandlerAdapter {

    /** The most requests that may wait for an answer; a node that lets more pile up is as good as dead. */
    static final int MAX_UNANSWERED = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final String CLOSED = "closed by peer";

    private final LinkId id;
    private final RedisLinks owner;
    private final AnswerDecoder decoder = new AnswerDecoder();
    private final Intake intake = new Intake();
    private final Deque<Request> unanswered = new ArrayDeque<>();

    /** The connection, or the attempt to make one; absent before and when there can be none. */
    private Optional<Channel> channel = Optional.empty();

    private boolean up;
    private boolean ended;

    /** What is told when the connection ends: with TLS 1.3 a refusal comes before the end, and after the handshake. */
    private String endReason = CLOSED;

    /** Whether messages may come that nobody asked for. */
    private boolean subscribing;

    /** How many channels of the subscription at the head of the queue were confirmed. */
    private int confirmed;

    RedisLink(LinkId id, RedisLinks owner) {
        this.id = id;
        this.owner = owner;
    }

    void connect(Bootstrap bootstrap, Endpoint to) {
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

    /** Queues a request; false when it cannot be sent. */
    boolean send(Request request) {
        if (!up || ended) {
            return false;
        }
        if (unanswered.size() == MAX_UNANSWERED) {
            up = false;
            failLater("too many unanswered requests");
            return false;
        }
        subscribing |= request.kind() == Request.Kind.SUBSCRIBE;
        unanswered.add(request);
        Channel to = channel.orElseThrow();
        ByteBuf bytes = to.alloc().buffer();
        RespEncoder.writeRequest(request.args(), bytes);
        to.write(bytes, to.voidPromise());
        return true;
    }

    void flush() {
        channel.ifPresent(Channel::flush);
    }

    /** Ends the connection; nothing is told any more. */
    void end() {
        ended = true;
        unanswered.clear();
        channel.ifPresent(Channel::close);
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
            stands(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                stands(context);
            } else {
                fail(TlsTrouble.of(handshake.cause()).orElse(CLOSED));
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void stands(ChannelHandlerContext context) {
        if (ended) {
            return;
        }
        up = true;
        InetSocketAddress own = (InetSocketAddress) context.channel().localAddress();
        owner.listener().up(id, IpLiteral.withoutZone(own.getAddress().getHostAddress()));
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
            owner.listener().heard(id, items.get(1).textOrEmpty(), items.get(2).textOrEmpty());
            return true;
        }
        if (!kind.equals("subscribe")) {
            return false;
        }
        Request asked = unanswered.peek();
        if (asked == null || asked.kind() != Request.Kind.SUBSCRIBE) {
            fail("unsolicited answer");
        } else if (++confirmed == asked.args().size() - 1) {
            answer(value);
        }
        return true;
    }

    private void answer(Resp value) {
        Request asked = unanswered.poll();
        if (asked == null) {
            fail("unsolicited answer");
            return;
        }
        confirmed = 0;
        owner.listener().answered(id, asked, value);
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
        end();
        owner.listener().down(id, reason);
    }
}
