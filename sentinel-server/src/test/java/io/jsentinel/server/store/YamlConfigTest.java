package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlConfigTest {

    private static final RunId ID = new RunId("0123456789abcdef0123456789abcdef01234567");

    private static final String MINIMAL = """
            masters:
              m:
                address: 127.0.0.1:6379
                quorum: 2
            """;

    @TempDir
    Path folder;

    @Test
    void everyKeyIsRead() throws Exception {
        LoadedConfig loaded = load("""
                port: 5000
                bind: [127.0.0.1, -::1]
                requirepass: 0123
                protected-mode: true
                maxclients: 100
                timeout: 7
                tcp-backlog: 12
                tcp-keepalive: 0
                loglevel: verbose
                logfile: ""
                dir: "."
                pidfile: s.pid
                sentinel:
                  announce-ip: 1.2.3.4
                  announce-port: 1
                  sentinel-user: u
                  sentinel-pass: yes
                  deny-scripts-reconfig: no
                masters:
                  m:
                    host: ::1
                    port: 6379
                    quorum: 2
                    down-after-milliseconds: 1
                    failover-timeout: 2
                    parallel-syncs: 3
                    master-reboot-down-after-period: 4
                    fast-down-milliseconds: 5
                    auth-user: bob
                    auth-pass: "# ü"
                    rename-command: { config: XCONFIG, SLAVEOF: "" }
                  n n:
                    address: "[fe80:0::1]:1"
                    quorum: 1
                """);

        ServerConfig server = loaded.configuration().server();
        assertThat(server.port()).isEqualTo(5000);
        assertThat(server.bind()).isEqualTo(List.of("127.0.0.1", "-::1"));
        assertThat(server.requirePass()).isEqualTo(Optional.of("0123"));
        assertThat(server.protectedMode()).isEqualTo(true);
        assertThat(server.maxClients()).isEqualTo(100);
        assertThat(server.timeoutSeconds()).isEqualTo(7);
        assertThat(server.tcpBacklog()).isEqualTo(12);
        assertThat(server.tcpKeepaliveSeconds()).isEqualTo(0);
        assertThat(server.logFile()).isEqualTo("");
        assertThat(server.logLevel()).isEqualTo("verbose");
        assertThat(server.dir()).isEqualTo(".");
        assertThat(server.pidFile()).isEqualTo("s.pid");
        SentinelConfig sentinel = loaded.configuration().sentinel();
        assertThat(sentinel.announceIp()).contains("1.2.3.4");
        assertThat(sentinel.announcePort()).isEqualTo(1);
        assertThat(sentinel.peerCredentials()).isEqualTo(new Credentials(Optional.of("u"), Optional.of("yes")));
        assertThat(sentinel.denyScriptsReconfig()).isFalse();
        MasterSettings settings = new MasterSettings(
                2,
                1,
                2,
                3,
                Optional.empty(),
                Optional.empty(),
                new Credentials(Optional.of("bob"), Optional.of(ByteText.fromUnicode("# ü"))),
                Map.of("CONFIG", "XCONFIG", "SLAVEOF", ""),
                4,
                5,
                false,
                false);
        assertThat(sentinel.masters())
                .containsExactly(
                        new MasterConfig("m", new Endpoint("::1", 6379), settings, MasterMemory.EMPTY),
                        new MasterConfig(
                                "n n", new Endpoint("fe80::1", 1), MasterSettings.defaults(1), MasterMemory.EMPTY));
    }

    @Test
    void theStateFileStandsBesideUnlessItHasAnotherName() throws Exception {
        assertThat(load(MINIMAL).stateFile()).isEqualTo(folder.resolve("s.state.conf"));
        assertThat(load("state-file: other.conf\n" + MINIMAL).stateFile()).isEqualTo(folder.resolve("other.conf"));
    }

    @Test
    void settingsComeFromTheYamlFileAndMemoryFromTheStateFile() throws Exception {
        MasterMemory memory = new MasterMemory(
                5,
                6,
                List.of(new Endpoint("127.0.0.1", 6379)),
                List.of(new KnownSentinel(new Endpoint("::1", 5003), new RunId("peer"))));
        LoadedConfig first = load(MINIMAL + "    auth-pass: hush\n    down-after-milliseconds: 7\n");
        MasterConfig moved = new MasterConfig(
                "m",
                new Endpoint("127.0.0.1", 6380),
                first.configuration().sentinel().masters().get(0).settings(),
                memory);
        String state = first.rewriter()
                .rewrite(first.stateText(), first.configuration().sentinel().withState(ID, 6, List.of(moved)));
        Files.writeString(first.stateFile(), state);

        assertThat(state)
                .startsWith("# What the jsentinel that is configured by s.yaml remembers.")
                .doesNotContain("hush", "down-after");
        LoadedConfig again = load(MINIMAL.replace("quorum: 2", "quorum: 3"));
        assertThat(again.configuration().sentinel())
                .isEqualTo(SentinelConfig.empty()
                        .withState(
                                ID,
                                6,
                                List.of(new MasterConfig(
                                        "m", new Endpoint("127.0.0.1", 6380), MasterSettings.defaults(3), memory))));
        assertThat(again.stateText()).isEqualTo(state);
    }

    @Test
    void aMasterThatOnlyTheStateFileHasIsForgottenWithANotice() throws Exception {
        Files.writeString(
                folder.resolve("s.state.conf"), "sentinel myid " + ID + "\nsentinel monitor x 127.0.0.1 1 1\n");

        LoadedConfig loaded = load(MINIMAL);

        assertThat(loaded.configuration().sentinel().masters())
                .extracting(MasterConfig::name)
                .containsExactly("m");
        assertThat(loaded.configuration().notices()).singleElement().asString().contains("the master x");
        assertThat(loaded.rewriter()
                        .rewrite(loaded.stateText(), loaded.configuration().sentinel()))
                .doesNotContain("monitor x");
    }

    @Test
    void aDamagedStateFileKeepsTheDaemonFromStarting() throws Exception {
        Files.writeString(folder.resolve("s.state.conf"), "sentinel myid " + ID + "\nsentinel mon");
        assertThat(error(MINIMAL)).hasMessageStartingWith("Unrecognized sentinel");

        Files.writeString(folder.resolve("s.state.conf"), "");
        assertThat(error(MINIMAL)).hasMessageContaining("is damaged: it does not say who we are");
        assertThat(error(MINIMAL).file()).endsWith("s.state.conf");
    }

    @Test
    void theFolderOfTheStateFileMustExist() throws Exception {
        assertThat(error("state-file: none/s.conf\n" + MINIMAL)).hasMessageEndingWith("s.conf is not writable.");
    }

    @Test
    void optionsOfTheCommandLineWin() throws Exception {
        Path file = Files.writeString(folder.resolve("s.yml"), "port: 1\n" + MINIMAL);

        assertThat(LoadedConfig.load(file, List.of("port 2"))
                        .configuration()
                        .server()
                        .port())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prot: 1 | 1 | column 1: unknown key 'prot' | port",
                "port: 1\\nport: 2 | 2 | column 1: the key 'port' is there twice | ",
                "port: abc | 1 | column 7: expected a whole number, found 'abc' | ",
                "port: \"1\" | 1 | column 7: expected a whole number, found '1' | ",
                "port: [1] | 1 | column 7: expected a whole number, found a list | ",
                "port: {a: 1} | 1 | column 7: expected a whole number, found a map | ",
                "port: | 1 | column 6: expected a whole number, found nothing | ",
                "port: 70000 | 1 | argument must be between 0 and 65535 inclusive | ",
                "loglevel: noticed | 1 | argument(s) must be one of the following: debug, verbose, notice, warning, nothing | notice",
                "protected-mode: maybe | 1 | column 17: expected yes or no, found 'maybe' | ",
                "requirepass: | 1 | column 13: expected a text, found nothing | ",
                "requirepass: [a] | 1 | column 14: expected a text, found a list | ",
                "bind: {a: b} | 1 | column 7: expected a text, found a map | ",
                "sentinel: 1 | 1 | column 11: expected a map of keys and values, found '1' | ",
                "sentinel:\\n  anounce-ip: 1 | 2 | column 3: unknown key 'anounce-ip' | announce-ip",
                "masters: [m] | 1 | column 10: expected a map of keys and values, found a list | ",
                "masters: {m: 1} | 1 | column 14: expected a map of keys and values, found '1' | ",
                "masters:\\n  m: {quorum: 1} | 2 | column 6: 'host' is missing | ",
                "masters:\\n  m: {address: 'a:1'} | 2 | column 6: 'quorum' is missing | ",
                "masters:\\n  m: {host: 1.1.1.1, quorum: 1} | 2 | column 6: 'port' is missing | ",
                "masters:\\n  m: {address: '1.1.1.1:1', port: 1, quorum: 1} | 2 | column 16: 'address' stands for 'host' and 'port'; only one form can be used | ",
                "masters:\\n  m: {address: 1.1.1.1, quorum: 1} | 2 | column 16: expected address:port or [ipv6]:port, found '1.1.1.1' | ",
                "masters:\\n  m: {address: '::1:1', quorum: 1} | 2 | column 16: an IPv6 address needs brackets before a port: [::1] | ",
                "masters:\\n  m: {address: 'localhost:1', quorum: 1} | 2 | Can't resolve instance hostname. | ",
                "masters:\\n  m: {address: '1.1.1.1:1', quorum: 0} | 2 | Quorum must be 1 or greater. | ",
                "masters:\\n  m:\\n    address: 1.1.1.1:1\\n    quorum: 1\\n    down-after-milliseconds: 0 | 5 | negative or zero time parameter. | ",
                "masters:\\n  m:\\n    down-after: 1 | 3 | column 5: unknown key 'down-after' | down-after-milliseconds",
                "a: b: c | 1 | column 5: mapping values are not allowed here | ",
                "a: 'b | 1 | column 6: found unexpected end of stream | ",
                "just text | 1 | column 1: expected a map of keys and values, found 'just text' | ",
                "--- {}\\n--- {} | 2 | column 1: but found another document | ",
            })
    void whatIsWrongIsNamedWithItsPlace(String text, int line, String reason, String nearest) throws Exception {
        ConfigException error = error(text.replace("\\n", "\n"));

        assertThat(error).hasMessage(reason);
        assertThat(error.line()).isEqualTo(line);
        assertThat(error.nearest()).isEqualTo(Optional.ofNullable(nearest));
        assertThat(error.file()).endsWith("s.yaml");
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        assertThat(error("# nothing\n")).hasMessage("The file is empty.");
    }

    @Test
    void onlyUtf8IsTaken() throws Exception {
        Files.write(folder.resolve("s.yaml"), new byte[] {'a', (byte) 0xff});

        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> LoadedConfig.load(folder.resolve("s.yaml"), List.of())))
                .hasMessage("The file is not UTF-8.");
    }

    @Test
    void bombsAreRefused() throws Exception {
        StringBuilder aliases = new StringBuilder("a: &a [x]\n");
        aliases.append("b: [").append("*a, ".repeat(51)).append("*a]\n");
        assertThat(error(aliases.toString())).hasMessageContaining("aliases");
        assertThat(error("[".repeat(22) + "]".repeat(22))).hasMessageContaining("epth");
        assertThat(error("# " + "x".repeat(1 << 20))).hasMessage("The file is larger than 1 MiB.");
        assertThat(error("&a [*a]")).hasMessageContaining("expected a map");
    }

    @Test
    void aSyntaxErrorShowsNoSecret() throws Exception {
        ConfigException error = error("requirepass: hush: hush\n");

        assertThat(ConfigErrorText.of(error)).doesNotContain("hush");
    }

    private LoadedConfig load(String yaml) throws Exception {
        return LoadedConfig.load(Files.writeString(folder.resolve("s.yaml"), yaml), List.of());
    }

    private ConfigException error(String yaml) throws Exception {
        return catchThrowableOfType(ConfigException.class, () -> load(yaml));
    }
}
