package io.jsentinel.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A blocking RESP2 and RESP3 client on one socket, plain or encrypted. Connecting and each wait for bytes are bounded. Texts are
 * Latin-1, so that every byte survives. I/O trouble is an {@link UncheckedIOException}; after one the client is of
 * no further use. Not for use by several threads at a time.
 */
public final class RespClient implements AutoCloseable {

    /** The longest time that connecting takes unless another is given. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** The longest wait for bytes unless another is given. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private final Socket socket;
    private final InputStream in;
    private final ReplyReader reader;
    private final int readTimeoutMillis;

    private RespClient(Socket socket, Duration readTimeout) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.reader = new ReplyReader(in);
        this.readTimeoutMillis = millis(readTimeout);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(readTimeoutMillis);
    }

    /** A client of a port on the IPv4 loopback address, with the usual bounds. */
    public static RespClient connect(int port) {
        return connect(loopback(port), CONNECT_TIMEOUT, READ_TIMEOUT);
    }

    /** A client of a port on the IPv4 loopback address, with one bound for connecting and for each wait. */
    public static RespClient connect(int port, Duration timeout) {
        return connect(loopback(port), timeout, timeout);
    }

    /** A client of an address. */
    public static RespClient connect(InetSocketAddress address, Duration connectTimeout, Duration readTimeout) {
        return connect(address, connectTimeout, readTimeout, Optional.empty());
    }

    /** A client of an address, over an encrypted connection if it is given what that needs. */
    public static RespClient connect(
            InetSocketAddress address, Duration connectTimeout, Duration readTimeout, Optional<SSLContext> tls) {
        Socket socket = new Socket();
        try {
            socket.connect(address, millis(connectTimeout));
            return new RespClient(tls.isPresent() ? encrypted(tls.get(), socket, readTimeout) : socket, readTimeout);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    /** The handshake is made at once, so that a refusal is a failure to connect. No name is told to the server. */
    private static Socket encrypted(SSLContext tls, Socket plain, Duration timeout) throws IOException {
        plain.setSoTimeout(millis(timeout));
        String address = plain.getInetAddress().getHostAddress();
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, address, plain.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    /** An address on the IPv4 loopback. */
    static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one command and reads one reply. */
    public Reply call(String... args) {
        send(args);
        return read();
    }

    /** Sends one command as an array of bulk strings. */
    public void send(String... args) {
        raw(command(args));
    }

    /** The wire form of a command: an array of bulk strings. */
    public static String command(String... args) {
        StringBuilder wire = new StringBuilder("*").append(args.length).append("\r\n");
        for (String arg : args) {
            wire.append('$').append(arg.length()).append("\r\n").append(arg).append("\r\n");
        }
        return wire.toString();
    }

    /** Writes these Latin-1 characters as bytes, and nothing else. */
    public void raw(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next reply, or an exception when none begins within the usual bound. */
    public Reply read() {
        return within(readTimeoutMillis, reader::read);
    }

    /** The next reply, or an exception when none begins within {@code timeout}. */
    public Reply read(Duration timeout) {
        return tryRead(timeout)
                .orElseThrow(() -> new UncheckedIOException(
                        new SocketTimeoutException("no reply within " + timeout.toMillis() + " ms")));
    }

    /** The next reply, or nothing when none begins within {@code timeout}; the client stays usable. */
    public Optional<Reply> tryRead(Duration timeout) {
        return hasByte(timeout) ? Optional.of(read()) : Optional.empty();
    }

    /** The next reply byte for byte as it was on the wire. */
    public String readRawReply() {
        return within(readTimeoutMillis, reader::readRaw);
    }

    /** Exactly {@code length} bytes. */
    public String readRaw(int length) {
        return within(readTimeoutMillis, () -> reader.readText(length));
    }

    /** All bytes until the peer closes the connection, which it must do before a wait of the usual bound. */
    public String readRawToEnd() {
        return within(readTimeoutMillis, () -> new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    /** Whether the peer closes the connection within {@code timeout} without sending anything more. */
    public boolean isClosedWithin(Duration timeout) {
        try {
            return within(millis(timeout), () -> in.read() < 0);
        } catch (UncheckedIOException e) {
            return !(e.getCause() instanceof SocketTimeoutException);
        }
    }

    private boolean hasByte(Duration timeout) {
        return within(millis(timeout), () -> {
            in.mark(1);
            try {
                // The end of the stream counts as a byte here: reading on tells it to the caller.
                in.read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                in.reset();
            }
        });
    }

    private <T> T within(int timeoutMillis, Reading<T> reading) {
        try {
            socket.setSoTimeout(timeoutMillis);
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + " (" + socket.getRemoteSocketAddress() + ")", e);
        }
    }

    /** A read that may fail. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is not ours any more either.
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }
}
