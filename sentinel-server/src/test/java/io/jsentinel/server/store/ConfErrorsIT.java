package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same wrong line, told by the stock sentinel 7.0 and by us under {@code compat-version redis-7.0}: standard error is
 * the same but for the hint that we add. On purpose different, and not here: lines with secrets (masked by us), options
 * of the command line and standard input (named by us), included files (named by us), epochs and times out of range
 * (taken by Redis, with another value).
 */
@Tag("stock-sentinel")
@Timeout(60)
class ConfErrorsIT {

    @TempDir
    Path folder;

    @BeforeEach
    void theProgramIsThere() {
        StockProcess.require("redis-sentinel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo bar",
                "\"port 5",
                "port \"5\"x",
                "port",
                "port abc",
                "port 70000",
                "PORT 1 2",
                "unixsocketperm 999",
                "unixsocketperm 1777",
                "maxclients 0",
                "timeout -1",
                "maxmemory 1.5gb",
                "maxmemory-clients 500%",
                "maxmemory-clients -5",
                "client-query-buffer-limit 1kb",
                "proto-max-bulk-len 9999999999gb",
                "loglevel foo",
                "supervised maybe",
                "syslog-facility mail",
                "daemonize maybe",
                "appendfsync sometimes",
                "maxmemory-policy none",
                "shutdown-on-sigint later",
                "save 900",
                "save a b",
                "client-output-buffer-limit pubsub 1",
                "client-output-buffer-limit foo 1 2 3",
                "client-output-buffer-limit pubsub 1 2 x",
                "replicaof a b",
                "replicaof a",
                "notify-keyspace-events K#",
                "oom-score-adj-values 1 2",
                "oom-score-adj-values 1 2 3000",
                "latency-tracking-info-percentiles 50 200",
                "latency-tracking-info-percentiles x",
                "appendfilename a/b",
                "dbfilename a/b",
                "appenddirname \"\"",
                "proc-title-template {foo}",
                "cluster-announce-hostname a_b",
                "bind 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
                "dir /nonexistent",
                "logfile /nonexistent/x",
                "rename-command a",
                "include a b",
                "sentinel monitor",
                "sentinel nonsense 1",
                "sentinel monitor m 127.0.0.1 6379 0",
                "sentinel monitor m 127.0.0.1 99999 1",
                "sentinel down-after-milliseconds nobody 1",
                "sentinel myid abc",
                "sentinel deny-scripts-reconfig maybe",
                "sentinel resolve-hostnames maybe",
                "sentinel announce-hostnames maybe",
            })
    void standardErrorIsTheSame(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "# first\n\n  " + line + "  \nport 0\n");

        ConfigException error = catchThrowableOfType(
                ConfigException.class, () -> LoadedConfig.load(file, List.of("compat-version redis-7.0")));

        String ours = ConfigErrorText.of(error).replaceAll("Did you mean '.*'\\?\n", "");
        assertThat(ours).isEqualTo(stockOn(file));
    }

    private String stockOn(Path file) throws Exception {
        Path errors = folder.resolve("errors");
        Process stock = new ProcessBuilder("redis-sentinel", file.toString())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(stock.waitFor()).isEqualTo(1);
        return Files.readString(errors, StandardCharsets.UTF_8);
    }
}
