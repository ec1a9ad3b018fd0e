package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jsentinel.it.manifests.Kustomize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Containers of this machine: podman, and the images that {@code config/image/build-offline} makes. */
final class Podman {

    /** Set by CI: without podman a test fails rather than being skipped. */
    private static final String REQUIRED = "TEST_REQUIRE_PODMAN";

    private static final int DEADLINE_SECONDS = 180;
    private static final int BUILD_DEADLINE_SECONDS = 600;

    private static final Set<String> BUILT = new HashSet<>();

    private Podman() {}

    /**
     * Makes images of this build, each once; ends the test as skipped, and says why, where there is no podman.
     *
     * @param images as the script takes them
     */
    static synchronized void requireImages(String... images) {
        for (String program : List.of("podman", "buildah", "runc")) {
            if (!isInstalled(program)) {
                if ("true".equals(System.getenv(REQUIRED))) {
                    throw new AssertionError(program + " is not installed, but " + REQUIRED + " is set");
                }
                abort(program + " is not installed: nothing is tried in containers");
            }
        }
        for (String image : images) {
            if (BUILT.add(image)) {
                run(BUILD_DEADLINE_SECONDS, List.of(script().toString(), image));
            }
        }
    }

    /** The script that builds images; its arguments say which. */
    static Path script() {
        return Kustomize.config().resolve("image/build-offline");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** What {@code podman} with these words prints; the test fails when it fails. */
    static String podman(String... words) {
        return podman(List.of(words));
    }

    static String podman(List<String> words) {
        return run(
                DEADLINE_SECONDS,
                Stream.concat(Stream.of("podman"), words.stream()).toList());
    }

    /** As {@link #podman(String...)}, but a failure is nothing: for what may be gone already. */
    static void cleanUp(String... words) {
        try {
            podman(words);
        } catch (AssertionError | UncheckedIOException e) {
            System.err.println("cleaning up: " + e.getMessage());
        }
    }

    /** What a program prints; the test fails with its errors when it fails or does not end in time. */
    static String run(int deadlineSeconds, List<String> command, String... environment) {
        try {
            Path out = Files.createTempFile("podman", ".out");
            Path err = Files.createTempFile("podman", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment()
                        .put(
                                "CONTAINERS_CONF",
                                Kustomize.config()
                                        .resolve("image/containers.conf")
                                        .toString());
                for (String setting : environment) {
                    int equals = setting.indexOf('=');
                    builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
                }
                Process process = builder.start();
                boolean ended = process.waitFor(deadlineSeconds, TimeUnit.SECONDS);
                process.destroyForcibly();
                assertThat(ended)
                        .as("%s ends within %s s", command, deadlineSeconds)
                        .isTrue();
                assertThat(process.exitValue())
                        .as("%s: %s", command, Files.readString(err))
                        .isZero();
                return Files.readString(out).strip();
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
    }
}
