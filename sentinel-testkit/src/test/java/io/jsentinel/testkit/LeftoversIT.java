package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a server whose JVM ends without closing it; that JVM runs {@link #main}. */
class LeftoversIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Starts a server, tells its process id, and waits for the end. */
    public static void main(String[] args) throws IOException {
        RedisServer server = RedisServer.start();
        if (args[0].equals("frozen")) {
            server.freeze();
        }
        System.out.println(server.pid());
        System.in.read();
        if (args[0].equals("exit")) {
            System.exit(3);
        }
    }

    private static Process otherJvm(String arg, Path folder) throws IOException {
        String classPath = System.getProperty("java.class.path");
        String tests = System.getProperty("surefire.test.class.path", classPath);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + RedisBinary.FOLDER_PROPERTY + "=" + System.getProperty(RedisBinary.FOLDER_PROPERTY, "."),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        tests,
                        LeftoversIT.class.getName(),
                        arg)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return Leftovers.start(builder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "end of main", "terminated", "killed", "frozen"})
    void aServerEndsWithTheJvmThatStartedIt(String how, @TempDir Path folder) throws Exception {
        Process jvm = otherJvm(how, folder);
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        assertThat(server.isAlive()).isTrue();
        switch (how) {
            case "terminated" -> jvm.destroy();
            case "killed", "frozen" -> jvm.destroyForcibly();
            default -> jvm.getOutputStream().close();
        }
        assertThat(jvm.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Await.atMost(BOUND).until("the server has ended", () -> !server.isAlive());
        if (!how.equals("killed") && !how.equals("frozen")) {
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aFolderIsRemovedWithAllThatIsInItUnlessItIsKept() throws IOException {
        ScratchFolder removed = ScratchFolder.create("jsentinel-scratch-");
        Files.createDirectories(removed.path().resolve("a/b"));
        Files.writeString(removed.path().resolve("a/b/c"), "x");
        removed.close();
        assertThat(Files.exists(removed.path())).isFalse();

        ScratchFolder kept = ScratchFolder.create("jsentinel-scratch-");
        kept.keep();
        kept.close();
        assertThat(Files.exists(kept.path())).isTrue();
        ScratchFolder.removeTree(kept.path());
    }
}
