package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.TlsMaterial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and sentinels, ours and stock ones, that have no plain port and let nobody in without a certificate. */
@NeedsStock
class TlsQuorumIT {

    @TempDir
    private Path folder;

    private final CertificateAuthority authority = CertificateAuthority.root("authority");
    private final Credential shown = authority.issue("all processes");
    private TlsMaterial files;
    private SSLContext client;

    @BeforeEach
    void writeFiles() {
        files = new TlsMaterial(folder, authority, shown);
        client = TlsMaterial.client(authority.certificate(), Optional.of(shown));
    }

    @Test
    void twoOfOursAndAStockOneFailOver() {
        failOver(List.of(OURS, OURS, STOCK));
    }

    @Test
    void oneOfOursAndTwoStockOnesFailOver() {
        failOver(List.of(OURS, STOCK, STOCK));
    }

    @Test
    void redisCliIsServedWithACertificateOnly() {
        try (Cluster cluster = cluster(0)) {
            SentinelProcess ours = cluster.add(cluster.setup(OURS, 1).tls(files, client));
            String port = Integer.toString(ours.port());

            assertThat(redisCli("-p", port, "--cert", files.certFile().toString(), "--key", keyFile(), "PING"))
                    .isEqualTo("PONG");
            assertThat(redisCli("-p", port, "PING")).isNotEqualTo("PONG");
            assertThat(status(port)).contains("mymaster (quorum 1");
            // Failures of one second share a line, and another one may have had it: so there are several attempts.
            Await.atMost(HEAL_BOUND).showing(ours::logTail).until("a refusal is logged", () -> {
                redisCli("-p", port, "PING");
                return ours.logText().contains("Error accepting a client connection: TLS: ");
            });
        }
    }

    private void failOver(List<Kind> kinds) {
        try (Cluster cluster = cluster(2)) {
            kinds.forEach(kind -> cluster.add(cluster.setup(kind, 2).tls(files, client)));
            cluster.awaitAcquainted();
            for (SentinelProcess sentinel : cluster.sentinels()) {
                assertThat(sentinel.call("SENTINEL", "SENTINELS", NAME).asList())
                        .extracting(other -> other.asTextMap().get("port"))
                        .as("the others of %s", sentinel)
                        .allMatch(port -> cluster.sentinelPorts().contains(Integer.parseInt(port)));
            }
            RedisServer old = cluster.master();
            old.kill();
            cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND.multipliedBy(3));
            old.restart();
            cluster.awaitWell(HEAL_BOUND);
        }
    }

    private Cluster cluster(int replicas) {
        return Cluster.of(replicas, setup -> setup.tls(files, client));
    }

    private String redisCli(String... words) {
        List<String> command = new ArrayList<>(
                List.of("redis-cli", "--tls", "--cacert", files.caFile().toString()));
        command.addAll(List.of(words));
        try (CommandRun run = CommandRun.start(command)) {
            run.awaitEnd(HEAL_BOUND);
            return run.out().trim();
        }
    }

    private String status(String port) {
        String ca = files.caFile().toString();
        String cert = files.certFile().toString();
        List<String> command =
                JsentinelCommand.of("status", "-p", port, "--tls", "--cacert", ca, "--cert", cert, "--key", keyFile());
        try (CommandRun run = CommandRun.start(command)) {
            assertThat(run.awaitEnd(HEAL_BOUND)).as("%s", run.err()).isZero();
            return run.out();
        }
    }

    private String keyFile() {
        return files.keyFile().toString();
    }
}
