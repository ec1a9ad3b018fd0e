package io.jsentinel.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts as real processes. */
class ScriptRunnerTest implements ScriptRunner.Listener {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private Path dir;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private ScriptRunner runner;
    private volatile long lastPid;

    @BeforeEach
    void begin() {
        PrintStream console = new PrintStream(logged, true, StandardCharsets.UTF_8);
        runner = new ScriptRunner(dir, new ServerLog(Optional.empty(), Optional.of(Level.NOTICE), console), this);
    }

    @AfterEach
    void end() {
        runner.close();
    }

    @Override
    public void scriptStarted(long job, long pid) {
        lastPid = pid;
        heard.add("started " + job);
    }

    @Override
    public void scriptEnded(long job, int exitCode, int signal) {
        heard.add("ended " + job + " " + exitCode + " " + signal);
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(BOUND.toSeconds(), TimeUnit.SECONDS));
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aScriptGetsItsWordsAsTheyAreInTheWorkingDirectory() throws Exception {
        script("n.sh", "#!/bin/sh\nprintf '<%s>' \"$#\" \"$@\" > words.txt\n");
        runner.start(3, List.of("n.sh", "+sdown", "", "a  b '\" $HOME `id` \u00c3\u00a4*"));
        assertThat(next()).isEqualTo("started 3");
        assertThat(next()).isEqualTo("ended 3 0 0");
        assertThat(Files.readString(dir.resolve("words.txt"), StandardCharsets.ISO_8859_1))
                .startsWith("<3><+sdown><><a  b '\" $HOME `id` ")
                .endsWith("*>");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0, 0",
        "exit 1, 1, 0",
        "exit 2, 2, 0",
        "exit 128, 128, 0",
        "exit 200, 200, 0",
        "exit 255, 255, 0",
        "kill -9 $$, 0, 9",
        "kill -15 $$, 0, 15"
    })
    void itsEndIsTold(String text, int exitCode, int signal) throws Exception {
        Path script = script("e.sh", "#!/bin/sh\n" + text + "\n");
        runner.start(1, List.of(script.toString()));
        assertThat(next()).isEqualTo("started 1");
        assertThat(next()).isEqualTo("ended 1 " + exitCode + " " + signal);
    }

    @ParameterizedTest
    @CsvSource({
        "./none.sh, No such file",
        "plain.sh, Permission denied",
        "./text.sh, no interpreter line",
        ".//strange.sh, No such file",
        "sub, Is a directory",
        "sh, No such file"
    })
    void whatCannotBeExecutedEndsWithTwo(String path, String reason) throws Exception {
        Files.writeString(dir.resolve("plain.sh"), "#!/bin/sh\n");
        script("text.sh", "echo run by a shell > ran\n");
        script("strange.sh", "#!/no/such/interpreter\n");
        Files.createDirectory(dir.resolve("sub"));
        runner.start(9, List.of(path, "+sdown"));
        assertThat(next()).isEqualTo("ended 9 2 0");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("Script " + path + " cannot be executed: ");
        assertThat(logged.toString(StandardCharsets.UTF_8)).containsAnyOf(reason, "error=13", "error=21");
        assertThat(dir.resolve("ran")).doesNotExist();
    }

    @Test
    void aProgramNeedsNoInterpreterLine() throws Exception {
        Path program = Files.exists(Path.of("/bin/true")) ? Path.of("/bin/true") : Path.of("/usr/bin/true");
        runner.start(1, List.of(program.toString()));
        assertThat(next()).isEqualTo("started 1");
        assertThat(next()).isEqualTo("ended 1 0 0");
    }

    @Test
    void aScriptThatIsKilledEndsByThatSignal() throws Exception {
        script("slow.sh", "#!/bin/sh\nexec sleep 600\n");
        runner.start(4, List.of("slow.sh"));
        assertThat(next()).isEqualTo("started 4");
        assertThat(ProcessHandle.of(lastPid).orElseThrow().parent()).contains(ProcessHandle.current());
        runner.kill(4);
        assertThat(next()).isEqualTo("ended 4 0 9");
        runner.kill(4);
    }

    @Test
    void aScriptGoesOnWhenTheRunnerIsClosed() throws Exception {
        script("slow.sh", "#!/bin/sh\nexec sleep 600\n");
        runner.start(4, List.of("slow.sh"));
        assertThat(next()).isEqualTo("started 4");
        ProcessHandle process = ProcessHandle.of(lastPid).orElseThrow();
        runner.close();
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly();
        Await.atMost(BOUND).until("the script has ended", () -> !process.isAlive());
    }
}
