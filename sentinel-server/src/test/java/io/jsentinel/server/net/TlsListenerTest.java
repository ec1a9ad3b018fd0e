package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsListenerTest {

    private static final String KEY_PASSWORD = "Geheim-4711";

    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final CertificateAuthority authority = CertificateAuthority.root("authority");
    private final CertificateAuthority stranger = CertificateAuthority.root("stranger");
    private TlsMaterial files;

    private final SSLContext known = client(authority.issue("known"));
    private final SSLContext nobody = TlsMaterial.client(authority.certificate(), Optional.empty());

    @BeforeEach
    void writeFiles() {
        files = new TlsMaterial(folder, authority, authority.issue("server"));
    }

    @Test
    void whoHasACertificateOfTheAuthorityIsServed() throws Exception {
        try (TestServer server = start()) {
            assertThat(isServed(server, known)).isTrue();
            assertThat(isServed(server, nobody)).isFalse();
            assertThat(isServed(server, client(stranger.issue("foreign")))).isFalse();
            assertThat(isServed(server, client(authority.issueExpired("late")))).isFalse();
            assertThat(isServed(server, client(authority.subordinate("middle").issue("below"))))
                    .isTrue();
        }
    }

    @Test
    void aCertificateMayBeOptionalButNotABadOne() throws Exception {
        try (TestServer server = start("tls-auth-clients optional")) {
            assertThat(isServed(server, known)).isTrue();
            assertThat(isServed(server, nobody)).isTrue();
            assertThat(isServed(server, client(stranger.issue("foreign")))).isFalse();
        }
    }

    @Test
    void withoutClientAuthenticationEverybodyIsServed() throws Exception {
        try (TestServer server = start("tls-auth-clients no")) {
            assertThat(isServed(server, known)).isTrue();
            assertThat(isServed(server, nobody)).isTrue();
            assertThat(isServed(server, client(stranger.issue("foreign")))).isTrue();
        }
    }

    @Test
    void whyAClientWasRefusedIsLogged() throws Exception {
        try (TestServer server = start()) {
            isServed(server, client(authority.issueExpired("late")));

            Await.atMost(BOUND).until("the refusal is logged", server::log, log -> log.size() == 1);
            assertThat(server.log().get(0))
                    .startsWith("WARNING Error accepting a client connection: TLS: the certificate of the other side"
                            + " has expired (addr=127.0.0.1:");
        }
    }

    @Test
    void onlyTheChosenProtocolsAndCiphersAreSpoken() throws Exception {
        SSLContext old = TlsMaterial.client(authority.certificate(), Optional.empty());
        try (TestServer modern = start("tls-auth-clients no", "tls-protocols TLSv1.3");
                TestServer both = start(
                        "tls-auth-clients no",
                        "tls-ciphers ECDHE-ECDSA-AES128-GCM-SHA256",
                        "tls-ciphersuites TLS_AES_128_GCM_SHA256")) {
            assertThat(negotiated(modern, old, "TLSv1.2")).isEqualTo("refused");
            assertThat(negotiated(modern, old, "TLSv1.3")).startsWith("TLS_AES_");
            assertThat(negotiated(both, old, "TLSv1.2")).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            assertThat(negotiated(both, old, "TLSv1.3")).isEqualTo("TLS_AES_128_GCM_SHA256");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.3, TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384",
    })
    void theOrderOfTheServersCiphersCountsOnlyWhereThatIsWanted(String protocol, String ours, String theirs)
            throws Exception {
        String[] ciphers = {
            "tls-auth-clients no",
            "tls-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384",
            "tls-ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384"
        };
        try (TestServer stubborn = start(with("tls-prefer-server-ciphers yes", ciphers));
                TestServer yielding = start(with("tls-prefer-server-ciphers no", ciphers));
                TestServer usual = start(ciphers)) {
            assertThat(negotiated(stubborn, nobody, protocol, theirs, ours)).isEqualTo(ours);
            assertThat(negotiated(yielding, nobody, protocol, theirs, ours)).isEqualTo(theirs);
            assertThat(negotiated(usual, nobody, protocol, theirs, ours)).isEqualTo(theirs);
        }
    }

    private static String[] with(String line, String... lines) {
        return Stream.concat(Stream.of(line), Stream.of(lines)).toArray(String[]::new);
    }

    @Test
    void aClientThatDoesNotSpeakIsSentAwayAndOthersAreServedMeanwhile() throws Exception {
        try (TestServer server = start();
                RawClient silent = server.connect()) {
            assertThat(isServed(server, known)).isTrue();

            silent.expectEnd();
            Await.atMost(BOUND).until("nothing is left of it", () -> server.clients() == 0);
        }
    }

    @Test
    void aClientThatSpeaksPlainlyIsSentAway() throws Exception {
        try (TestServer server = start();
                RawClient plain = server.connect()) {
            plain.send("PING\r\nPING\r\n");

            Await.atMost(BOUND).until("the refusal is logged", server::log, log -> log.size() == 1);
            assertThat(server.log().get(0)).contains("TLS: the other side does not speak TLS");
        }
    }

    @Test
    void aSecondHandshakeOnTheSameConnectionIsRefused() throws Exception {
        try (TestServer server = start();
                SSLSocket client = (SSLSocket) known.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            client.setSoTimeout((int) BOUND.toMillis());
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.startHandshake();
            client.startHandshake();

            assertThatThrownBy(() -> {
                        client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                        while (client.getInputStream().read() >= 0) {
                            // The refusal comes as an alert while we read.
                        }
                    })
                    .isInstanceOf(SSLException.class);
            assertThat(isServed(server, known)).isTrue();
        }
    }

    @Test
    void oneClientTooManyIsToldSo() throws Exception {
        try (TestServer server = start("maxclients 1");
                RespClient first = server.connect(known)) {
            assertThat(first.call("PING").asText()).isEqualTo("PONG");
            try (RespClient second = server.connect(known)) {
                assertThat(second.readRawToEnd()).isEqualTo("-ERR max number of clients reached\r\n");
            }
        }
    }

    @Test
    void aFarewellIsHeard() throws Exception {
        try (TestServer server = start();
                RespClient client = server.connect(known)) {
            client.send("PING");
            client.raw("*1\r\n$x\r\n");
            assertThat(client.readRawToEnd()).isEqualTo("+PONG\r\n-ERR Protocol error: invalid bulk length\r\n");
        }
    }

    @Test
    void largeAnswersAndTheFarewellArriveWhole() throws Exception {
        String text = "x".repeat(700_000);
        try (TestServer server = start();
                RespClient client = server.connect(known)) {
            assertThat(client.call("PING", text).asText()).isEqualTo(text);
            for (int i = 0; i < 5; i++) {
                client.send("PING", text);
            }
            client.raw("*1\r\n$x\r\n");
            for (int i = 0; i < 5; i++) {
                assertThat(client.read().asText()).isEqualTo(text);
            }
            assertThat(client.readRawToEnd()).isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
        }
    }

    @Test
    void newConnectionsUseNewCertificatesAndOldOnesGoOn() throws Exception {
        CertificateAuthority next = CertificateAuthority.root("next");
        try (TestServer server = start("tls-auth-clients no");
                RespClient old = server.connect(nobody)) {
            files.show(next.issue("renewed"));

            SSLContext trustsNext = TlsMaterial.client(next.certificate(), Optional.empty());
            Await.atMost(BOUND).until("the new certificate is shown", () -> isServed(server, trustsNext));
            assertThat(old.call("PING").asText()).isEqualTo("PONG");
            assertThat(isServed(server, nobody)).isFalse();
            assertThat(server.log())
                    .anyMatch(line -> line.startsWith(
                            "NOTICE TLS: certificates were changed, new connections use CN=renewed, valid"));
        }
    }

    @Test
    void aNewAuthorityLetsItsClientsIn() throws Exception {
        try (TestServer server = start()) {
            SSLContext foreign = client(stranger.issue("foreign"));
            assertThat(isServed(server, foreign)).isFalse();

            files.write("ca.crt", authority.pem() + stranger.pem());

            Await.atMost(BOUND).until("the new authority counts", () -> isServed(server, foreign));
        }
    }

    @Test
    void aLinkThatLeadsElsewhereIsAChange() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        new TlsMaterial(one, authority, authority.issue("one"));
        new TlsMaterial(two, authority, authority.issue("two"));
        Path link = Files.createSymbolicLink(folder.resolve("data"), one);
        List<String> lines = List.of(
                "tls-port 1",
                "tls-auth-clients no",
                "tls-cert-file " + link.resolve("own.crt"),
                "tls-key-file " + link.resolve("own.key"));
        try (TestServer server = new TestServer(TestServer.configOf(lines.toArray(String[]::new)))) {
            Path other = Files.createSymbolicLink(folder.resolve("next"), two);
            Files.move(other, link, StandardCopyOption.ATOMIC_MOVE);

            Await.atMost(BOUND)
                    .until(
                            "the change is seen",
                            () -> server.log().stream().anyMatch(line -> line.contains("new connections use CN=two")));
        }
    }

    @Test
    void aBadPairKeepsTheOldOneAndIsToldOnce() throws Exception {
        Credential next = authority.issue("next");
        try (TestServer server = start()) {
            files.write("own.crt", next.chainPem());

            Await.atMost(BOUND).until("it is told", server::log, log -> log.size() == 1);
            assertThat(server.log().get(0))
                    .startsWith("WARNING WARNING: TLS: certificates were changed but cannot be used, the old ones stay"
                            + " in use: tls-key-file " + files.keyFile() + ": not the key of the certificate in ");
            assertThat(isServed(server, known)).isTrue();

            files.write("own.key", next.keyPem());
            Await.atMost(BOUND).until("the pair is whole", server::log, log -> log.size() == 2);
            assertThat(server.log().get(1)).contains("new connections use CN=next");
        }
    }

    @Test
    void aKeyWithAPasswordIsUsedAsSoonAsThePasswordIsKnown() throws Exception {
        try (TestServer server = start()) {
            files.write("own.crt", stored("rsa.crt"));
            files.write("own.key", stored("rsa-pkcs8-aes256.pem"));
            Await.atMost(BOUND)
                    .until("it cannot be read", () -> server.log().toString().contains("the key is encrypted"));

            server.tls().passwordChanged("tls-key-file-pass", KEY_PASSWORD);

            Await.atMost(BOUND)
                    .until("it is read", () -> server.log().toString().contains("new connections use"));
            assertThat(server.log().toString()).doesNotContain(KEY_PASSWORD);
        }
    }

    @Test
    void infoListsTheEncryptedListener() throws Exception {
        try (TestServer server = start();
                RespClient client = server.connect(known)) {
            assertThat(client.call("INFO", "server").asText())
                    .contains("listener0:name=tcp,", "listener2:name=tls,bind=127.0.0.1,port=1\r\n");
        }
    }

    private static String stored(String name) throws IOException {
        try (InputStream key = TlsListenerTest.class.getResourceAsStream("/keys/" + name)) {
            return new String(key.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private TestServer start(String... further) throws IOException {
        List<String> lines = new ArrayList<>(List.of("bind 127.0.0.1", "tls-port 1"));
        lines.addAll(files.lines());
        lines.addAll(List.of(further));
        ServerConfig config = TestServer.configOf(lines.toArray(String[]::new));
        return new TestServer(config);
    }

    private SSLContext client(Credential shown) {
        return TlsMaterial.client(authority.certificate(), Optional.of(shown));
    }

    private static boolean isServed(TestServer server, SSLContext client) {
        try (RespClient connected = server.connect(client)) {
            return connected.call("PING").asText().equals("PONG");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What both agree on; the client offers those suites in that order, or its usual ones when none are given. */
    private static String negotiated(TestServer server, SSLContext client, String protocol, String... suites)
            throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        } catch (SSLException e) {
            return "refused";
        }
    }
}
