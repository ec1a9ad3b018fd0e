package io.jsentinel.server.net;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.tls.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** The sockets that clients connect to. Opened and closed by any thread but the event loop. */
public final class ServerListener implements AutoCloseable {

    private static final long CLOSE_BOUND_MILLIS = 5_000;

    /** Answers are held back from a client while more than the second waits for it, until less than the first does. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    /** The most that is read from one client before others have their turn, in bytes, and in how many pieces. */
    private static final int READ_PIECE = 16 * 1024;

    private static final int READ_PIECES = 4;

    private final List<Channel> channels = new ArrayList<>();
    private final EventLoop loop;
    private final ServerConfig config;
    private final Sessions sessions;
    private final Optional<Tls> tls;

    private ServerListener(EventLoop loop, ServerConfig config, Sessions sessions, Optional<Tls> tls) {
        this.loop = loop;
        this.config = config;
        this.sessions = sessions;
        this.tls = tls;
    }

    /**
     * Where clients get in.
     *
     * @param port where to listen; 0 for any free port, the same on all addresses
     * @param tls what encrypts their connections; absent for plain ones
     */
    public record Door(int port, Optional<Tls> tls) {}

    /**
     * Listens on all addresses of the configuration.
     *
     * @param loop the event loop that owns the connections, the same as that of the sessions
     * @param config addresses and socket options; its ports are not looked at
     * @param door where to listen
     * @param sessions who takes the connections
     * @throws IOException when an address that is not optional cannot be used, naming address and port
     */
    public static ServerListener open(EventLoop loop, ServerConfig config, Door door, Sessions sessions)
            throws IOException {
        ServerListener listener = new ServerListener(loop, config, sessions, door.tls());
        try {
            for (BindAddress address : BindAddress.all(config.bind())) {
                listener.bind(address, listener.channels.isEmpty() ? door.port() : listener.port());
            }
            if (listener.channels.isEmpty()) {
                throw new IOException("cannot listen: none of the addresses " + config.bind() + " is available");
            }
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) channels.get(0).localAddress()).getPort();
    }

    /** Stops listening; connections that stand are not touched. Waits for a busy event loop, but not for ever. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_BOUND_MILLIS));
    }

    private void bind(BindAddress address, int port) throws IOException {
        InetSocketAddress socket = new InetSocketAddress(address.address(), port);
        ChannelFuture bound = bootstrap(address).bind(socket).awaitUninterruptibly();
        if (bound.isSuccess()) {
            channels.add(bound.channel());
        } else if (!address.mayBeMissing(bound.cause())) {
            throw new IOException(
                    "cannot listen on " + address.text() + " port " + port + ": " + BindAddress.reason(bound.cause()),
                    bound.cause());
        }
    }

    private ServerBootstrap bootstrap(BindAddress address) {
        return new ServerBootstrap()
                .group(loop, loop)
                .channelFactory(() -> new NioServerSocketChannel(SelectorProvider.provider(), address.family()))
                .option(ChannelOption.SO_BACKLOG, config.tcpBacklog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, config.tcpKeepaliveSeconds() > 0)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, readPieces())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        sessions.guarded(() -> accept(channel, address));
                    }
                });
    }

    /** How received bytes are gathered: little at once, so that one client does not hold up the others. */
    static RecvByteBufAllocator readPieces() {
        return new AdaptiveRecvByteBufAllocator(512, 1024, READ_PIECE).maxMessagesPerRead(READ_PIECES);
    }

    private void accept(Channel channel, BindAddress address) {
        boolean overIpv4 = ((InetSocketAddress) channel.remoteAddress()).getAddress() instanceof Inet4Address;
        if (overIpv4 && !address.takesIpv4()) {
            channel.close();
            return;
        }
        int period = config.tcpKeepaliveSeconds();
        if (period > 0) {
            // As Redis: the first probe after the period, then three at a third of it. False where it is unknown.
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), period);
            channel.config()
                    .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), Math.max(1, period / 3));
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), 3);
        }
        tls.ifPresent(encryption -> encryption.secure(channel));
        sessions.accept(channel);
    }
}
