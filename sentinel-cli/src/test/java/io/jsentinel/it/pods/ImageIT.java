package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images, in real containers. */
class ImageIT {

    private static final String IMAGE = "localhost/jsentinel";
    private static final String COMPAT = "localhost/jsentinel-compat";

    @BeforeAll
    static void requireImages() {
        Podman.requireImages("jsentinel", "compat");
    }

    @Test
    void itAnswersWithinTenSecondsInATenthOfAProcessorReadOnlyAndUnprivileged(@TempDir Path scratch) throws Exception {
        Path config = sentinelConf(scratch);
        long startNanos = System.nanoTime();
        String id = Podman.podman(
                "run",
                "-d",
                "--cpus",
                "0.1",
                "--memory",
                "128m",
                "--read-only",
                "--cap-drop",
                "all",
                "--security-opt",
                "no-new-privileges",
                "--tmpfs",
                "/tmp:rw,mode=1777",
                "-v",
                config.getParent() + ":/etc/sentinel",
                IMAGE);
        try {
            String address = Podman.podman("inspect", "-f", "{{.NetworkSettings.IPAddress}}", id);
            Await.atMost(Duration.ofSeconds(20))
                    .showing(() -> Podman.podman("logs", id))
                    .until("PING is answered", () -> ping(address));
            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
            System.out.println("image: first PONG after " + took.toMillis() + " ms with 0.1 CPU and 128 MiB");
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThat(Podman.podman("inspect", "-f", "{{.Config.User}}", id)).isEqualTo("1001:1001");
            // Nothing was said on the way: an archive of classes that does not fit would say so.
            assertThat(Podman.podman("logs", id)).doesNotContain("[warning]", "[error]", "OpenJDK");
        } finally {
            Podman.cleanUp("rm", "-f", "-t", "0", id);
        }
    }

    @Test
    void theArchiveOfClassesIsUsed() {
        String loaded = Podman.podman(
                "run",
                "--rm",
                "--entrypoint",
                "/opt/jsentinel/jre/bin/java",
                IMAGE,
                "@/opt/jsentinel/lib/jsentinel/jvm.options",
                "-Xlog:class+load:stdout",
                "-jar",
                "/opt/jsentinel/lib/jsentinel/jsentinel.jar",
                "--version");
        assertThat(loaded).contains("jsentinel 0.");
        assertThat(loaded.lines().filter(line -> line.contains("source: shared objects file")))
                .hasSizeGreaterThan(400);
    }

    @Test
    void itIsLabelledAndCarriesItsBillOfMaterials() throws IOException {
        assertThat(Podman.podman("image", "inspect", "-f", "{{json .Labels}}", IMAGE))
                .contains("\"org.opencontainers.image.title\":\"jsentinel\"")
                .contains("\"org.opencontainers.image.licenses\":\"Apache-2.0\"")
                .contains("org.opencontainers.image.revision");
        String id = Podman.podman("create", IMAGE);
        Path bill = Files.createTempFile("bom", ".json");
        try {
            Podman.podman("cp", id + ":/opt/jsentinel/lib/jsentinel/bom.json", bill.toString());
            assertThat(Files.readString(bill))
                    .contains("CycloneDX", "pkg:maven/io.netty/netty-transport@", "pkg:maven/org.yaml/snakeyaml@")
                    .doesNotContain("junit");
        } finally {
            Files.delete(bill);
            Podman.cleanUp("rm", "-f", id);
        }
    }

    @Test
    void itHasNoShell() {
        String files = Podman.run(
                60,
                List.of(
                        "sh",
                        "-c",
                        "podman export $(podman create " + IMAGE + " /x) | tar -t"
                                + " | grep -E '(^|/)(sh|bash|dash|busybox)$' || true; podman rm -f -l >/dev/null"));
        assertThat(files).isEmpty();
    }

    @Test
    void theOtherImageHasTheNamesAndToolsThatChartsCall(@TempDir Path scratch) throws Exception {
        String said = Podman.podman(
                "run",
                "--rm",
                COMPAT,
                "sh",
                "-ec",
                "redis-sentinel --version; redis-server --version; redis-cli --version;"
                        + " for tool in cp hostname grep head tr cut; do command -v $tool; done;"
                        + " ls /opt/bitnami/redis-sentinel/bin");
        assertThat(said).contains("Redis server v=", "redis-cli ", "redis-sentinel", "redis-server");
        String id = Podman.podman(
                "run",
                "-d",
                "-v",
                sentinelConf(scratch).getParent() + ":/redis",
                COMPAT,
                "redis-server",
                "/redis/sentinel.conf",
                "--sentinel");
        try {
            // As the probes of an operator ask.
            String probe = "redis-cli -h $(hostname) -p 26379 ping | head -c 4";
            Await.atMost(Duration.ofSeconds(30))
                    .showing(() -> Podman.podman("logs", id))
                    .until(
                            "the probe is answered",
                            () -> Podman.podman("exec", id, "sh", "-c", probe).equals("PONG"));
        } finally {
            Podman.cleanUp("rm", "-f", "-t", "0", id);
        }
    }

    @Test
    void theSameInputsGiveTheSameLayers() {
        String first = layers("localhost/jsentinel-again-1");
        String second = layers("localhost/jsentinel-again-2");
        assertThat(first).isEqualTo(second);
    }

    private static String layers(String prefix) {
        try {
            for (String stage : List.of("base", "jdk")) {
                Podman.podman("tag", "localhost/jsentinel-" + stage, prefix + "-" + stage);
            }
            Podman.run(
                    300,
                    List.of(Podman.script().toString(), "jsentinel"),
                    "IMAGE_PREFIX=" + prefix,
                    "ARCHIVE=no",
                    "SOURCE_DATE_EPOCH=1767225600");
            return Podman.podman("image", "inspect", "-f", "{{json .RootFS.Layers}}", prefix);
        } finally {
            for (String image : List.of(prefix, prefix + "-base", prefix + "-jdk")) {
                Podman.cleanUp("untag", image, image);
            }
        }
    }

    private static boolean ping(String address) {
        Duration limit = Duration.ofMillis(500);
        try (RespClient client = RespClient.connect(new InetSocketAddress(address, 26379), limit, limit)) {
            return client.call("PING").asText().equals("PONG");
        }
    }

    /** A file that keeps its own state, in a folder that everybody may write. */
    private static Path sentinelConf(Path scratch) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("etc"));
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(
                file, "port 26379\nbind 0.0.0.0\nprotected-mode no\nsentinel monitor mymaster 127.0.0.1 6379 1\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
