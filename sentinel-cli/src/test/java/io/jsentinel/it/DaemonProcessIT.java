package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.UsualSignals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon as a process: how it starts, ends, and what it never tells. */
class DaemonProcessIT {

    private static final Duration END_BOUND = Duration.ofSeconds(10);
    private static final String STRANGER = "5".repeat(40);

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItWithZeroAfterTheLastSave(String signal) {
        try (SentinelProcess sentinel = watchingNothing(UsualSignals.of(JsentinelCommand.of()))) {
            introduceStranger(sentinel);
            sentinel.signal(signal);
            assertThat(sentinel.awaitEnd(END_BOUND)).isZero();
            assertEndedWell(sentinel);
        }
    }

    @Test
    void theShutdownCommandEndsItWithZeroAfterTheLastSave() {
        try (SentinelProcess sentinel = watchingNothing(JsentinelCommand.of())) {
            introduceStranger(sentinel);
            try (RespClient client = sentinel.client()) {
                client.send("SHUTDOWN");
                assertThat(client.readRawToEnd()).isEmpty();
            }
            assertThat(sentinel.awaitEnd(END_BOUND)).isZero();
            assertEndedWell(sentinel);
        }
    }

    private static SentinelProcess watchingNothing(List<String> command) {
        return SentinelProcess.command(command)
                .monitor(Cluster.NAME, FreePort.next(), 2)
                .downAfterMillis(60_000)
                .start();
    }

    /** Makes something that must be saved; this command is answered before it is. */
    private static void introduceStranger(SentinelProcess sentinel) {
        int port = sentinel.masterPort(Cluster.NAME);
        String hello = "127.0.0.1,1," + STRANGER + ",0," + Cluster.NAME + ",127.0.0.1," + port + ",0";
        assertThat(sentinel.call("PUBLISH", "__sentinel__:hello", hello).asLong())
                .isEqualTo(1);
    }

    private static void assertEndedWell(SentinelProcess sentinel) {
        assertThat(sentinel.confText())
                .contains("sentinel known-sentinel " + Cluster.NAME + " 127.0.0.1 1 " + STRANGER);
        assertThat(sentinel.logText()).contains("bye bye");
        assertThat(sentinel.errorText()).isEmpty();
    }

    @Test
    void optionsOfTheCommandLineWinOverTheFile(@TempDir Path folder) throws IOException {
        int inFile = FreePort.next();
        int wanted = FreePort.next();
        Path conf = folder.resolve("sentinel.conf");
        String text = "port " + inFile + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 1 1\n";
        Files.writeString(conf, text);
        try (CommandRun run = CommandRun.start(
                JsentinelCommand.of(conf.toString(), "--port", Integer.toString(wanted), "--loglevel", "warning"))) {
            awaitAnswer(run, wanted);
            assertThat(call(wanted, "ROLE")).isEqualTo("[sentinel, [m]]");
            assertThat(FreePort.isFree(inFile)).isTrue();
            assertThat(run.out()).contains("+monitor master m").doesNotContain("Running mode=sentinel");
            run.signal("TERM");
            assertThat(run.awaitEnd(END_BOUND)).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(Files.readString(conf)).startsWith(text).contains("sentinel myid");
        }
    }

    @Test
    void aDashAtTheEndReadsMoreFromStandardInputWhichWinsOverTheFile(@TempDir Path folder) throws IOException {
        int inFile = FreePort.next();
        int wanted = FreePort.next();
        Path conf = folder.resolve("sentinel.conf");
        String text = "port " + inFile + "\nbind 127.0.0.1\nloglevel notice\n";
        Files.writeString(conf, text);
        Path input = Files.writeString(
                folder.resolve("input"), "port " + wanted + "\nloglevel debug\nsentinel monitor m 127.0.0.1 1 1\n");
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "input=$1 && shift && exec \"$@\" < \"$input\"", "fed", input.toString()));
        command.addAll(JsentinelCommand.of(conf.toString(), "--loglevel", "warning", "-"));
        try (CommandRun run = CommandRun.start(command)) {
            awaitAnswer(run, wanted);
            assertThat(call(wanted, "ROLE")).isEqualTo("[sentinel, [m]]");
            assertThat(FreePort.isFree(inFile)).isTrue();
            assertThat(run.out()).contains("+monitor master m").doesNotContain("Running mode=sentinel");
            run.signal("TERM");
            assertThat(run.awaitEnd(END_BOUND)).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(Files.readString(conf)).startsWith(text).contains("sentinel myid");
        }
    }

    @Test
    void aYamlFileStaysAsItIsAndStateGoesBesideIt(@TempDir Path folder) throws IOException {
        int port = FreePort.next();
        int master = FreePort.next();
        Path yaml = folder.resolve("guard.yaml");
        String text = """
                port: %d
                bind: 127.0.0.1
                masters:
                  mymaster:
                    address: 127.0.0.1:%d
                    quorum: 1
                    down-after-milliseconds: 1234
                """.formatted(port, master);
        Files.writeString(yaml, text);
        String firstId = yamlLife(yaml, port);
        Path state = folder.resolve("guard.state.conf");
        assertThat(Files.readString(state)).contains("sentinel myid " + firstId);
        assertThat(yamlLife(yaml, port)).isEqualTo(firstId);
        assertThat(Files.readString(yaml)).isEqualTo(text);
    }

    /** Starts from a YAML file, looks and ends; returns who it was. */
    private static String yamlLife(Path yaml, int port) {
        try (CommandRun run = CommandRun.start(JsentinelCommand.of(yaml.toString()))) {
            awaitAnswer(run, port);
            String id;
            try (RespClient client = RespClient.connect(port)) {
                id = client.call("SENTINEL", "MYID").asText();
                Map<String, String> fields =
                        client.call("SENTINEL", "MASTER", "mymaster").asTextMap();
                assertThat(fields)
                        .containsEntry("down-after-milliseconds", "1234")
                        .containsEntry("quorum", "1");
            }
            run.signal("TERM");
            assertThat(run.awaitEnd(END_BOUND)).isZero();
            assertThat(run.err()).isEmpty();
            return id;
        }
    }

    private static void awaitAnswer(CommandRun run, int port) {
        Await.atMost(HEAL_BOUND)
                .showing(() -> run.out() + run.err())
                .until("the daemon answers", () -> call(port, "PING").equals("PONG"));
    }

    private static String call(int port, String... words) {
        try (RespClient client = RespClient.connect(port)) {
            return Texts.of(client.call(words));
        }
    }

    @Test
    void passwordsOpenTheirDoorsAndAreToldToNobody() {
        String nodeSecret = "node-Geheim-1";
        String nextSecret = "next-Geheim-2";
        String ownSecret = "own-Geheim-3";
        try (Cluster cluster = Cluster.of(2, setup -> setup.password(nodeSecret))) {
            for (int i = 0; i < 3; i++) {
                cluster.add(cluster.setup(OURS, 2).masterPassword(nodeSecret).password(ownSecret));
            }
            cluster.awaitAcquainted();
            RedisServer old = cluster.master();
            old.kill();
            cluster.awaitMasterOtherThan(old, HEAL_BOUND);

            SentinelProcess first = cluster.sentinel(0);
            StringBuilder errors = new StringBuilder();
            try (RespClient stranger = RespClient.connect(first.port())) {
                for (List<String> words : List.of(
                        List.of("PING"),
                        List.of("AUTH", "wrong"),
                        List.of("AUTH", "default", "wrong"),
                        List.of("HELLO", "3", "AUTH", "default", "wrong"))) {
                    assertThat(stranger.call(words.toArray(String[]::new)).isError())
                            .isTrue();
                }
            }
            errors.append(first.call("SENTINEL", "SET", Cluster.NAME, "auth-pass", nextSecret, "quorum", "none"));
            EventLog.Event set = cluster.log(0).awaitEvent("+set", HEAL_BOUND);
            assertThat(set.payload()).endsWith("auth-pass ******");
            Await.atMost(HEAL_BOUND)
                    .until("the new password is saved", () -> first.confText().contains(nextSecret));

            for (SentinelProcess sentinel : cluster.sentinels()) {
                String told = sentinel.logText()
                        + sentinel.errorText()
                        + commandLine(sentinel.pid())
                        + sentinel.call("SENTINEL", "MASTERS")
                        + sentinel.call("CLIENT", "LIST")
                        + sentinel.call("INFO")
                        + cluster.log(0)
                        + errors;
                assertThat(told).doesNotContain(nodeSecret, nextSecret, ownSecret);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentinel auth-pas mymaster hidden-Geheim",
                "sentinel auth-pass nomaster hidden-Geheim",
                "requirepas hidden-Geheim",
                "requirepass hidden-Geheim too",
                "sentinel sentinel-pass hidden-Geheim \"unbalanced"
            })
    void aPasswordInALineThatIsRefusedIsNotShown(String line, @TempDir Path folder) throws IOException {
        Path conf = folder.resolve("sentinel.conf");
        Files.writeString(conf, "port 0\n" + line + "\n");
        try (CommandRun run = CommandRun.start(JsentinelCommand.of(conf.toString()))) {
            assertThat(run.awaitEnd(HEAL_BOUND)).isEqualTo(1);
            assertThat(run.err()).contains("at line 2").doesNotContain("Geheim");
            assertThat(run.out()).doesNotContain("Geheim");
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().commandLine())
                    .orElse("");
        }
    }
}
