package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the build makes, and the launcher that uses it where it fits. */
class ArchiveIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** A class that every daemon loads, as the virtual machine's log names it. */
    private static final String STARTED = "io.jsentinel.server.SentinelServer";

    private static final String WATCHES = "+monitor master m 127.0.0.1 1";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void findTheJar() throws IOException {
        jar = Path.of(System.getProperty(JsentinelCommand.JAR_PROPERTY)).toRealPath();
    }

    @Test
    void theBuildMadeOneFromWhichAllOwnClassesOfAStartCome() {
        assertThat(archive()).exists();

        String loaded = run(jar, "-Xlog:class+load");

        assertThat(loaded).contains(STARTED + " source: shared objects file");
        // A few lambdas are made anew at each start.
        assertThat(loaded.lines().filter(line -> line.contains(" io.jsentinel.") && !line.contains("$$Lambda")))
                .allMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void whereTheJarIsAnotherFileItIsPassedOverInSilence() throws IOException {
        Path copy = Files.copy(jar, folder.resolve("jsentinel.jar"));
        Files.copy(archive(), folder.resolve(archive().getFileName()));

        assertThat(run(copy, "")).doesNotContain("warning", "rror").contains(WATCHES);
        assertThat(run(copy, "-Xlog:class+load"))
                .doesNotContain(STARTED + " source: shared objects file")
                .contains(STARTED + " source: ");
    }

    @Test
    void anotherJavaStartsWithoutItAndSaysNothing() throws IOException {
        Path other = otherJava();

        String log = runWith(other, jar, "");

        assertThat(log).doesNotContain("warning", "WARNING", "rror").contains(WATCHES);
    }

    @Test
    void aFolderWithASpaceAndAStarInItsNameIsNoObstacle() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("a * b"));
        Path copy = Files.copy(jar, odd.resolve("jsentinel.jar"));
        Files.copy(archive(), odd.resolve(archive().getFileName()));

        assertThat(run(copy, "")).doesNotContain("rror").contains(WATCHES);
    }

    private Path archive() {
        String name = Runtime.version().feature() < 25 ? "jsentinel.jsa" : "jsentinel.aot";
        return jar.resolveSibling(name);
    }

    private static Path otherJava() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        assumeTrue(Files.isDirectory(all), "there is no /usr/lib/jvm");
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> version(home) >= 17
                            && version(home) != Runtime.version().feature())
                    .findFirst()
                    .orElseGet(() -> {
                        assumeTrue(false, "there is only one Java in " + all);
                        return all;
                    });
        }
    }

    /** The version of a Java by its file "release"; 0 when it has none. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private String run(Path startedJar, String option) {
        return runWith(Path.of(System.getProperty("java.home")), startedJar, option);
    }

    /** What a daemon writes from its start to its end by a signal; the launcher's own tuning holds without an option. */
    private String runWith(Path home, Path startedJar, String option) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env", "-u", "JSENTINEL_JAVA_OPTS", "JAVA_HOME=" + home, "JSENTINEL_JAR=" + startedJar));
        if (!option.isEmpty()) {
            command.add("JSENTINEL_JAVA_OPTS=" + sameAsRecorded() + option);
        }
        command.add(Path.of("..", "jsentinel").toAbsolutePath().normalize().toString());
        command.add(configuration());
        try (CommandRun run = CommandRun.start(command)) {
            Await.atMost(BOUND)
                    .showing(() -> run.out() + run.err())
                    .until("it watches", () -> run.out().contains(WATCHES));
            run.signal("TERM");
            assertThat(run.awaitEnd(BOUND)).as(run.out() + run.err()).isZero();
            return run.out() + run.err();
        }
    }

    /** What an archive depends on. */
    private static String sameAsRecorded() {
        return "-XX:+UseSerialGC " + (Runtime.version().feature() < 25 ? "" : "-XX:+UseCompactObjectHeaders ");
    }

    private String configuration() {
        try {
            Path own = Files.createTempDirectory(folder, "daemon");
            String text = "port " + FreePort.next() + "\nbind 127.0.0.1\nlogfile \"\"\nloglevel notice\ndir " + own
                    + "\nsentinel monitor m 127.0.0.1 1 1\n";
            return Files.writeString(own.resolve("s.conf"), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
