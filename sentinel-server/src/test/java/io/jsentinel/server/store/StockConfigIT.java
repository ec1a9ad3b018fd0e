package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.FailoverMode;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files that go from redis-sentinel to us and back. */
@Timeout(120)
class StockConfigIT {

    private static final RunId ID = new RunId("0123456789abcdef0123456789abcdef01234567");

    @TempDir
    Path folder;

    @BeforeEach
    void theProgramsAreThere() {
        StockProcess.require("redis-sentinel");
    }

    @Test
    void aFileOfRedisAfterAFailoverIsReadAndRedisStartsFromWhatWeMadeOfIt() throws Exception {
        StockProcess.require("redis-server");
        int master = StockProcess.freePort();
        int replica = StockProcess.freePort();
        int port = StockProcess.freePort();
        Path file = write("s.conf", """
                # ours
                port %d
                bind 127.0.0.1
                sentinel monitor m 127.0.0.1 %d 1
                sentinel down-after-milliseconds m 500
                sentinel failover-timeout m 5000
                """.formatted(port, master));

        failOver(file, master, replica);

        LoadedConfig loaded = LoadedConfig.load(file, List.of());
        SentinelConfig read = loaded.configuration().sentinel();
        assertThat(loaded.configuration().notices()).isEmpty();
        assertThat(read.masters().get(0).address()).isEqualTo(new Endpoint("127.0.0.1", replica));
        assertThat(read.masters().get(0).memory().replicas()).contains(new Endpoint("127.0.0.1", master));
        assertThat(read.masters().get(0).memory().configEpoch())
                .isEqualTo(read.currentEpoch())
                .isPositive();
        assertThat(loaded.rewriter().rewrite(loaded.stateText(), read)).isEqualTo(loaded.stateText());

        MasterConfig back = new MasterConfig(
                "m",
                new Endpoint("127.0.0.1", master),
                read.masters().get(0).settings(),
                new MasterMemory(9, 9, List.of(new Endpoint("127.0.0.1", replica)), List.of()));
        String ours = loaded.rewriter().rewrite(loaded.stateText(), read.withState(ID, 9, List.of(back)));
        Files.writeString(file, ours, StandardCharsets.ISO_8859_1);
        try (StockProcess stock = sentinel(file)) {
            stock.await(
                    "the sentinel",
                    () -> StockProcess.ask(port, "SENTINEL", "MYID").contains(ID.value()));
            assertThat(StockProcess.ask(port, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m"))
                    .contains("\r\n" + master + "\r\n");
            assertThat(StockProcess.ask(port, "SENTINEL", "REPLICAS", "m")).contains("127.0.0.1:" + replica);
        }
    }

    @Test
    void redisReadsTheNastyTextsThatWeWrite() throws Exception {
        int port = StockProcess.freePort();
        Path script = write("run me.sh", "#!/bin/sh\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        MasterSettings settings = new MasterSettings(
                1,
                1000,
                2000,
                3,
                Optional.of(script.toString()),
                Optional.of(script.toString()),
                new Credentials(Optional.of("a b"), Optional.of("\"#'\\ \u00e4\n")),
                Map.of("CONFIG", "", "SLAVEOF", "x y"),
                4,
                5,
                false,
                false);
        MasterMemory memory = new MasterMemory(
                1,
                2,
                List.of(new Endpoint("::1", 5), new Endpoint("127.0.0.1", 5)),
                List.of(new KnownSentinel(new Endpoint("127.0.0.1", 6), new RunId("p\"eer"))));
        SentinelConfig config = new SentinelConfig(
                Optional.of(ID),
                3,
                Optional.of("1.2.3.4"),
                7,
                new Credentials(Optional.of("u u"), Optional.of("p p")),
                false,
                false,
                false,
                List.of(new MasterConfig(
                        "m #1", new Endpoint("127.0.0.1", StockProcess.freePort()), settings, memory)));
        String text = ConfWriter.rewrite("port " + port + "\nbind 127.0.0.1\n", config);
        Path file = write("s.conf", text);

        try (StockProcess stock = sentinel(file)) {
            stock.await(
                    "the sentinel",
                    () -> StockProcess.ask(port, "SENTINEL", "MYID").contains(ID.value()));
            assertThat(StockProcess.ask(port, "SENTINEL", "MASTER", "m #1"))
                    .contains("\r\n1000\r\n", "\r\n2000\r\n", script.toString());
            assertThat(StockProcess.ask(port, "SENTINEL", "REPLICAS", "m #1")).contains("[::1]:5", "127.0.0.1:5");
            assertThat(StockProcess.ask(port, "SENTINEL", "SENTINELS", "m #1")).contains("p\"eer");
            assertThat(StockProcess.ask(port, "SENTINEL", "CONFIG", "GET", "*")).contains("u u", "p p", "1.2.3.4");
        }
        assertThat(LoadedConfig.load(file, List.of()).configuration().sentinel())
                .isEqualTo(config);
    }

    @Test
    void theStateFileOfAYamlConfigurationIsOneThatRedisStartsFrom() throws Exception {
        int port = StockProcess.freePort();
        Path yaml = write("s.yaml", "masters: { m: { address: '127.0.0.1:1', quorum: 2, auth-pass: x } }\n");
        LoadedConfig loaded = LoadedConfig.load(yaml, List.of());
        SentinelConfig state = loaded.configuration().sentinel();
        Path file = write(
                "s.state.conf", loaded.rewriter().rewrite(loaded.stateText(), state.withState(ID, 4, state.masters())));

        try (StockProcess stock = new StockProcess(
                folder.resolve("log"), List.of("redis-sentinel", file.toString(), "--port", String.valueOf(port)))) {
            stock.await(
                    "the sentinel",
                    () -> StockProcess.ask(port, "SENTINEL", "MYID").contains(ID.value()));
        }
    }

    @Test
    void theFileThatDebianInstallsLoads() throws Exception {
        Path installed = Path.of("/etc/redis/sentinel.conf");
        assumeTrue(Files.isReadable(installed), "skipped: no " + installed);
        Path copy = write(
                "s.conf",
                Files.readString(installed, StandardCharsets.ISO_8859_1).replaceAll("(?m)^dir .*", "dir " + folder));

        LoadedConfig loaded = LoadedConfig.load(copy, List.of("supervised systemd", "daemonize no"));

        assertThat(loaded.configuration().notices()).isEmpty();
        assertThat(loaded.configuration().sentinel().masters().get(0).name()).isEqualTo("mymaster");
        assertThat(loaded.rewriter()
                        .rewrite(loaded.stateText(), loaded.configuration().sentinel()))
                .startsWith(loaded.stateText());
    }

    /** Runs a sentinel from a file until it has made the replica the master and has seen the old one as a replica. */
    private void failOver(Path file, int master, int replica) throws Exception {
        String newMaster = "sentinel monitor m 127.0.0.1 " + replica + " 1";
        try (StockProcess first = server(master, List.of());
                StockProcess second = server(replica, List.of("--replicaof", "127.0.0.1", String.valueOf(master)))) {
            first.await(
                    "the master",
                    () -> StockProcess.ask(master, "INFO", "replication").contains("state=online"));
            try (StockProcess sentinel = sentinel(file)) {
                sentinel.await("the replica", () -> text(file).contains("known-replica m 127.0.0.1 " + replica));
                first.kill();
                sentinel.await("the failover", () -> sentinel.output().contains("+switch-master"));
                sentinel.await("the save", () -> text(file).contains(newMaster));
            }
            assertThat(second.output()).doesNotContain("FATAL");
        }
    }

    @Test
    void redisStartsFromAFileWhoseLinesOfOursAreComments() throws Exception {
        int port = StockProcess.freePort();
        String usual = "port " + port + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 1 1\n";
        List<String> ours = List.of(
                "compat-version valkey-8",
                "failover-mode stock",
                "reboot-guard no",
                "http-port 0",
                "sidecar-fence off",
                "sentinel fast-down-milliseconds m 500");
        StringBuilder marked = new StringBuilder(usual);
        for (String line : ours) {
            marked.append(ConfText.harmless(line)).append('\n');
            try (StockProcess stock = sentinel(write("plain.conf", usual + line + "\n"))) {
                stock.await("it refuses " + line, () -> stock.output().contains("FATAL CONFIG FILE ERROR"));
            }
        }
        Path file = write("s.conf", marked.toString());

        try (StockProcess stock = sentinel(file)) {
            stock.await("its state is saved", () -> text(file).contains("sentinel myid "));
        }

        assertThat(text(file)).contains(ours.stream().map(line -> "#@ " + line).toList());
        ServerConfig server = LoadedConfig.load(file, List.of()).configuration().server();
        assertThat(server.personality()).isEqualTo(Personality.VALKEY_8);
        assertThat(server.failoverMode()).isEqualTo(FailoverMode.STOCK);
        assertThat(server.guards().reboot()).isFalse();
    }

    private StockProcess server(int port, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--repl-diskless-sync-delay",
                "0",
                "--dir",
                folder.toString()));
        command.addAll(more);
        return new StockProcess(folder.resolve("server-" + port + ".log"), command);
    }

    private StockProcess sentinel(Path file) throws IOException {
        return new StockProcess(folder.resolve("sentinel.log"), List.of("redis-sentinel", file.toString()));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
