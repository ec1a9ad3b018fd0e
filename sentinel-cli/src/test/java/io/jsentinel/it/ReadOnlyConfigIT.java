package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.PodSet;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon with its {@code sentinel.conf} on a read-only mount, which keeps out root, too. */
class ReadOnlyConfigIT {

    /** Runs a command where a folder is read-only. The mount is in a namespace of the process and ends with it. */
    private static final List<String> WITH_A_READ_ONLY_FOLDER = List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && shift && exec \"$@\"",
            "read-only");

    private final int port = FreePort.next();

    @TempDir
    private Path folder;

    private Path etc;
    private Path conf;
    private String text;

    @BeforeEach
    void writeTheFile() throws IOException {
        assumeTrue(PodSet.isPossible(), "only root may mount a folder read-only");
        etc = Files.createDirectory(folder.resolve("etc"));
        Files.createDirectory(folder.resolve("tmp"));
        text = "port " + port + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 1 1\n";
        conf = Files.writeString(etc.resolve("sentinel.conf"), text);
    }

    @AfterEach
    void nothingIsMountedAnyMore() {
        assertThat(mounts("self")).doesNotContain(folder.toString());
    }

    @Test
    void theStateGoesToTheStateFolderAndTheIdentityStays() throws IOException {
        Path states = folder.resolve("lib/states");
        String first = life(states.resolve("sentinel.conf.state"), "--state-dir", states.toString());
        assertThat(life(states.resolve("sentinel.conf.state"), "--state-dir", states.toString()))
                .isEqualTo(first);
        assertThat(files(folder.resolve("tmp"))).isEmpty();
    }

    @Test
    void withoutAStateFolderTheStateIsAmongTheTemporaryFilesWithAWarning() throws IOException {
        String first = life(folder.resolve("tmp/jsentinel-"));
        List<Path> states = files(folder.resolve("tmp"));
        assertThat(states).singleElement().asString().endsWith("/sentinel.conf.state");
        assertThat(life(states.get(0))).isEqualTo(first);
        assertThat(files(folder.resolve("tmp"))).isEqualTo(states);
    }

    /** Starts it, looks where its state goes, and ends it; returns who it was. */
    private String life(Path state, String... options) throws IOException {
        try (CommandRun run = CommandRun.start(command(options))) {
            Await.atMost(HEAL_BOUND)
                    .showing(() -> run.out() + run.err())
                    .until("the daemon answers", () -> call("PING").equals("PONG"));
            assertThat(mounts(Long.toString(run.pid()))).contains(" " + etc + " ro");
            String id = call("SENTINEL", "MYID");
            run.signal("TERM");
            assertThat(run.awaitEnd(HEAL_BOUND)).isZero();
            assertThat(run.err()).isEmpty();
            List<String> warnings =
                    run.out().lines().filter(line -> line.contains(" # ")).collect(Collectors.toList());
            assertThat(warnings)
                    .anySatisfy(
                            line -> assertThat(line).contains(conf + " is not written: the state goes to " + state));
            assertThat(warnings.stream().filter(line -> line.contains("another with --state-dir")))
                    .hasSize(options.length == 0 ? 1 : 0);
            assertThat(conf).hasContent(text);
            assertThat(files(etc)).containsExactly(conf);
            assertThat(files(folder).stream().filter(file -> file.endsWith("sentinel.conf.state")))
                    .singleElement()
                    .satisfies(file -> assertThat(file)
                            .content()
                            .contains("sentinel myid " + id)
                            .startsWith("# "));
            return id;
        }
    }

    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(WITH_A_READ_ONLY_FOLDER);
        command.add(etc.toString());
        List<String> java = new ArrayList<>(JsentinelCommand.of(conf.toString()));
        java.add(1, "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.addAll(java);
        command.addAll(List.of(options));
        return command;
    }

    private String call(String... words) {
        try (RespClient client = RespClient.connect(port)) {
            return Texts.of(client.call(words));
        }
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }

    private static String mounts(String process) {
        try {
            return Files.readString(Path.of("/proc", process, "mountinfo"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
