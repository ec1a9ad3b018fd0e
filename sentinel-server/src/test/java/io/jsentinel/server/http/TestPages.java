package io.jsentinel.server.http;

import io.jsentinel.config.HttpConfig;
import io.jsentinel.status.Vantage;
import io.jsentinel.testkit.FreePort;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Pages on a free port, and clients of them that send whatever a test wants. */
final class TestPages implements AutoCloseable {

    final FakeBackstage backstage;
    final List<String> log = new CopyOnWriteArrayList<>();
    final int port = FreePort.next();
    final int agentPort = FreePort.next();
    final EventLoopGroup core = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpServer server;

    TestPages() {
        this(new FakeBackstage(), "", List.of());
    }

    TestPages(FakeBackstage backstage, String tokenFile, List<String> trusted) {
        this(backstage, tokenFile, trusted, line -> {});
    }

    /** Pages whose log somebody else hears, too. */
    TestPages(FakeBackstage backstage, String tokenFile, List<String> trusted, Consumer<String> listener) {
        this.backstage = backstage;
        HttpConfig config = new HttpConfig(port, agentPort, List.of(), tokenFile, trusted, Optional.empty());
        HttpServer.Place place =
                new HttpServer.Place(config, List.of("127.0.0.1", "127.0.0.2"), Path.of(""), List.of());
        HttpServer.Content content = new HttpServer.Content(backstage, core.next(), Vantage.DEFAULT, "1.2.3");
        try {
            server = HttpServer.open(place, content, listener.andThen(log::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one request over a connection of its own and reads until its end. */
    String ask(String request) {
        return raw(request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    /** Sends these characters and reads until the other side closes. */
    String raw(String request) {
        try (Socket socket = connect()) {
            send(socket, request);
            return rest(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket connect() throws IOException {
        return connect(port);
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the lines up to the empty one, and as many bytes behind it as they say. */
    static List<String> answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        lines.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended in '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        server.close();
        core.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
