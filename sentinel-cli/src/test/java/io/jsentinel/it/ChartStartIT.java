package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.TlsMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts and operators start sentinels with command lines of their own, and talk to them with their own passwords. */
class ChartStartIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private Path server;

    @BeforeEach
    void link() throws IOException {
        server = Files.createSymbolicLink(
                folder.resolve("redis-server"), Path.of("..", "jsentinel").toRealPath());
    }

    private CommandRun start(String... words) {
        Path jar = Path.of(System.getProperty(JsentinelCommand.JAR_PROPERTY)).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("env", "JSENTINEL_JAR=" + jar, server.toString()));
        command.addAll(List.of(words));
        return CommandRun.start(command);
    }

    private static RespClient connect(CommandRun daemon, Supplier<RespClient> attempt) {
        RespClient[] made = new RespClient[1];
        Await.atMost(BOUND).showing(() -> daemon.out() + daemon.err()).until("it listens", () -> {
            try {
                made[0] = attempt.get();
                return true;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
        return made[0];
    }

    /** Bitnami's start-sentinel.sh with TLS: the file, --sentinel, and everything about TLS as options. */
    @Test
    void bitnamisCommandLineWithTlsStartsADaemonWithoutAPlainPort() throws IOException {
        CertificateAuthority authority = CertificateAuthority.root("authority");
        Credential shown = authority.issue("redis");
        TlsMaterial files = new TlsMaterial(folder, authority, shown);
        int port = FreePort.next();
        Path conf = Files.writeString(folder.resolve("sentinel.conf"), """
                dir "/tmp"
                port 26379
                sentinel monitor mymaster 127.0.0.1 1 2
                sentinel down-after-milliseconds mymaster 60000
                sentinel failover-timeout mymaster 180000
                sentinel parallel-syncs mymaster 1
                """);
        try (CommandRun daemon = start(
                conf.toString(),
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                files.certFile().toString(),
                "--tls-key-file",
                files.keyFile().toString(),
                "--tls-ca-cert-file",
                files.caFile().toString(),
                "--tls-replication",
                "yes",
                "--tls-auth-clients",
                "no",
                "--sentinel")) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var trusting = TlsMaterial.client(authority.certificate(), Optional.empty());
            try (RespClient client =
                    connect(daemon, () -> RespClient.connect(address, SHORT, SHORT, Optional.of(trusting)))) {
                assertThat(client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster")
                                .asTexts())
                        .containsExactly("127.0.0.1", "1");
            }
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd(BOUND)).isZero();
        }
    }

    /** What OT's agent writes, with lines that belong to a server for data and a master that is not known yet. */
    @Test
    void otsFileStartsAndTheOperatorsPasswordAndFirstCallsAreTaken() throws IOException {
        int port = FreePort.next();
        Path more = Files.writeString(folder.resolve("more.conf"), "maxclients 100\n");
        Path conf =
                Files.writeString(folder.resolve("sentinel.conf"), """
                daemonize no
                pidfile %1$s/redis-sentinel.pid
                logfile ""
                dir %1$s
                acllog-max-len 128
                sentinel deny-scripts-reconfig yes
                masterauth secret
                requirepass "with blank"
                protected-mode yes
                sentinel monitor mymaster 0.0.0.0 6379 2
                sentinel down-after-milliseconds mymaster 30000
                sentinel parallel-syncs mymaster 1
                sentinel failover-timeout mymaster 180000
                sentinel resolve-hostnames no
                sentinel announce-hostnames no
                sentinel auth-pass mymaster secret
                sentinel myid %2$s
                port %3$d
                include %4$s
                """.formatted(folder, "a".repeat(40), port, more));
        try (CommandRun daemon = start(conf.toString(), "--sentinel");
                RespClient client = connect(daemon, () -> RespClient.connect(port))) {
            client.raw("AUTH \"with blank\"\r\n");
            assertThat(client.read().asText()).isEqualTo("OK");
            assertThat(client.call("HELLO", "3", "AUTH", "default", "with blank")
                            .asMap()
                            .get("proto")
                            .asLong())
                    .isEqualTo(3);
            assertThat(client.call("SENTINEL", "REMOVE", "mymaster").asText()).isEqualTo("OK");
            assertThat(client.call("SENTINEL", "MONITOR", "mymaster", "127.0.0.1", "1", "2")
                            .asText())
                    .isEqualTo("OK");
            assertThat(client.call("SENTINEL", "MYID").asText()).isEqualTo("a".repeat(40));
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd(BOUND)).isZero();
        }
        assertThat(Files.readString(conf).lines().filter(line -> line.startsWith("sentinel monitor")))
                .containsExactly("sentinel monitor mymaster 127.0.0.1 1 2");
    }
}
