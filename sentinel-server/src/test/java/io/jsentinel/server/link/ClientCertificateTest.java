package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.TlsConfig;
import io.jsentinel.server.store.DiskFiles;
import io.jsentinel.server.tls.Tls;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import io.jsentinel.testkit.TlsMaterial;
import io.jsentinel.topology.LinkId;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node is shown of us when the certificate for nodes is another one than that for clients. */
class ClientCertificateTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Tls.Pace PACE = new Tls.Pace(10_000, 20);
    private static final String KEY_PASSWORD = "Geheim-4711";

    @TempDir
    private Path folder;

    private final CertificateAuthority authority = CertificateAuthority.root("authority");
    private final RecordingListener told = new RecordingListener();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private MultiThreadIoEventLoopGroup group;
    private EventLoop loop;
    private SSLServerSocket node;
    private TlsMaterial forClients;
    private TlsMaterial forNodes;
    private long links;

    @BeforeEach
    void start() throws IOException {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = (EventLoop) group.next();
        forClients = new TlsMaterial(Files.createDirectory(folder.resolve("in")), authority, authority.issue("server"));
        forNodes = new TlsMaterial(Files.createDirectory(folder.resolve("out")), authority, authority.issue("client"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void aNodeIsShownTheCertificateForNodesAndAfterItsFilesWereReplacedTheNewOne() throws Exception {
        RedisLinks ours = ours(lines());
        listen(authority.certificate());
        assertThat(shown(ours)).isEqualTo("CN=client");

        Credential next = authority.issue("renewed");
        forNodes.show(next);

        awaitLog("new connections to nodes and sentinels use CN=renewed, valid until ");
        assertThat(shown(ours)).isEqualTo("CN=renewed");
        assertThat(log.toString()).doesNotContain("CN=server");
    }

    @Test
    void withoutOneOfItsOwnANodeIsShownTheCertificateForClients() throws Exception {
        RedisLinks ours = ours(lines().subList(0, lines().size() - 2));
        listen(authority.certificate());

        assertThat(shown(ours)).isEqualTo("CN=server");
    }

    @Test
    void aBadPairForNodesKeepsTheOldOneAndIsTold() throws Exception {
        RedisLinks ours = ours(lines());
        listen(authority.certificate());
        Credential next = authority.issue("next");
        forNodes.write("own.crt", next.chainPem());

        awaitLog("WARNING WARNING: TLS: certificates were changed but cannot be used, the old ones stay in use: "
                + "tls-client-key-file " + forNodes.keyFile() + ": not the key of the certificate in ");
        assertThat(shown(ours)).isEqualTo("CN=client");

        forNodes.write("own.key", next.keyPem());
        awaitLog("new connections to nodes and sentinels use CN=next, valid until ");
        assertThat(shown(ours)).isEqualTo("CN=next");
    }

    @Test
    void onlyTheCertificateThatChangedIsNamed() throws Exception {
        ours(lines());
        forClients.show(authority.issue("greeter"));
        awaitLog("NOTICE TLS: certificates were changed, new connections use CN=greeter, valid until ");
        assertThat(log.toString()).doesNotContain("CN=client");

        forClients.write(
                "ca.crt", authority.pem() + CertificateAuthority.root("further").pem());
        awaitLog(
                "NOTICE TLS: files were changed, new connections use what is in them; our certificate stays CN=greeter");
    }

    @Test
    void aCertificateForNodesThatHasExpiredIsWarnedOf() throws Exception {
        forNodes.show(authority.issueExpired("late"));
        ours(lines());

        awaitLog("WARNING WARNING: TLS: our certificate has expired, others will refuse it: CN=late, valid until ");
        assertThat(log.toString()).doesNotContain("CN=server");
    }

    @Test
    void anEncryptedKeyForNodesIsReadWithItsPassword() throws Exception {
        forNodes.write("own.crt", stored("rsa.crt"));
        forNodes.write("own.key", stored("rsa-pkcs8-aes256.pem"));
        List<String> lines = new ArrayList<>(lines());
        lines.add("tls-client-key-file-pass " + KEY_PASSWORD);
        RedisLinks ours = ours(lines);
        X509Certificate expected = certificate(stored("rsa.crt"));
        // It is signed by itself: the node must know it to let it in.
        listen(expected);

        assertThat(shown(ours)).isEqualTo(expected.getSubjectX500Principal().getName());
        assertThat(log.toString()).doesNotContain(KEY_PASSWORD);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("port 0", "tls-port 1", "tls-replication yes"));
        lines.addAll(forClients.lines());
        lines.add("tls-client-cert-file " + forNodes.certFile());
        lines.add("tls-client-key-file " + forNodes.keyFile());
        return lines;
    }

    /** Our links, encrypted as the lines of a configuration file say. */
    private RedisLinks ours(List<String> lines) throws Exception {
        ConfText text = new ConfText("test.conf", String.join("\n", lines));
        TlsConfig config =
                ConfReader.read(text, List.of(), new DiskFiles()).server().tls();
        Tls tls = Tls.open(config, Path.of("/"), (level, line) -> log.add(level + " " + line), PACE)
                .orElseThrow();
        opened.add(tls);
        RedisLinks ours = new RedisLinks(loop, told, Optional.of(tls));
        opened.add(() -> onLoop(ours::closeAll));
        return ours;
    }

    /** A node that lets in whoever shows a certificate of that authority. */
    private void listen(X509Certificate trusted) throws IOException {
        SSLContext context = TlsMaterial.client(trusted, Optional.of(authority.issue("node")));
        node = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        node.setNeedClientAuth(true);
        node.setSoTimeout((int) BOUND.toMillis());
        opened.add(node);
    }

    /** Connects to the node; whom that sees. */
    private String shown(RedisLinks ours) throws Exception {
        LinkId link = new LinkId(++links, 1);
        onLoop(() -> ours.open(link, new Endpoint("127.0.0.1", node.getLocalPort()), Optional.empty()));
        try (SSLSocket accepted = (SSLSocket) node.accept()) {
            accepted.setSoTimeout((int) BOUND.toMillis());
            accepted.startHandshake();
            assertThat(told.next()).isEqualTo(link.number() + " up 127.0.0.1");
            onLoop(() -> ours.close(link));
            return accepted.getSession().getPeerPrincipal().getName();
        }
    }

    private void awaitLog(String part) {
        Await.atMost(BOUND)
                .showing(log::toString)
                .until("it is told", () -> log.stream().anyMatch(line -> line.contains(part)));
    }

    private void onLoop(Runnable work) throws Exception {
        loop.submit(work).get(10, TimeUnit.SECONDS);
    }

    private static X509Certificate certificate(String pem) throws Exception {
        try (InputStream bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        }
    }

    private static String stored(String name) throws IOException {
        try (InputStream file = ClientCertificateTest.class.getResourceAsStream("/keys/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
