package io.jsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.FakeAnswer;
import io.jsentinel.testkit.FakeNode;
import io.jsentinel.testkit.FreePort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StatusCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aMasterIsShownWithItsReplicasAndSentinels() {
        try (FakeNode sentinel = FakeNode.start(StatusCommandTest::answer)) {
            assertThat(status("-p", Integer.toString(sentinel.port())))
                    .as("%s", err)
                    .isZero();
        }
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        mymaster (quorum 2, epoch 7)
                          ROLE      ADDRESS          STATE          DETAILS
                          master    127.0.0.1:6379   s_down,o_down  down after 1000 ms, failover: wait_start
                          replica   127.0.0.1:6380   ok             offset 90, link ok, priority 100
                          sentinel  127.0.0.1:26380  disconnected   0123456789
                          NOQUORUM 1 usable Sentinels.

                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSentinelThatWatchesNothingSaysSo() {
        try (FakeNode sentinel = FakeNode.start(words -> FakeAnswer.raw("*0\r\n"))) {
            assertThat(status("-p", Integer.toString(sentinel.port())))
                    .as("%s", err)
                    .isZero();
        }
        assertThat(out.toString()).contains("No master is monitored.");
    }

    @Test
    void aRefusalIsTheExitCodeAndOneLine() {
        try (FakeNode sentinel = FakeNode.start(words -> FakeAnswer.raw("-NOAUTH Authentication required.\r\n"))) {
            assertThat(status("-p", Integer.toString(sentinel.port()))).isEqualTo(1);
        }
        assertThat(err.toString().lines()).singleElement().asString().contains("NOAUTH Authentication required.");
    }

    @Test
    void nobodyThereIsTheExitCodeAndOneLine() {
        int port = FreePort.next();

        assertThat(status("-p", Integer.toString(port))).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("jsentinel: 127.0.0.1:" + port);
    }

    private int status(String... args) {
        return new CommandLine(new StatusCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private static FakeAnswer answer(List<String> words) {
        return switch (words.get(1).toUpperCase(java.util.Locale.ROOT)) {
            case "MASTERS" ->
                FakeAnswer.raw("*1\r\n"
                        + flat(
                                "name",
                                "mymaster",
                                "ip",
                                "127.0.0.1",
                                "port",
                                "6379",
                                "flags",
                                "s_down,o_down,master",
                                "failover-state",
                                "wait_start",
                                "down-after-milliseconds",
                                "1000",
                                "config-epoch",
                                "7",
                                "quorum",
                                "2"));
            case "REPLICAS" ->
                FakeAnswer.raw("*1\r\n"
                        + flat(
                                "ip",
                                "127.0.0.1",
                                "port",
                                "6380",
                                "flags",
                                "slave",
                                "slave-repl-offset",
                                "90",
                                "master-link-status",
                                "ok",
                                "slave-priority",
                                "100"));
            case "SENTINELS" ->
                FakeAnswer.raw("*1\r\n"
                        + flat(
                                "ip",
                                "127.0.0.1",
                                "port",
                                "26380",
                                "flags",
                                "sentinel,disconnected",
                                "runid",
                                "0123456789"));
            default -> FakeAnswer.raw("-NOQUORUM 1 usable Sentinels.\r\n");
        };
    }

    private static String flat(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }
}
