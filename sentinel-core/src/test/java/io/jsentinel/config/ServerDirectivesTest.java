package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDirectivesTest {

    @Test
    void memoryIsCountedInPowersOfThousandOrOf1024() throws Exception {
        assertThat(read("proto-max-bulk-len 2m").limits().bulkBytes()).isEqualTo(2_000_000);
        assertThat(read("proto-max-bulk-len 2MB").limits().bulkBytes()).isEqualTo(2 << 20);
        assertThat(read("client-query-buffer-limit 1gb").limits().queryBufferBytes())
                .isEqualTo(1L << 30);
        assertThat(read("client-query-buffer-limit 2000000b").limits().queryBufferBytes())
                .isEqualTo(2_000_000);
    }

    @Test
    void outputLimitsMayStandInOneLineOrInSeveral() throws Exception {
        ClientLimits limits = read("client-output-buffer-limit pubsub 1k 2kb 3 slave 9 9 9\n"
                        + "client-output-buffer-limit \"normal 4mb 5 6\"\n")
                .limits();

        assertThat(limits.pubsub()).isEqualTo(new BufferLimit(1_000, 2_048, 3));
        assertThat(limits.normal()).isEqualTo(new BufferLimit(4 << 20, 5, 6));
    }

    @Test
    void theSocketsAreRead() throws Exception {
        assertThat(read("unixsocket /run/s.sock\nunixsocketperm 0770\nbind-source-addr 127.0.0.2")
                        .sockets())
                .isEqualTo(new SocketConfig("/run/s.sock", 0770, "127.0.0.2"));
    }

    @Test
    void theProcessIsRead() throws Exception {
        assertThat(read("daemonize YES\nsupervised Systemd\nsyslog-enabled yes\nsyslog-ident a\nsyslog-facility LOCAL3")
                        .process())
                .isEqualTo(new ProcessConfig(true, "systemd", new SyslogConfig(true, "a", "local3")));
    }

    @Test
    void theLastOfRepeatedLinesCounts() throws Exception {
        assertThat(read("port 1\nPORT 2\nport 3").port()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxmemory 99999999999999999999",
                "maxmemory gb",
                "maxmemory \"\"",
                "maxmemory-clients 5%",
                "unixsocketperm \"\"",
                "list-max-listpack-size -99",
                "save",
                "save \"\"",
                "save \"900 1 300 10\"",
                "save 1 0",
                "replicaof no one",
                "replicaof x 0",
                "bind",
                "client-output-buffer-limit",
                "latency-tracking-info-percentiles \"\"",
                "latency-tracking-info-percentiles 50 99.9",
                "shutdown-on-sigint force now",
                "proc-title-template \"{title} {listen-addr} {server-mode} {port} {tls-port} {unixsocket} {config-file}\"",
                "lua-replicate-commands x",
                "lua-time-limit 5",
                "min-slaves-to-write 1",
                "notify-keyspace-events KEA",
                "oom-score-adj-values 3 2 1",
                "loglevel nothing",
                "primaryauth x",
                "availability-zone eu-1",
            })
    void whatRedisOrValkeyTakesIsTaken(String line) throws Exception {
        assertThat(read(line).port()).isEqualTo(ServerConfig.DEFAULT_PORT);
    }

    @Test
    void theWayOfAFailoverIsRead() throws Exception {
        assertThat(read("").failoverMode()).isEqualTo(FailoverMode.COORDINATED);
        assertThat(read("failover-mode STOCK").failoverMode()).isEqualTo(FailoverMode.STOCK);
        assertThat(read("failover-mode stock\nfailover-mode coordinated").failoverMode())
                .isEqualTo(FailoverMode.COORDINATED);
        assertThatThrownBy(() -> read("failover-mode quick")).hasMessageContaining("coordinated, stock");
        assertThat(ProcessSettings.of(read("failover-mode stock")).failoverMode())
                .isEqualTo(FailoverMode.STOCK);
    }

    private static ServerConfig read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk())
                .server();
    }
}
