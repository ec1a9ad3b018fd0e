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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The connections to Redis nodes and to other sentinels. When to connect and when to give up is decided elsewhere;
 * here it is done and told. Two links to one server are one connection where the server speaks version 3 of the protocol.
 *
 * <p>Everything happens on the event loop. The listener is never called from inside {@link #open}, {@link #send},
 * {@link #close} or {@link #flush}, and hears nothing of a link after its end.
 */
public final class RedisLinks {

    /** A bound for connecting that only matters if nobody closes the link before. */
    private static final int CONNECT_TIMEOUT_MILLIS = 60_000;

    /** How many links are remembered as those that have no guest. */
    static final int MAX_ALOOF = 1_024;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Listener listener;
    private final Optional<Tls> tls;
    private final Map<LinkId, OpenLink> links = new HashMap<>();

    /** The links, by number, whose connection was cut because of what came for a guest on it: they have no guest again. */
    private final Set<Long> aloof = new HashSet<>();

    private final List<OpenLink> unflushed = new ArrayList<>();

    /** Who is told what happens on the links; always on the event loop. */
    public interface Listener {

        /**
         * A connection stands.
         *
         * @param link which
         * @param localHost our own address on it, an IP literal
         * @param isShared whether it is that of another link, on which whoever talks has said who we are
         */
        void up(LinkId link, String localHost, boolean isShared);

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
     * @param beside the link whose connection may carry this one too, if the server can do that and it leads to the same place
     */
    public void open(LinkId link, Endpoint to, Optional<LinkId> beside) {
        check(!links.containsKey(link), "%s is open already", link);
        Optional<RedisLink> host = beside.map(links::get)
                .filter(RedisLink.class::isInstance)
                .map(RedisLink.class::cast)
                .filter(other -> other.mayHost(to) && !aloof.contains(other.id().number()));
        if (host.isPresent()) {
            GuestLink guest = new GuestLink(link, to, host.get(), this);
            links.put(link, guest);
            host.get().take(guest);
            unflushed.add(host.get());
        } else {
            connect(link, to);
        }
    }

    /** Gives a link a connection of its own. */
    void connect(LinkId link, Endpoint to) {
        RedisLink opened = new RedisLink(link, to, this);
        links.put(link, opened);
        opened.connect(bootstrap);
    }

    /** From now on nobody shares the connection of this link. */
    void keepAloof(LinkId link) {
        if (aloof.size() == MAX_ALOOF) {
            aloof.clear();
        }
        aloof.add(link.number());
    }

    /**
     * Queues a request; it leaves at the next {@link #flush}. Ignored when the connection does not stand.
     *
     * @param link on which connection
     * @param request what
     */
    public void send(LinkId link, Request request) {
        OpenLink known = links.get(link);
        if (known != null && known.send(request)) {
            unflushed.add(known);
        }
    }

    /** Ends a connection, or the attempt to make it. Ignored when it is gone. */
    public void close(LinkId link) {
        OpenLink known = links.remove(link);
        if (known != null) {
            known.end();
            // A guest that leaves says so to the server.
            unflushed.add(known);
        }
    }

    /** Hands everything queued to the network. */
    public void flush() {
        List<OpenLink> touched = List.copyOf(unflushed);
        unflushed.clear();
        touched.forEach(OpenLink::flush);
    }

    /** Ends all connections; used when the process ends. */
    public void closeAll() {
        List.copyOf(links.values()).forEach(OpenLink::end);
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
