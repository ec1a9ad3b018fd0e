package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.StockSentinel;
import io.jsentinel.testkit.UsualSignals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code sandbox} as people run it: the whole program, in a process of its own. */
class SandboxIT {

    private static final Duration BOUND = Duration.ofSeconds(180);

    @TempDir
    private Path temporary;

    private CommandRun sandbox(String... options) {
        List<String> command = new ArrayList<>(JsentinelCommand.of("sandbox"));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of(options));
        return CommandRun.start(UsualSignals.of(command));
    }

    private CommandRun stockSandbox(String... options) {
        assumeTrue(StockSentinel.available(), StockSentinel.MISSING);
        List<String> all = new ArrayList<>(List.of("--sentinel-command", String.join(" ", StockSentinel.command())));
        all.addAll(List.of(options));
        return sandbox(all.toArray(new String[0]));
    }

    private void assertThatAFailoverWentWell(CommandRun run) {
        assertThat(run.awaitEnd(BOUND)).as(run.err() + run.out()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("kill -9 redis-1, the master")
                .containsPattern("\\+switch-master mymaster redis-1 redis-[23]")
                .containsPattern("failover: another master accepts writes \\d+\\.\\d{3} s after the fault")
                .containsPattern("\\+sdown \\d+ ms, \\+odown \\d+ ms, \\+elected-leader \\d+ ms,"
                        + " \\+switch-master \\d+ ms, first write \\d+ ms")
                .contains("1 failover: ")
                .contains("no confirmed write is lost")
                .doesNotContain("\u001b");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aScriptedFailoverOfJsentinelGoesWell() {
        try (CommandRun run = sandbox("--script", "kill")) {
            assertThatAFailoverWentWell(run);
        }
    }

    @Test
    void aMasterIsToldToHandOver() {
        try (CommandRun run = sandbox("--script", "failover,wait,writes")) {
            assertThat(run.awaitEnd(BOUND)).as(run.err() + run.out()).isZero();
            assertThat(run.out())
                    .contains("SENTINEL FAILOVER mymaster to sentinel-1")
                    .containsPattern("failover: another master accepts writes, which have waited for \\d+\\.\\d{3} s")
                    .doesNotContain("+sdown", "not yet")
                    .contains("no confirmed write is lost");
        }
    }

    @Test
    void aMasterOfJsentinelComesBackAsAReplica() {
        try (CommandRun run = sandbox("--script", "kill,wait,restart,wait,freeze,wait,thaw", "--down-after", "500")) {
            assertThat(run.awaitEnd(BOUND)).as(run.err() + run.out()).isZero();
            assertThat(run.out())
                    .containsPattern("redis-1 is a replica again, of redis-[23], after \\d+\\.\\d{3} s")
                    .contains("2 failovers: ", "no confirmed write is lost");
        }
    }

    @Test
    @Tag("stock-sentinel")
    void aScriptedFailoverOfTheStockSentinelGoesWell() {
        try (CommandRun run = stockSandbox("--script", "kill", "--down-after", "500")) {
            assertThatAFailoverWentWell(run);
        }
    }

    @Test
    @Tag("stock-sentinel")
    void aFrozenMasterComesBackAsAReplica() {
        try (CommandRun run = stockSandbox("--script", "freeze,wait,thaw,wait,writes", "--down-after", "500")) {
            assertThat(run.awaitEnd(BOUND)).as(run.err() + run.out()).isZero();
            assertThat(run.out())
                    .contains("kill -STOP redis-1, the master", "kill -CONT redis-1")
                    .containsPattern("redis-1 is a replica again, of redis-[23], after \\d+\\.\\d{3} s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    @Tag("stock-sentinel")
    void noProcessOutlivesIt(String signal) {
        try (CommandRun run = stockSandbox("--script", "kill,wait,restart", "--down-after", "500")) {
            Await.atMost(BOUND)
                    .showing(run::err)
                    .until("the play has begun", () -> run.out().contains("kill -9"));
            List<ProcessHandle> children =
                    ProcessHandle.of(run.pid()).orElseThrow().descendants().collect(Collectors.toList());
            assertThat(children).hasSizeGreaterThanOrEqualTo(6);
            run.signal(signal);
            assertThat(run.awaitEnd(BOUND)).isNotZero();
            Await.atMost(BOUND)
                    .until("all children have ended", () -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(run.err()).isEmpty();
            if (!signal.equals("KILL")) {
                assertThat(temporary).isEmptyDirectory();
            }
        }
    }

    @Test
    @Tag("stock-sentinel")
    void aFailureTellsItsReasonAndKeepsTheLogs() {
        try (CommandRun run = stockSandbox("--script", "thaw")) {
            assertThat(run.awaitEnd(BOUND)).isEqualTo(1);
            assertThat(run.err()).contains("the step \"thaw\" cannot be done: nothing is frozen", temporary.toString());
            assertThat(temporary).isDirectoryRecursivelyContaining("glob:**/redis-1/server.log");
        }
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingStarts() {
        try (CommandRun run = sandbox("--script", "kill,stop")) {
            assertThat(run.awaitEnd(BOUND)).isEqualTo(2);
            assertThat(run.err()).contains("step 2 of the script, \"stop\", is none of: kill, freeze");
        }
        try (CommandRun run =
                sandbox("--redis-server", temporary.resolve("missing").toString())) {
            assertThat(run.awaitEnd(BOUND)).isEqualTo(1);
            assertThat(run.err()).contains("no redis-server was found", "missing");
        }
        assertThat(temporary).isEmptyDirectory();
    }
}
