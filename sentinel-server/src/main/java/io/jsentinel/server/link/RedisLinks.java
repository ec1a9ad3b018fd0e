package io.jsentinel.server.link;

import static io.jsentinel.check.Check.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.tls.Tls;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections to Redis nodes and to other sentinels. When to connect and when to give up is decided elsewhere;
 * here it is done and told.
 *
 * <p>Everything happens on the event loop. The listener is never called from inside {@link #open}, {@link #send},
 * {@link #close} or {@link #flush}, and hears nothing of a link after its end.
 */
public final class RedisLinks {

    /** A bound for connecting that only matters if nobody closes the link before. */
    private static final int CONNECT_TIMEOUT_MILLIS = 60_000;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Listener listener;
    private final Optional<Tls> tls;
    private final Map<LinkId, RedisLink> links = new HashMap<>();
    private final List<RedisLink> unflushed = new ArrayList<>();

    /** Who is told what happens on the links; always on the event loop. */
    public interface Listener {

        /**
         * A connection stands.
         *
         * @param link which
         * @param localHost our own address on it, an IP literal
         */
        void up(LinkId link, String localHost);

        /**
         * A connection ended without our wish, or could not be made.
         *
         * @param link which
         * @param reason why, in few words
         */
        void down(LinkId link, String reason);

        /**
         * A request was answered.
         *
         * @param link on which connection
         * @param request the object that was sent
         * @param answer what came back
         */
        void answered(LinkId link, Request request, Resp answer);

        /**
         * A message came on a channel that was subscribed to.
         *
         * @param link on which connection
         * @param channel the channel
         * @param payload the message
         */
        void heard(LinkId link, String channel, String payload);

        /**
         * An Error came up on a connection, the end of which is told as well.
         *
         * @param cause what was thrown
         */
        void broken(Error cause);
    }

    /**
     * No links yet, and none of them encrypted.
     *
     * @param loop the event loop that owns them
     * @param listener who is told
     */
    public RedisLinks(EventLoop loop, Listener listener) {
        this(loop, listener, Optional.empty());
    }

    /**
     * No links yet.
     *
     * @param loop the event loop that owns them
     * @param listener who is told
     * @param tls what may encrypt them
     */
    public RedisLinks(EventLoop loop, Listener listener, Optional<Tls> tls) {
        this.loop = loop;
        this.listener = listener;
        this.tls = tls;
        bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(NioSocketChannel::new)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Makes all later connections come from an address of this machine. */
    public void comeFrom(InetAddress source) {
        bootstrap.localAddress(new InetSocketAddress(source, 0));
    }

    /**
     * Begins to connect; {@link Listener#up} or {@link Listener#down} follows.
     *
     * @param link the new connection's identity, not used before
     * @param to where
     */
    public void open(LinkId link, Endpoint to) {
        RedisLink opened = new RedisLink(link, this);
        check(links.putIfAbsent(link, opened) == null, "%s is open already", link);
        opened.connect(bootstrap, to);
    }

    /**
     * Queues a request; it leaves at the next {@link #flush}. Ignored when the connection does not stand.
     *
     * @param link on which connection
     * @param request what
     */
    public void send(LinkId link, Request request) {
        RedisLink known = links.get(link);
        if (known != null && known.send(request)) {
            unflushed.add(known);
        }
    }

    /** Ends a connection, or the attempt to make it. Ignored when it is gone. */
    public void close(LinkId link) {
        RedisLink known = links.remove(link);
        if (known != null) {
            known.end();
        }
    }

    /** Hands everything queued to the network. */
    public void flush() {
        List<RedisLink> touched = List.copyOf(unflushed);
        unflushed.clear();
        touched.forEach(RedisLink::flush);
    }

    /** Ends all connections; used when the process ends. */
    public void closeAll() {
        links.values().forEach(RedisLink::end);
        links.clear();
    }

    /** How many links are open or being opened. */
    public int count() {
        return links.size();
    }

    EventLoop loop() {
        return loop;
    }

    Listener listener() {
        return listener;
    }

    /** What encrypts a new connection, if they are encrypted. */
    Optional<SslHandler> encryption(ByteBufAllocator allocator) {
        return tls.flatMap(all -> all.outgoing(allocator));
    }

    void forget(LinkId link) {
        links.remove(link);
    }
}
