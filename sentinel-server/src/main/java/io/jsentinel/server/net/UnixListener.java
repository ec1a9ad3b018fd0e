package io.jsentinel.server.net;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.store.ByteText;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The Unix socket that clients of this machine may connect to. Opened and closed by any thread but the event loop. */
public final class UnixListener implements AutoCloseable {

    private static final long CLOSE_BOUND_MILLIS = 5_000;

    /** The bits of a file's mode that tell its type, and those of a socket; source: POSIX, sys/stat.h. */
    private static final int TYPE_BITS = 0170000;

    private static final int SOCKET = 0140000;

    private final Path path;
    private final Channel channel;

    private UnixListener(Path path, Channel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Listens on the path of the configuration. A socket that is there is taken over, as Redis does it: it is left over
     * from a process that died.
     *
     * @param loop the event loop that owns the connections, the same as that of the sessions
     * @param config path, relative to its folder, and mode
     * @param sessions who takes the connections
     * @throws IOException when the path cannot be used, naming it
     */
    public static UnixListener open(EventLoop loop, ServerConfig config, Sessions sessions) throws IOException {
        Path path = ByteText.toPath(config.dir())
                .resolve(ByteText.toPath(config.sockets().unixPath()))
                .toAbsolutePath();
        if (isSocket(path)) {
            Files.delete(path);
        }
        ChannelFuture bound = bootstrap(loop, config, sessions)
                .bind(UnixDomainSocketAddress.of(path))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on the Unix socket " + path + ": " + BindAddress.reason(bound.cause()),
                    bound.cause());
        }
        UnixListener listener = new UnixListener(path, bound.channel());
        try {
            if (config.sockets().unixMode() != 0) {
                Files.setPosixFilePermissions(path, permissions(config.sockets().unixMode()));
            }
        } catch (IOException | UnsupportedOperationException e) {
            listener.close();
            throw new IOException("cannot set the mode of the Unix socket " + path + ": " + e.getMessage(), e);
        }
        return listener;
    }

    /** Stops listening and removes the socket; connections that stand are not touched. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(CLOSE_BOUND_MILLIS);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next start removes it.
            path.toFile().deleteOnExit();
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE_BITS) == SOCKET;
    }

    private static ServerBootstrap bootstrap(EventLoop loop, ServerConfig config, Sessions sessions) {
        return new ServerBootstrap()
                .group(loop, loop)
                .channel(NioServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, config.tcpBacklog())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ServerListener.WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, ServerListener.readPieces())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        sessions.guarded(() -> sessions.accept(accepted));
                    }
                });
    }

    /** The nine rights that the bits of a mode stand for. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & 1 << (all.length - 1 - bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }
}
