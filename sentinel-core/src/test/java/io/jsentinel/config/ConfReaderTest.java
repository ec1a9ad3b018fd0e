package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfReaderTest {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aDirectiveThatOnlyWeKnowMayStandInAComment() throws ConfigException {
        ServerConfig server = ConfReader.read(
                        new ConfText(
                                "s.conf",
                                "#@ compat-version valkey-8\n  #@ HTTP-PORT  8080\n#@ failover-mode stock\n"
                                        + "#@ reboot-guard no\n#@ sidecar-fence off\n#@ compat-versoin redis-7.0\n"
                                        + "# compat-version redis-7.0\n#@ port 1\n#@compat-version redis-7.0\n"),
                        List.of(),
                        new FakeDisk())
                .server();

        assertThat(server.personality()).isEqualTo(Personality.VALKEY_8);
        assertThat(server.http().port()).isEqualTo(8080);
        assertThat(server.failoverMode()).isEqualTo(FailoverMode.STOCK);
        assertThat(server.guards().reboot()).isFalse();
        assertThat(server.port()).isEqualTo(ServerConfig.DEFAULT_PORT);
    }

    @Test
    void whatIsWrongInSuchACommentIsToldAsInAPlainLine() {
        ConfText text = new ConfText("s.conf", "port 0\n#@ compat-version redis\n");

        ConfigException error =
                catchThrowableOfType(ConfigException.class, () -> ConfReader.read(text, List.of(), new FakeDisk()));

        assertThat(error.line()).isEqualTo(2);
        assertThat(error.text()).isEqualTo("compat-version redis");
    }

    @Test
    void anEmptyFileGivesTheDefaults() throws Exception {
        Configuration read = read("");

        assertThat(read.sentinel()).isEqualTo(SentinelConfig.empty());
        assertThat(read.server()).isEqualTo(ServerConfig.DEFAULT);
        assertThat(read.notices()).isEmpty();
    }

    @Test
    void everySettingOfTheServerIsRead() throws Exception {
        ServerConfig server = read("""
                port 5000
                BIND 127.0.0.1 -::1
                requirepass "my secret"
                protected-mode YES
                maxclients 100
                timeout 7
                tcp-backlog 12
                tcp-keepalive 0
                logfile /var/log/s.log
                loglevel Verbose
                dir /var/lib
                pidfile /run/s.pid
                compat-version valkey-8
                reboot-guard no
                foreign-guard NO
                """).server();

        assertThat(server.port()).isEqualTo(5000);
        assertThat(server.bind()).isEqualTo(List.of("127.0.0.1", "-::1"));
        assertThat(server.requirePass()).isEqualTo(Optional.of("my secret"));
        assertThat(server.protectedMode()).isEqualTo(true);
        assertThat(server.maxClients()).isEqualTo(100);
        assertThat(server.timeoutSeconds()).isEqualTo(7);
        assertThat(server.tcpBacklog()).isEqualTo(12);
        assertThat(server.tcpKeepaliveSeconds()).isEqualTo(0);
        assertThat(server.logFile()).isEqualTo("/var/log/s.log");
        assertThat(server.logLevel()).isEqualTo("verbose");
        assertThat(server.dir()).isEqualTo("/var/lib");
        assertThat(server.pidFile()).isEqualTo("/run/s.pid");
        assertThat(server.personality()).isEqualTo(Personality.VALKEY_8);
        assertThat(server.guards()).isEqualTo(new GuardConfig(false, false));
    }

    @Test
    void everySentinelStatementIsRead() throws Exception {
        SentinelConfig sentinel = read("""
                sentinel known-sentinel m ::1 5003 peer
                sentinel known-slave m 10.0.0.2 5002
                sentinel known-replica m 10.0.0.3 5002
                sentinel rename-command m config XCONFIG
                sentinel leader-epoch m 9
                sentinel config-epoch m 8
                sentinel primary-reboot-down-after-period m 4
                sentinel fast-down-milliseconds m 5
                sentinel auth-user m bob
                sentinel auth-pass m "#1"
                sentinel client-reconfig-script m /c.sh
                sentinel notification-script m /n.sh
                sentinel parallel-syncs m 3
                sentinel failover-timeout m 2
                sentinel down-after-milliseconds m 1
                SENTINEL MONITOR m 0:0::1 6379 2
                sentinel announce-hostnames yes
                sentinel resolve-hostnames yes
                sentinel deny-scripts-reconfig no
                sentinel sentinel-pass p
                sentinel sentinel-user u
                sentinel announce-port 1
                sentinel announce-ip 1.2.3.4
                sentinel current-epoch 7
                sentinel myid\s""" + ID).sentinel();

        MasterSettings settings = new MasterSettings(
                2,
                1,
                2,
                3,
                Optional.of("/n.sh"),
                Optional.of("/c.sh"),
                new Credentials(Optional.of("bob"), Optional.of("#1")),
                Map.of("CONFIG", "XCONFIG"),
                4,
                5,
                false,
                false);
        MasterMemory memory = new MasterMemory(
                8,
                9,
                List.of(new Endpoint("10.0.0.2", 5002), new Endpoint("10.0.0.3", 5002)),
                List.of(new KnownSentinel(new Endpoint("::1", 5003), new RunId("peer"))));
        assertThat(sentinel)
                .isEqualTo(new SentinelConfig(
                        Optional.of(new RunId(ID)),
                        8,
                        Optional.of("1.2.3.4"),
                        1,
                        new Credentials(Optional.of("u"), Optional.of("p")),
                        false,
                        true,
                        true,
                        List.of(new MasterConfig("m", new Endpoint("::1", 6379), settings, memory))));
    }

    @Test
    void theCurrentEpochIsOnlyRaised() throws Exception {
        assertThat(read("sentinel current-epoch 3\nsentinel current-epoch 2")
                        .sentinel()
                        .currentEpoch())
                .isEqualTo(3);
        assertThat(read("sentinel monitor m 1.1.1.1 1 1\nsentinel leader-epoch m 9")
                        .sentinel()
                        .currentEpoch())
                .isZero();
    }

    @Test
    void theLastOfRepeatedLinesCounts() throws Exception {
        assertThat(read("port 1\nport 2\nbind 1.1.1.1\nbind ::1").server().port())
                .isEqualTo(2);
        assertThat(read("bind 1.1.1.1\nbind ::1").server().bind()).containsExactly("::1");
    }

    @Test
    void theCommandLineWins() throws Exception {
        Configuration read = ConfReader.read(
                new ConfText("s.conf", "port 1\ndaemonize yes"), List.of("port \"2\"", "daemonize no"), new FakeDisk());

        assertThat(read.server().port()).isEqualTo(2);
        assertThat(read.notices()).isEmpty();
    }

    @Test
    void numbersOfSentinelLinesAreReadLeniently() throws Exception {
        MasterConfig master = read("""
                sentinel monitor m 127.0.0.1 abc 2x
                sentinel down-after-milliseconds m 5000abc
                sentinel failover-timeout m 99999999999
                sentinel parallel-syncs m -7
                """).sentinel().masters().get(0);

        assertThat(master.address()).isEqualTo(new Endpoint("127.0.0.1", 0));
        assertThat(master.settings().quorum()).isEqualTo(2);
        assertThat(master.settings().downAfterMillis()).isEqualTo(5000);
        assertThat(master.settings().failoverTimeoutMillis()).isEqualTo(99_999_999_999L);
        assertThat(master.settings().parallelSyncs()).isEqualTo(-7);
    }

    @Test
    void aSentinelWithoutAUsableIdentityIsForgotten() throws Exception {
        MasterMemory memory = read("""
                sentinel monitor m 127.0.0.1 1 1
                sentinel known-sentinel m 127.0.0.1 2
                sentinel known-sentinel m 127.0.0.1 2\s
                sentinel known-sentinel m 127.0.0.1 2 ""
                sentinel known-sentinel m 127.0.0.1 2 "a b"
                sentinel known-sentinel m 127.0.0.1 2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                sentinel known-sentinel m 127.0.0.1 2 a
                sentinel known-sentinel m 127.0.0.1 2 b
                """).sentinel().masters().get(0).memory();

        assertThat(memory.sentinels())
                .extracting(sentinel -> sentinel.runId().value())
                .containsExactly("a", "b");
    }

    @Test
    void emptyTextsMeanNothingForUsAndAreKeptForAMaster() throws Exception {
        SentinelConfig sentinel = read("""
                requirepass ""
                sentinel announce-ip ""
                sentinel sentinel-user ""
                sentinel monitor m 127.0.0.1 1 1
                sentinel auth-pass m ""
                """).sentinel();

        assertThat(sentinel.announceIp()).isEmpty();
        assertThat(sentinel.peerCredentials()).isEqualTo(Credentials.NONE);
        assertThat(sentinel.masters().get(0).settings().credentials().password())
                .contains("");
    }

    @Test
    void allDirectivesOfADataNodeAreAccepted() throws Exception {
        StringBuilder text = new StringBuilder();
        DirectiveTable.TYPES.forEach((name, type) ->
                text.append(name).append(' ').append(aValueOf(name, type)).append('\n'));

        assertThat(read(text + "loadmodule /x.so a\nsentinel\n\"port\" '4'\r\n")
                        .server()
                        .port())
                .isEqualTo(4);
    }

    private static String aValueOf(String name, ValueType type) {
        if (name.equals("http-local")) {
            return "localhost:6379";
        }
        if (name.equals("http-trusted")) {
            return "10.0.0.0/8";
        }
        if (name.startsWith("tls-cipher") || name.equals("tls-protocols")) {
            return "\"\"";
        }
        if (type instanceof NumberType number) {
            return number.least().startsWith("-") ? "0" : number.least();
        }
        if (type instanceof ValueType.Choice choice) {
            return choice.choices().get(0);
        }
        if (type instanceof ListType list) {
            return switch (list) {
                case REPLICAOF -> "no one";
                case OOM_SCORE_ADJ_VALUES -> "0 200 800";
                case CLIENT_OUTPUT_BUFFER_LIMIT -> "normal 0 0 0";
                case DIR -> "/";
                default -> "\"\"";
            };
        }
        return type == ValueType.YES_OR_NO ? "no" : "a";
    }

    @Test
    void anIncludedFileIsReadWhereItStandsAndFromTheFolderOfThatMoment() throws Exception {
        FakeDisk disk = new FakeDisk().with("/etc/more.conf", "port 2\nsentinel auth-pass m x\n");
        Configuration read = ConfReader.read(new ConfText("s.conf", """
                        dir /etc
                        port 1
                        include more.conf
                        dir sub
                        sentinel monitor m 127.0.0.1 1 1
                        """), List.of(), disk);

        assertThat(read.server().port()).isEqualTo(2);
        assertThat(read.server().dir()).isEqualTo("/etc/sub");
        assertThat(read.sentinel().masters().get(0).settings().credentials().password())
                .contains("x");
    }

    @Test
    void oneQuotedWordMayHoldSeveralAddressesAndAnEmptyOneNone() throws Exception {
        assertThat(read("bind \"127.0.0.1 ::1\"").server().bind()).containsExactly("127.0.0.1", "::1");
        assertThat(read("bind \"\"").server().bind()).isEmpty();
        assertThat(read("bind").server().bind()).isEmpty();
    }

    private static Configuration read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk());
    }
}
