package io.jsentinel.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.ScratchFolder;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Looks for input from outside that breaks a reader, led by the branches that each input reaches. Every file below
 * {@code fuzz/} in the test resources is tried first: what was found once stays a test. After that come 2,000 inputs,
 * so that a slow machine tries as many as a quick one; with the property {@code jsentinel.fuzz.seconds} as many as fit
 * into that time. An input that takes long is as bad as one that is not understood: each has its own limit.
 */
class FuzzIT {

    private static final int SECONDS = Integer.getInteger("jsentinel.fuzz.seconds", 0);

    private static final int RUNS = 2_000;

    /** Far above what any input takes on a machine that is busy: what takes longer than that has no end in sight. */
    private static final int SECONDS_EACH = 20;

    /** For the start of a JVM that rewrites its classes, and for the inputs that are tried in any case. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(
            classes = {
                RequestTarget.class,
                AnswerTarget.class,
                HelloTarget.class,
                InfoTarget.class,
                ConfTarget.class,
                YamlTarget.class,
                AclTarget.class
            })
    void nothingFromOutsideBreaksAReader(Class<?> target) throws Exception {
        Path seeds = seeds(target);
        try (ScratchFolder scratch = ScratchFolder.create("fuzz");
                CommandRun run = CommandRun.start(command(target, scratch.path(), seeds))) {
            int status = run.awaitEnd(PATIENCE.plusSeconds(SECONDS));
            assertThat(run.err()).contains("stat::number_of_executed_units");
            assertThat(status).as(run.err()).isZero();
        }
    }

    private static List<String> command(Class<?> target, Path scratch, Path seeds) throws Exception {
        Path corpus = Files.createDirectory(scratch.resolve("corpus"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.jsentinel.**",
                "--custom_hook_includes=io.jsentinel.**",
                "--reproducer_path=" + scratch,
                "-artifact_prefix=" + scratch + File.separator,
                SECONDS > 0 ? "-max_total_time=" + SECONDS : "-runs=" + RUNS,
                "-timeout=" + SECONDS_EACH,
                "-max_len=4096",
                "-seed=1",
                "-print_final_stats=1",
                corpus.toString(),
                seeds.toString());
    }

    private static Path seeds(Class<?> target) throws URISyntaxException {
        String name = "/fuzz/" + target.getSimpleName();
        return Path.of(
                Objects.requireNonNull(FuzzIT.class.getResource(name), name).toURI());
    }
}
