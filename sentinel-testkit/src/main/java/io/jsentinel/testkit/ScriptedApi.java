package io.jsentinel.testkit;

import io.jsentinel.testkit.CertificateAuthority.Credential;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * An API over HTTPS that behaves as a test says, byte by byte: it answers, hangs, breaks off, dribbles. It writes the files
 * of a service account, too.
 */
public final class ScriptedApi implements AutoCloseable {

    /** What a test does with a request: writes whatever it wants. */
    @FunctionalInterface
    public interface Script {

        /** Answers a request, or does not. */
        void answer(Request request, Wire wire) throws IOException, InterruptedException;
    }

    /** A request. Names of headers are in small letters. */
    public record Request(String method, String path, Map<String, String> headers, String body) {}

    private final SSLServerSocket server;
    private final Script script;
    private final Path folder;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** The connection of a request. */
    public final class Wire {
        private final Socket socket;

        private Wire(Socket socket) {
            this.socket = socket;
        }

        /** Sends bytes as they are. */
        public void raw(String bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Sends a whole answer and keeps the connection. */
        public void answer(int code, String body, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " X\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            raw(head + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        /** Ends the connection. */
        public void close() throws IOException {
            socket.close();
        }

        /** Says nothing until the test ends. */
        public void hang() throws InterruptedException {
            end.await();
        }
    }

    /**
     * Starts one.
     *
     * @param folder gets the files of the service account; the token is {@code first-token}
     */
    public ScriptedApi(Path folder, Script script) throws IOException {
        this.script = script;
        this.folder = folder;
        CertificateAuthority authority = CertificateAuthority.root("api-ca");
        Files.writeString(folder.resolve("ca.crt"), authority.pem());
        Files.writeString(folder.resolve("namespace"), "data");
        token("first-token");
        server = listen(authority.issueForLoopback("api"));
        thread(this::accept);
    }

    /** Replaces the token, as the kubelet does it. */
    public void token(String token) throws IOException {
        Path next = Files.writeString(folder.resolve("token.next"), token + "\n");
        Files.move(next, folder.resolve("token"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    /** The folder with the files of the service account. */
    public Path folder() {
        return folder;
    }

    /** The requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made so far. */
    public int connections() {
        return sockets.size();
    }

    private static SSLServerSocket listen(Credential credential) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] secret = "x".toCharArray();
            Certificate[] chain = credential.chain().toArray(Certificate[]::new);
            store.setKeyEntry("api", credential.keys().getPrivate(), secret, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, secret);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-api");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] words = line.split(" ");
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).trim());
                }
                int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
                String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                Request request = new Request(words[0], words[1], headers, body);
                requests.add(request);
                script.answer(request, new Wire(socket));
            }
        } catch (IOException | UncheckedIOException e) {
            // The other side has gone, or the test wanted this side to go.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
