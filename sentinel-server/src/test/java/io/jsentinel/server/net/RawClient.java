package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that sends and expects exact bytes; {@code ~} stands for CR LF in what is expected. */
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    RawClient(InetAddress address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a line as an array of its words and expects these bytes. */
    RawClient ask(String line, String expected) throws IOException {
        String[] words = line.split(" ", -1);
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return send(request.toString()).expect(expected);
    }

    RawClient expect(String expected) throws IOException {
        String bytes = expected.replace("~", "\r\n");
        assertThat(read(bytes.length())).isEqualTo(bytes);
        return this;
    }

    /** Exactly that many bytes, fewer only if the connection ends. */
    String read(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** The content of a bulk string. */
    String readBulk() throws IOException {
        assertThat((char) in.read()).isIn('$', '=');
        String text = read(Integer.parseInt(readLine()));
        expect("~");
        return text;
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    void expectEnd() throws IOException {
        assertThat(in.read()).isEqualTo(-1);
    }

    String localAddress() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Ends the connection in the middle of a test. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
