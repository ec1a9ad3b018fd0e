package io.jsentinel.it;

import static io.jsentinel.it.Cluster.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What operators, charts and their scripts send to sentinels is answered as they read it, by a stock sentinel and by ours
 * alike. The transcripts say what each of them sends.
 */
@NeedsStock
class OperatorCallsIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** A text of a flat array. */
    private static final Pattern BULK = Pattern.compile("\\$\\d+\r\n([^\r]*)\r\n");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"spotahome-check", "spotahome-heal", "ot-sentinel", "redis-ha-haproxy", "bitnami-scripts"})
    void aTranscriptIsAnsweredAsByStock(String name) {
        try (WirePair pair = WirePair.start();
                SideBySide both = pair.connect()) {
            Transcript transcript = Transcript.read(name, pair.masterPort());
            assertThat(transcript.steps()).hasSizeGreaterThan(4);
            for (Transcript.Step step : transcript.steps()) {
                int before = both.differences();
                both.raw(step.answers(), step.bytes());
                if (!step.excuse().isEmpty()) {
                    both.excuseLast(before);
                }
                for (Map.Entry<String, String> answer : both.last().entrySet()) {
                    check(answer.getKey() + ": " + step.request(), answer.getValue(), step);
                }
            }
            both.mustAgree();
            awaitAllKnown(pair.ours());
            awaitAllKnown(pair.stock());
        }
    }

    private static void check(String what, String answer, Transcript.Step step) {
        step.patterns().forEach(pattern -> assertThat(answer).as(what).matches(pattern));
        if (!step.elements().isEmpty()) {
            List<String> flat =
                    BULK.matcher(answer).results().map(found -> found.group(1)).toList();
            step.elements()
                    .forEach((index, text) -> assertThat(flat.get(index))
                            .as(what + " [" + index + "]")
                            .isEqualTo(text));
        }
    }

    /** After all that an operator did, the sentinel finds the replica and the other sentinel again by itself. */
    private static void awaitAllKnown(SentinelProcess sentinel) {
        Await.atMost(BOUND)
                .showing(sentinel::logTail)
                .until(
                        "all are known",
                        () -> sentinel.call("INFO", "sentinel").asText(),
                        info -> info.matches("(?s).*status=ok,address=127\\.0\\.0\\.1:\\d+,slaves=1,sentinels=2.*"));
    }

    /** What preStop hooks do: an order to fail over, and the same again while it is under way. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void anOrderToFailOverIsAnsweredAsHooksReadIt(Kind kind) {
        try (Cluster cluster = Cluster.of(1).watchedBy(kind, kind)) {
            SentinelProcess sentinel = cluster.sentinel(0);
            int old = sentinel.masterPort(NAME);
            assertThat(error(sentinel.call("SENTINEL", "FAILOVER", "nope")))
                    .isEqualTo("ERR No such master with that name");
            List<String> answers = new ArrayList<>();
            try (var client = sentinel.client()) {
                client.send("SENTINEL", "FAILOVER", NAME);
                client.send("SENTINEL", "FAILOVER", NAME);
                answers.add(client.read().asText());
                answers.add(error(client.read()));
            }
            assertThat(answers).containsExactly("OK", "INPROG Failover already in progress");
            // The hooks wait until the sentinel names another address than theirs.
            Await.atMost(BOUND)
                    .showing(sentinel::logTail)
                    .until("another master", () -> sentinel.masterPort(NAME) != old);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void withoutAReplicaTheAnswerHasTheWordThatScriptsLookFor(Kind kind) {
        try (Cluster cluster = Cluster.of(0)) {
            SentinelProcess sentinel = cluster.add(cluster.setup(kind, 1));
            assertThat(error(sentinel.call("SENTINEL", "FAILOVER", NAME)))
                    .isEqualTo("NOGOODSLAVE No suitable replica to promote");
        }
    }

    /** start-node.sh and start-sentinel.sh read where the last known master was from columns of the saved file. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void columnsOfTheSavedFileSayWhereTheMasterIs(Kind kind) throws IOException {
        try (Cluster cluster = Cluster.of(1).watchedBy(kind, kind)) {
            SentinelProcess sentinel = cluster.sentinel(0);
            assertThat(sentinel.call("SENTINEL", "FLUSHCONFIG").asText()).isEqualTo("OK");
            RedisServer master = cluster.master();
            String script = "awk '/monitor/ {print $4, $5}' \"$1\"";
            Path saved = Files.writeString(folder.resolve(kind + ".conf"), sentinel.confText());
            assertThat(shell(script, saved.toString())).isEqualTo("127.0.0.1 " + master.port() + "\n");
        }
    }

    /** The same with redis-cli itself, as the scripts call it: what they cut out of its lines. */
    @Test
    void redisCliShowsScriptsTheSameLines() {
        try (WirePair pair = WirePair.start()) {
            for (String call : List.of(
                    "redis-cli -h 127.0.0.1 -p $1 sentinel get-master-addr-by-name mymaster",
                    "redis-cli -h 127.0.0.1 -p $1 sentinel get-master-addr-by-name nope",
                    "redis-cli -h 127.0.0.1 -p $1 sentinel master mymaster | grep -c s_down",
                    "redis-cli -h 127.0.0.1 -p $1 ping",
                    "redis-cli -h 127.0.0.1 -p $1 info sentinel | grep -o 'name=mymaster,status=[a-z]*'",
                    "redis-cli -h 127.0.0.1 -p $1 sentinel sentinels mymaster | grep -c runid",
                    "REDISCLI_AUTH=wrong redis-cli -h 127.0.0.1 -p $1 ping 2>&1",
                    "redis-cli -h 127.0.0.1 -p $1 info sentinel | tr -d '\\r' | awk -F, '/master0/ {print $1}'")) {
                String stock = shell(call, Integer.toString(pair.stock().port()));
                assertThat(shell(call, Integer.toString(pair.ours().port())))
                        .as(call)
                        .isEqualTo(stock);
                assertThat(stock).as(call).isNotEmpty();
            }
        }
    }

    private static String error(Reply answer) {
        return ((Reply.Error) answer).message();
    }

    private static String shell(String script, String argument) {
        try (CommandRun run = CommandRun.start(List.of("sh", "-c", script, "sh", argument))) {
            run.awaitEnd(BOUND);
            return run.out();
        }
    }
}
