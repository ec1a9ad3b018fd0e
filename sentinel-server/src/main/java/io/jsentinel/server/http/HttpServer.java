package io.jsentinel.server.http;

import io.jsentinel.config.HttpConfig;
import io.jsentinel.server.net.BindAddress;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Probes, pages and the agent check, on a thread of their own: they answer also while the event loop of the daemon is
 * busy, and can tell that it is.
 */
public final class HttpServer implements AutoCloseable {

    /** The most connections at once; for one more, the oldest that waits for no answer is closed. */
    static final int MAX_CONNECTIONS = 256;

    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 8192;
    private static final int MAX_BODY = 16 * 1024;
    private static final int WRITE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup group;
    private final List<Channel> listeners = new ArrayList<>();
    private final List<Channel> agentListeners = new ArrayList<>();
    private final Set<Channel> connections = new LinkedHashSet<>();

    private HttpServer() {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
    }

    /**
     * Where a server is.
     *
     * @param config what is served where
     * @param bind the addresses to listen on when the configuration has none
     * @param dir the folder that relative paths count from
     * @param nodes the addresses from which the node may announce the end of this pod
     */
    public record Place(HttpConfig config, List<String> bind, Path dir, List<String> nodes) {}

    /**
     * What is served.
     *
     * @param backstage the daemon
     * @param core its event loop
     * @param vantage which server is the local one
     * @param version our own version
     */
    public record Content(Backstage backstage, EventLoop core, Vantage vantage, String version) {}

    /**
     * Begins to serve.
     *
     * @param log hears what is wrong with the file of the token
     * @throws IOException when an address that is not optional cannot be used, naming address and port
     */
    public static HttpServer open(Place place, Content content, Consumer<String> log) throws IOException {
        HttpServer server = new HttpServer();
        try {
            server.open(place, content, server.group.next(), log);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void open(Place place, Content content, EventLoop loop, Consumer<String> log) throws IOException {
        HttpConfig config = place.config();
        StatusBoard<Status> board = new StatusBoard<>(content.core(), loop, content.backstage()::status);
        Optional<Path> tokenFile =
                Optional.of(config.tokenFile()).filter(name -> !name.isEmpty()).map(place.dir()::resolve);
        List<AddressRange> trusted = new ArrayList<>();
        for (String text : config.trusted()) {
            trusted.add(AddressRange.parse(text)
                    .orElseThrow(() -> new IOException("http-trusted '" + text + "' is no address and no range")));
        }
        Access access = new Access(new Token(tokenFile, log), trusted, place.nodes());
        Endpoints endpoints = new Endpoints(
                board,
                new ProbePages(content.vantage()),
                new Actions(content.backstage(), content.core(), loop, board),
                access,
                new Endpoints.Extras(new Metrics(content, loop)::answer, content.version()));
        List<String> bind = config.bind().isEmpty() ? place.bind() : config.bind();
        if (config.port() != 0) {
            listen(bind, config.port(), listeners, channel -> http(channel, endpoints));
        }
        if (config.agentPort() != 0) {
            listen(
                    bind,
                    config.agentPort(),
                    agentListeners,
                    channel -> channel.pipeline()
                            .addLast(new WriteTimeoutHandler(WRITE_SECONDS))
                            .addLast(new AgentCheck(board, content.vantage())));
        }
    }

    private static void http(Channel channel, Endpoints endpoints) {
        channel.pipeline()
                .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS))
                .addLast(new HttpObjectAggregator(MAX_BODY, true))
                .addLast(new WriteTimeoutHandler(WRITE_SECONDS))
                .addLast(new HttpSession(endpoints));
    }

    private void listen(List<String> bind, int port, List<Channel> into, Consumer<Channel> pipeline)
            throws IOException {
        for (BindAddress address : BindAddress.all(bind)) {
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(group)
                    .channelFactory(() -> new NioServerSocketChannel(SelectorProvider.provider(), address.family()))
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            accept(channel, pipeline);
                        }
                    });
            ChannelFuture bound = bootstrap
                    .bind(new InetSocketAddress(address.address(), port))
                    .awaitUninterruptibly();
            if (bound.isSuccess()) {
                into.add(bound.channel());
            } else if (!address.mayBeMissing(bound.cause())) {
                throw new IOException(
                        "cannot listen on " + address.text() + " port " + port + " for HTTP: "
                                + BindAddress.reason(bound.cause()),
                        bound.cause());
            }
        }
    }

    /**
     * On the loop of the group, like everything that changes the connections. Whoever only holds connections must not keep
     * probes out: they would count as failed, and healthy pods as dead.
     */
    private void accept(Channel channel, Consumer<Channel> pipeline) {
        if (connections.size() >= MAX_CONNECTIONS) {
            Optional<Channel> oldest =
                    connections.stream().filter(open -> !isAwaited(open)).findFirst();
            oldest.orElse(channel).close();
            if (oldest.isEmpty()) {
                return;
            }
        }
        connections.add(channel);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        pipeline.accept(channel);
    }

    /** Whether somebody waits for an answer on a connection. */
    private static boolean isAwaited(Channel channel) {
        HttpSession session = channel.pipeline().get(HttpSession.class);
        return session != null && session.isBusy();
    }

    /** Serves nobody any more; does not wait for a thread that hangs, such as in a file that somebody else serves. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
