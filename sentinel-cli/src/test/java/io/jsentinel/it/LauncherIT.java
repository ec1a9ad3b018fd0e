package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as packages install it: a script and links to it in bin, the jar in lib. */
class LauncherIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path prefix;

    @BeforeEach
    void install() throws IOException {
        Path bin = Files.createDirectories(prefix.resolve("bin"));
        Path script = Files.copy(Path.of("..", "jsentinel"), bin.resolve("jsentinel"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        for (String name : List.of("redis-sentinel", "redis-server", "valkey-sentinel")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("jsentinel"));
        }
        Path lib = Files.createDirectories(prefix.resolve("lib/jsentinel"));
        Path jar = Path.of(System.getProperty(JsentinelCommand.JAR_PROPERTY)).toAbsolutePath();
        Files.copy(jar, lib.resolve("jsentinel.jar"));
    }

    @Test
    void underItsOwnNameItHasCommands() {
        assertThat(run(0, "jsentinel", "--version").out()).matches("jsentinel \\S+\\R");
        assertThat(run(0, "jsentinel", "-v").out()).matches("jsentinel \\S+\\R");
        assertThat(run(0, "jsentinel", "--help").out()).contains("jsentinel FILE", "status");
    }

    @Test
    void underTheNamesOfStockItAnswersAsStock() {
        assertThat(run(0, "redis-sentinel", "-v").out()).startsWith("Redis server v=7.2.");
        assertThat(run(0, "redis-server", "--version").out()).startsWith("Redis server v=7.2.");
        assertThat(run(0, "valkey-sentinel", "-v").out()).startsWith("Valkey server v=8.");
        assertThat(run(1, "redis-sentinel", "--help").err()).startsWith("Usage: ./redis-sentinel");
        assertThat(run(1, "redis-sentinel").out())
                .matches("\\d+:X \\d\\d \\w+ \\d{4} [\\d:.]+ # Sentinel needs config file on disk to save state."
                        + " Exiting\\.\\.\\.\\R");
        assertThat(run(1, "redis-sentinel", "--port", "5000").out()).contains("needs config file on disk");
        assertThat(run(1, "redis-sentinel", "/nowhere.conf").out())
                .contains(" # Fatal error, can't open config file '/nowhere.conf': No such file or directory");
    }

    @Test
    void aServerOfDataIsRefused() {
        Run refused = run(1, "redis-server", "/etc/redis/redis.conf");

        assertThat(refused.err()).contains("this is jsentinel", "--sentinel");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void aServerAsSentinelStartsAndEndsAsStockDoes() throws IOException {
        Path conf = Files.writeString(prefix.resolve("s.conf"), "sentinel monitor m 127.0.0.1 1 1\n");
        String socket = prefix.resolve("s.sock").toString();
        try (CommandRun run = CommandRun.start(
                command("redis-server", conf.toString(), "--sentinel", "--port", "0", "--unixsocket", socket))) {
            Await.atMost(BOUND)
                    .showing(() -> run.out() + run.err())
                    .until("it watches", () -> run.out().contains("+monitor master m 127.0.0.1 1 quorum 1"));
            run.signal("TERM");
            assertThat(run.awaitEnd(BOUND)).isZero();
        }
    }

    @Test
    void aJarThatIsNotThereIsNamed() throws IOException {
        Files.delete(prefix.resolve("lib/jsentinel/jsentinel.jar"));

        assertThat(run(1, "jsentinel", "--version").err()).contains("share/jsentinel/jsentinel.jar", "JSENTINEL_JAR");
    }

    @Test
    void aFileOfManyMastersIsServedByTheFirstCompilerOnly() throws IOException {
        Path home = tellingJava();
        Path few = Files.writeString(prefix.resolve("few.conf"), "sentinel monitor m 127.0.0.1 1 1\n");
        Path many = Files.writeString(
                prefix.resolve("many.conf"), "sentinel monitor m 127.0.0.1 1 1 # and others\n".repeat(2_000));

        assertThat(run(home, few)).contains("-XX:NewSize=3m").doesNotContain("TieredStopAtLevel");
        assertThat(run(home, many)).contains("-Xms64m", "-XX:NewSize=24m", "-XX:TieredStopAtLevel=1");
        assertThat(run(home, many, "JAVA_TOOL_OPTIONS=-Xmx48m"))
                .contains("-XX:TieredStopAtLevel=1")
                .doesNotContain("-Xms64m");
    }

    @Test
    void aSmallPartOfAProcessorIsLeftToTheFirstCompiler() throws IOException {
        Path home = tellingJava();
        Path few = Files.writeString(prefix.resolve("few.conf"), "sentinel monitor m 127.0.0.1 1 1\n");
        Path groups = Files.createDirectories(prefix.resolve("groups"));
        Path second = groups.resolve("cpu.max");
        String where = "JSENTINEL_CGROUPS=" + groups;

        Files.writeString(second, "10000 100000\n");
        assertThat(run(home, few, where)).contains("-XX:TieredStopAtLevel=1", "-Xms8m");
        Files.writeString(second, "50000 100000\n");
        assertThat(run(home, few, where)).doesNotContain("TieredStopAtLevel");
        Files.writeString(second, "max 100000\n");
        assertThat(run(home, few, where)).doesNotContain("TieredStopAtLevel");
        Files.delete(second);
        assertThat(run(home, few, where)).doesNotContain("TieredStopAtLevel");
    }

    /** A build leaves the jar's time alone, for the archive of classes fits only a jar that nobody has touched. */
    @Test
    void aBuildThatLeavesTheJarAsItWasIsNotRepeated() throws IOException {
        Path checkout = prefix.resolve("checkout");
        Path script = Files.createDirectories(checkout).resolve("jsentinel");
        Files.copy(Path.of("..", "jsentinel"), script, StandardCopyOption.COPY_ATTRIBUTES);
        Path jar =
                Files.createDirectories(checkout.resolve("sentinel-cli/target")).resolve("jsentinel.jar");
        FileTime before = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(Files.writeString(jar, ""), before);
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("sentinel-cli/pom.xml"), "");
        Path source = Files.createDirectories(checkout.resolve("sentinel-cli/src/main"))
                .resolve("A.java");
        Files.writeString(source, "");
        Path builds = checkout.resolve("builds");
        program(checkout.resolve("bin/mvn"), "echo build >>'" + builds + "'");
        List<String> start = List.of(
                "/usr/bin/env",
                "-u",
                "JSENTINEL_JAR",
                "JAVA_HOME=" + tellingJava(),
                "PATH=" + checkout.resolve("bin") + ":" + System.getenv("PATH"),
                script.toString());

        assertThat(end(start)).contains("-jar " + jar.toRealPath());
        assertThat(end(start)).contains("-jar");
        assertThat(builds).hasContent("build");
        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(before);

        Instant later = Files.getLastModifiedTime(builds).toInstant().plusSeconds(10);
        Files.setLastModifiedTime(source, FileTime.from(later));
        assertThat(end(start)).contains("-jar");
        assertThat(builds).hasContent("build\nbuild");
    }

    /** The home of a Java that only tells with which words it was called. */
    private Path tellingJava() throws IOException {
        Path home = prefix.resolve("jdk");
        program(home.resolve("bin/java"), "printf '%s ' \"$@\"");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        return home;
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(Path javaHome, Path conf, String... variables) {
        List<String> command = new ArrayList<>(command("jsentinel", conf.toString()));
        command.addAll(command.size() - 2, List.of("-u", "JSENTINEL_JAVA_OPTS", "JAVA_HOME=" + javaHome));
        command.addAll(command.size() - 2, List.of(variables));
        return end(command);
    }

    private static String end(List<String> command) {
        try (CommandRun run = CommandRun.start(command)) {
            assertThat(run.awaitEnd(BOUND)).as(run.err()).isZero();
            return run.out();
        }
    }

    private record Run(String out, String err) {}

    private Run run(int code, String program, String... words) {
        try (CommandRun run = CommandRun.start(command(program, words))) {
            assertThat(run.awaitEnd(BOUND)).as(run.out() + run.err()).isEqualTo(code);
            return new Run(run.out(), run.err());
        }
    }

    private List<String> command(String program, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "-u",
                "JSENTINEL_JAR",
                prefix.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(words));
        return command;
    }
}
