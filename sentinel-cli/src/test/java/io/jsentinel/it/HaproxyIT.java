package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.it.Haproxy.Server;
import io.jsentinel.it.PortWriter.Write;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.StockSentinel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy in front of a set: writes reach the master and nobody else, whatever happens to it. */
class HaproxyIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Server> servers = new ArrayList<>();

    @BeforeEach
    void needsHaproxy() {
        assumeTrue(StockSentinel.required() || Haproxy.available(), "haproxy is not on the PATH");
    }

    /** A master with two replicas, a daemon beside each, and all that is needed to find them. */
    private Cluster cluster() {
        Cluster cluster = Cluster.of(2);
        try {
            for (RedisServer node : cluster.nodes()) {
                Server server = new Server(node.port(), FreePort.next(), FreePort.next());
                servers.add(server);
                cluster.add(SentinelProcess.command(JsentinelCommand.of())
                        .monitor(Cluster.NAME, cluster.nodes().get(0).port(), 2)
                        .failoverTimeoutMillis(5_000)
                        .line("http-port " + server.http())
                        .line("agent-port " + server.agent())
                        .line("http-local 127.0.0.1:" + server.redis()));
            }
            cluster.awaitAcquainted();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Test
    void theConfigurationIsValidWithoutAWarning() {
        try (CommandRun check = CommandRun.start(List.of(
                "env",
                "STATEFULSET=redis",
                "SENTINEL_SERVICE=redis-headless",
                "haproxy",
                "-c",
                "-f",
                Haproxy.TEMPLATE.toString()))) {
            assertThat(check.awaitEnd(BOUND)).as(check.err()).isZero();
            assertThat(check.err() + check.out()).doesNotContain("WARNING", "ALERT");
        }
    }

    @Test
    void inAPlannedSwitchWritesReachTheMasterOfTheMomentOnly() throws Exception {
        try (Cluster cluster = cluster();
                Haproxy haproxy = Haproxy.start(folder, servers);
                PortWriter writer = PortWriter.start(haproxy.writes())) {
            int before = cluster.master().port();
            awaitWrites(writer, haproxy, 100);
            HttpResponse<String> switched = post(servers.get(0).http(), "/switchover");
            assertThat(switched.statusCode()).as(switched.body()).isEqualTo(200);
            awaitWritesElsewhere(writer, haproxy, before);
            awaitWrites(writer, haproxy, 100);
            writer.stop();

            onlyMastersTookWrites(writer);
            List<Integer> lost = lost(cluster, writer);
            System.out.println("Planned switch through HAProxy: longest gap "
                    + writer.longestGap().toMillis()
                    + " ms, refused " + writer.refused() + ", acknowledged "
                    + writer.writes().size() + ", lost " + lost.size());
            assertThat(switched.body()).contains("coordinated");
            assertThat(lost).isEmpty();
            Await.atMost(BOUND)
                    .showing(haproxy::log)
                    .until(
                            "writes lead to the master",
                            () -> haproxy.role(haproxy.writes()).equals("master"));
        }
    }

    @Test
    void whenTheMasterIsKilledWritesGoOnWithTheNextOne() throws Exception {
        try (Cluster cluster = cluster();
                Haproxy haproxy = Haproxy.start(folder, servers);
                PortWriter writer = PortWriter.start(haproxy.writes())) {
            RedisServer master = cluster.master();
            awaitWrites(writer, haproxy, 100);
            master.kill();
            awaitWritesElsewhere(writer, haproxy, master.port());
            int next = cluster.master().port();
            master.restart();
            Await.atMost(HEAL_BOUND)
                    .showing(haproxy::log)
                    .until("the old master follows", () -> page(master.port(), "/replica") == 200);
            awaitWrites(writer, haproxy, 100);
            writer.stop();

            onlyMastersTookWrites(writer);
            List<Write> writes = writer.writes();
            int first = 0;
            while (writes.get(first).server() == master.port()) {
                first++;
            }
            assertThat(writes.subList(first, writes.size())).allMatch(write -> write.server() == next);
            System.out.println("Master killed behind HAProxy: longest gap "
                    + writer.longestGap().toMillis() + " ms (down-after 1000), refused " + writer.refused());
        }
    }

    @Test
    void readsGoToReplicasAndToTheMasterWhenThereIsNone() throws Exception {
        try (Cluster cluster = cluster();
                Haproxy haproxy = Haproxy.start(folder, servers)) {
            int[] inARow = {0};
            Await.atMost(BOUND)
                    .showing(haproxy::log)
                    .until("20 times in a row writes lead to the master and reads to a replica", () -> {
                        boolean right = haproxy.role(haproxy.reads()).equals("slave")
                                && haproxy.role(haproxy.writes()).equals("master");
                        inARow[0] = right ? inARow[0] + 1 : 0;
                        return inARow[0] >= 20;
                    });
            assertThat(get(haproxy.state(), "/ready").statusCode()).isEqualTo(200);
            int master = cluster.master().port();
            cluster.nodes().stream().filter(node -> node.port() != master).forEach(RedisServer::kill);
            Await.atMost(BOUND)
                    .showing(haproxy::log)
                    .until(
                            "reads go to the master",
                            () -> haproxy.role(haproxy.reads()).equals("master"));
        }
    }

    @Test
    void aDaemonThatIsAboutToEndGetsNoNewReads() throws Exception {
        try (Cluster cluster = cluster();
                Haproxy haproxy = Haproxy.start(folder, servers)) {
            int master = cluster.master().port();
            Server leaving = servers.stream()
                    .filter(server -> server.redis() != master)
                    .findFirst()
                    .orElseThrow();
            assertThat(get(leaving.http(), "/prestop?budget=5s").statusCode()).isEqualTo(200);
            Await.atMost(BOUND).until("it is no replica any more", () -> page(leaving.redis(), "/replica") == 503);
            Await.atMost(BOUND)
                    .showing(haproxy::log)
                    .until(
                            "twenty reads in a row avoid it",
                            () -> IntStream.range(0, 20)
                                    .noneMatch(i -> portBehind(haproxy.reads()) == leaving.redis()));
        }
    }

    /** The check of the redis-ha chart: three sentinels are asked for the master in inline commands. */
    @Test
    void checksThatAskSentinelsInlineWorkWithUs() throws Exception {
        try (Cluster cluster = cluster()) {
            int port = FreePort.next();
            int master = cluster.master().port();
            Path file = folder.resolve("ha.cfg");
            Files.writeString(file, redisHaChecks(cluster, port));
            try (CommandRun haproxy = CommandRun.start(List.of("haproxy", "-db", "-f", file.toString()))) {
                Await.atMost(BOUND)
                        .showing(() -> haproxy.out() + haproxy.err())
                        .until("the checks find the master", () -> portBehind(port) == master);
                assertThat(post(servers.get(0).http(), "/failover").statusCode())
                        .isEqualTo(200);
                Await.atMost(BOUND)
                        .showing(() -> haproxy.out() + haproxy.err())
                        .until(
                                "the checks find the next one",
                                () -> portBehind(port) == cluster.master().port());
            }
        }
    }

    private String redisHaChecks(Cluster cluster, int port) {
        StringBuilder text = new StringBuilder("""
                defaults
                  mode tcp
                  timeout connect 1s
                  timeout client 10s
                  timeout server 10s
                  timeout check 1s
                """);
        for (int i = 0; i < servers.size(); i++) {
            text.append("backend check_if_redis_is_master_").append(i).append('\n');
            text.append("  option tcp-check\n  tcp-check connect\n  tcp-check send PING\\r\\n\n");
            text.append("  tcp-check expect string +PONG\n");
            text.append("  tcp-check send SENTINEL\\ get-master-addr-by-name\\ mymaster\\r\\n\n");
            text.append("  tcp-check expect string ")
                    .append(servers.get(i).redis())
                    .append('\n');
            for (SentinelProcess sentinel : cluster.sentinels()) {
                text.append("  server S").append(sentinel.port()).append(" 127.0.0.1:");
                text.append(sentinel.port()).append(" check inter 500ms\n");
            }
        }
        text.append("frontend master\n  bind 127.0.0.1:").append(port).append("\n  use_backend bk_redis_master\n");
        text.append("backend bk_redis_master\n  option tcp-check\n  tcp-check connect\n  tcp-check send PING\\r\\n\n");
        text.append("  tcp-check expect string +PONG\n  tcp-check send info\\ replication\\r\\n\n");
        text.append("  tcp-check expect string role:master\n");
        for (int i = 0; i < servers.size(); i++) {
            text.append("  use-server R").append(i).append(" if { srv_is_up(R").append(i);
            text.append(") } { nbsrv(check_if_redis_is_master_").append(i).append(") ge 2 }\n");
            text.append("  server R")
                    .append(i)
                    .append(" 127.0.0.1:")
                    .append(servers.get(i).redis());
            text.append(" check inter 500ms fall 1 rise 1\n");
        }
        return text.toString();
    }

    private static int portBehind(int port) {
        try (RespClient client = RespClient.connect(port, Duration.ofSeconds(1))) {
            return Integer.parseInt(
                    client.call("CONFIG", "GET", "port").asTexts().get(1));
        } catch (RuntimeException e) {
            return -1;
        }
    }

    private static void awaitWrites(PortWriter writer, Haproxy haproxy, int more) {
        int wanted = writer.writes().size() + more;
        Await.atMost(BOUND)
                .showing(haproxy::log)
                .until(more + " more writes", () -> writer.writes().size() >= wanted);
    }

    private static void awaitWritesElsewhere(PortWriter writer, Haproxy haproxy, int port) {
        Await.atMost(HEAL_BOUND)
                .showing(haproxy::log)
                .until(
                        "another server takes writes",
                        () -> writer.writes().stream().anyMatch(write -> write.server() != port));
    }

    private static void onlyMastersTookWrites(PortWriter writer) {
        assertThat(writer.writes()).allMatch(write -> write.role().equals("master"));
    }

    private static List<Integer> lost(Cluster cluster, PortWriter writer) {
        List<Integer> lost = new ArrayList<>();
        try (RespClient client = cluster.master().client()) {
            for (Write write : writer.writes()) {
                if (client.call("EXISTS", PortWriter.KEY + ":" + write.number()).asLong() == 0) {
                    lost.add(write.number());
                }
            }
        }
        return lost;
    }

    private int page(int redisPort, String path) {
        Server server =
                servers.stream().filter(s -> s.redis() == redisPort).findFirst().orElseThrow();
        try {
            return get(server.http(), path).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(int port, String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private HttpResponse<String> post(int port, String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(BOUND).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
