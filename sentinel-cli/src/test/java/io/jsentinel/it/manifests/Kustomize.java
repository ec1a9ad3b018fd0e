package io.jsentinel.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code kubectl kustomize}, offline: it reads folders of this repository and talks to nobody. */
public final class Kustomize {

    private static final int DEADLINE_SECONDS = 60;

    /** What the folders of the repository built: they do not change while tests run. */
    private static final Map<Path, Manifests> BUILT = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** The folder {@code config} of the repository. */
    public static Path config() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("config/base"))) {
            folder = folder.getParent();
        }
        return folder.resolve("config");
    }

    /** The folders that people apply, each relative to {@link #config()}. */
    static List<String> roots() throws IOException {
        try (Stream<Path> overlays = Files.list(config().resolve("overlays"))) {
            Stream<String> named =
                    overlays.map(overlay -> "overlays/" + overlay.getFileName()).sorted();
            return Stream.concat(Stream.of("base", "separate"), named).toList();
        }
    }

    /** Ends the test as skipped, and says why, where there is no kubectl that knows components. */
    public static void require() throws IOException {
        try {
            Process version = new ProcessBuilder("kubectl", "kustomize", "--help")
                    .redirectErrorStream(true)
                    .start();
            String help = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!help.contains("kustomization")) {
                abort("kubectl is too old for kustomize with components: the manifests are not built");
            }
        } catch (IOException e) {
            abort("kubectl is not installed: the manifests are not built");
        }
    }

    /** What a folder of {@link #config()} builds, such as {@code overlays/dev}. */
    public static Manifests built(String root) throws IOException, InterruptedException {
        Path folder = config().resolve(root);
        Manifests known = BUILT.get(folder);
        if (known == null) {
            known = build(folder);
            BUILT.put(folder, known);
        }
        return known;
    }

    /** What a folder builds; the test fails with kubectl's words when it does not. */
    static Manifests build(Path folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("kustomize", ".yaml");
        Path err = Files.createTempFile("kustomize", ".err");
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("kubectl kustomize %s ends", folder).isTrue();
            assertThat(process.exitValue())
                    .as("kubectl kustomize %s: %s", folder, Files.readString(err))
                    .isZero();
            return Manifests.read(Files.readString(out));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a kustomization of these lines builds; it may name folders of {@link #config()} as {@code CONFIG/…}. */
    static Manifests build(Path scratch, String kustomization) throws IOException, InterruptedException {
        // Kustomize takes folders outside its root only relative to it.
        Path root = Files.createDirectories(scratch.resolve("root")).toRealPath();
        Path config = root.relativize(config().toRealPath());
        Files.writeString(root.resolve("kustomization.yaml"), kustomization.replace("CONFIG", config.toString()));
        return build(root);
    }
}
