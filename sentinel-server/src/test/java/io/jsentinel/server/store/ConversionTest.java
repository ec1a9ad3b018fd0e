package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From {@code sentinel.conf} to YAML and back. */
class ConversionTest {

    private static final String MONITOR = "sentinel monitor m 127.0.0.1 6379 2\n";
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final String PEER = "fedcba9876543210fedcba9876543210fedcba98";

    @TempDir
    Path folder;

    static Stream<String> files() {
        return Stream.of(
                "port 26379\n",
                MONITOR,
                "PORT 1\nbind 127.0.0.1 -::1\nbind \"\"\nprotected-mode YES\nloglevel Verbose\ndaemonize no\n",
                "timeout 1\ntimeout 2\nport 3\ntimeout 4\n",
                "dir .\ndir .\nlogfile \"\"\npidfile 'a b'\n",
                "requirepass \"a # \\\"b\\\" \\\\ 'c' ${HOME} $${x} \\x07\\t\"\nmasterauth x\n",
                "requirepass yes\n" + MONITOR + "sentinel auth-pass m null\nsentinel auth-user m ~\n",
                "requirepass \u00c3\u00bc\u00f0\u009f\u0098\u0080\n",
                "requirepass \u00ff\u00fe\nlogfile \u00ff\n",
                "client-output-buffer-limit normal 0 0 0\nclient-output-buffer-limit pubsub 32mb 8mb 60\n",
                "client-output-buffer-limit normal 0 0 0 pubsub 1 2 3\nclient-output-buffer-limit normal 1 1 1\n",
                "client-query-buffer-limit 2mb\nproto-max-bulk-len 1048576\nsave 900 1\nsave \"\"\nhz 10\n",
                "supervised systemd\nsyslog-enabled no\nacllog-max-len 64\nacl-pubsub-default allchannels\n",
                "compat-version redis-7.0\nlatency-tracking-info-percentiles 50 99 99.9\n",
                "rename-command SHUTDOWN \"\"\nrename-command SENTINEL b840fc02\n",
                "sentinel deny-scripts-reconfig no\nsentinel announce-ip 10.0.0.1\nsentinel announce-port 26400\n"
                        + "sentinel sentinel-user u\nsentinel sentinel-pass \"p p\"\n" + MONITOR,
                "sentinel announce-port 12x\n" + MONITOR
                        + "sentinel parallel-syncs m 3x\nsentinel parallel-syncs m 4\n",
                MONITOR + "sentinel down-after-milliseconds m 5000 \nsentinel failover-timeout m 60000\n"
                        + "sentinel parallel-syncs m 2\nsentinel parallel-syncs m 5y\n"
                        + "sentinel primary-reboot-down-after-period m 7\n",
                "sentinel down-after-milliseconds n 1\nsentinel auth-pass m a\n" + MONITOR
                        + "sentinel monitor n ::1 1 1\nsentinel monitor \"o p:\" 127.0.0.1 2 1\n"
                        + "sentinel auth-pass \"o p:\" x\n",
                "sentinel monitor \u00ff 127.0.0.1 1 1\nsentinel down-after-milliseconds \u00ff 5\n" + MONITOR,
                "sentinel monitor odd 127.0.0.1 1x 1y\nsentinel auth-pass odd p\n" + MONITOR,
                MONITOR + "sentinel rename-command m CONFIG XC\nsentinel rename-command m slaveof \"\"\n",
                "sentinel monitor m 127.0.0.1 6379 Auto\n",
                "sentinel myid " + ID + "\nsentinel monitor m 127.0.0.1 6379 1\n#@ sentinel quorum-auto m 1\n",
                "sentinel\n# a comment\n\r\n  " + MONITOR + "\r\n",
                "sentinel myid " + ID + "\n" + MONITOR + "sentinel config-epoch m 3\nsentinel leader-epoch m 4\n"
                        + "sentinel known-replica m 127.0.0.1 6380\nsentinel known-slave m 127.0.0.1 6381\n"
                        + "sentinel known-sentinel m 127.0.0.1 26380 " + PEER + "\nsentinel current-epoch 4\n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileMeansTheSameInYamlAndBackAgain(String conf) throws Exception {
        Configuration meaning = meaning(conf);

        Conversion yaml = Conversion.toYaml(new ConfText("s.conf", conf), Optional.empty(), Path.of("s.yaml"));
        yaml.write(folder.resolve("s.yaml"), false);
        Conversion back = toConf(false);

        assertThat(Files.readString(folder.resolve("s.yaml"))).doesNotContain("\u0000");
        assertThat(LoadedConfig.load(ConfigSources.of(folder.resolve("s.yaml"), List.of()))
                        .configuration())
                .isEqualTo(meaning);
        assertThat(meaning(back.text())).isEqualTo(meaning);
        assertThat(plain(back.text())).containsExactlyInAnyOrderElementsOf(plain(twice(back.text())));
    }

    @Test
    void settingsHaveKeysAndStateHasItsFile() throws Exception {
        Conversion yaml = Conversion.toYaml(
                new ConfText(
                        "s.conf",
                        "port 5000\nsentinel myid " + ID + "\n" + MONITOR + "sentinel auth-pass m 0123\n"
                                + "sentinel known-replica m 127.0.0.1 6380\nsave 900 1\n"),
                Optional.empty(),
                Path.of("s.yaml"));

        assertThat(yaml.text()).isEqualTo("""
                # Converted by jsentinel. All keys: docs/configuration.md
                port: 5000

                masters:
                  m:
                    address: "127.0.0.1:6379"
                    quorum: 2
                    auth-pass: "0123"

                directives:
                  - "save 900 1"
                """);
        assertThat(yaml.state().orElseThrow())
                .contains("sentinel myid " + ID, "known-replica m 127.0.0.1 6380")
                .doesNotContain("0123\n", "save");
        assertThat(yaml.notes()).singleElement().asString().startsWith("secrets stand in the new file: 1;");
    }

    @Test
    void aQuorumThatFollowsTheVotersIsAWordInYamlAndNumberAndCommentBehindAState() throws Exception {
        String conf = "sentinel myid " + ID + "\nsentinel monitor m 127.0.0.1 6379 2\n#@ sentinel quorum-auto m 2\n"
                + "sentinel known-sentinel m 127.0.0.1 26380 " + PEER + "\n";
        Conversion yaml = Conversion.toYaml(new ConfText("s.conf", conf), Optional.empty(), Path.of("s.yaml"));
        assertThat(yaml.text()).contains("    quorum: auto\n");
        yaml.write(folder.resolve("s.yaml"), false);
        assertThat(toConf(false).text())
                .contains("sentinel monitor m 127.0.0.1 6379 2\n", "#@ sentinel quorum-auto m 2\n");
    }

    @Test
    void whatOnlyWeKnowIsACommentForRedis() throws Exception {
        String conf = "compat-version valkey-8\n#@ http-port 8080\nport 5\n" + MONITOR
                + "sentinel fast-down-milliseconds m 500\n";
        Conversion yaml = Conversion.toYaml(new ConfText("s.conf", conf), Optional.empty(), Path.of("s.yaml"));
        assertThat(yaml.text()).contains("compat-version: valkey-8\n");
        yaml.write(folder.resolve("s.yaml"), false);

        String back = toConf(false).text();

        assertThat(back)
                .contains(
                        "#@ compat-version valkey-8\n",
                        "#@ http-port 8080\n",
                        "#@ sentinel fast-down-milliseconds m 500\n",
                        "\nport 5\n");
        assertThat(meaning(back)).isEqualTo(meaning(conf));
    }

    @Test
    void includedFilesBecomePartOfTheNewFile() throws Exception {
        Path inner = Files.writeString(folder.resolve("inner.conf"), "port 2\nrequirepass x\n");
        Conversion yaml = Conversion.toYaml(
                new ConfText("s.conf", "port 1\ninclude " + inner + "\nrequirepass y\n# c\n"),
                Optional.empty(),
                Path.of("s.yaml"));

        assertThat(yaml.text()).contains("port: 2\n", "requirepass: \"y\"").doesNotContain("include");
        assertThat(yaml.notes())
                .anyMatch(note -> note.startsWith("comments"))
                .anyMatch(note -> note.startsWith("included files"));
    }

    @Test
    void secretsThatAreReferredToAreWrittenOnlyWhenAsked() throws Exception {
        Files.writeString(folder.resolve("p"), "hush\n");
        Files.writeString(folder.resolve("s.yaml"), "requirepass-file: p\n");

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> toConf(false));
        assertThat(refusal).hasMessageContaining("the content of p").hasMessageNotContaining("hush");
        assertThat(toConf(true).text()).contains("requirepass hush\n");
    }

    @Test
    void theStateComesBackIntoTheFile() throws Exception {
        Files.writeString(folder.resolve("s.yaml"), "masters: {m: {address: '127.0.0.1:1', quorum: 2}}\n");
        Files.writeString(
                folder.resolve("s.state.conf"),
                "sentinel myid " + ID + "\nsentinel monitor m 127.0.0.1 2 9\nsentinel config-epoch m 3\n");

        assertThat(toConf(false).text().lines())
                .contains("sentinel monitor m 127.0.0.1 2 2", "sentinel myid " + ID, "sentinel config-epoch m 3");
    }

    @Test
    void filesAreForTheirOwnerAndNeverReplacedUnasked() throws Exception {
        Conversion yaml = Conversion.toYaml(
                new ConfText("s.conf", "sentinel myid " + ID + "\n" + MONITOR), Optional.empty(), Path.of("s.yaml"));
        Path out = folder.resolve("s.yaml");
        Path state = Files.writeString(folder.resolve("s.state.conf"), "old");

        assertThat(catchThrowableOfType(IOException.class, () -> yaml.write(out, false)))
                .hasMessageContaining("is there already");
        assertThat(out).doesNotExist();
        assertThat(state).hasContent("old");
        assertThat(yaml.write(out, true)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
    }

    @Test
    void theFormOfATextIsSeen() {
        assertThat(Conversion.isYaml(new ConfText("-", "# c\n\nport: 1\n"))).isTrue();
        assertThat(Conversion.isYaml(new ConfText("-", "---\nport: 1\n"))).isTrue();
        assertThat(Conversion.isYaml(new ConfText("-", "port 1\n"))).isFalse();
        assertThat(Conversion.isYaml(new ConfText("-", "sentinel monitor a:b ::1 1 1\n")))
                .isFalse();
        assertThat(Conversion.isYaml(new ConfText("-", ""))).isFalse();
    }

    private Conversion toConf(boolean withSecrets) throws Exception {
        Path file = folder.resolve("s.yaml");
        return Conversion.toConf(DiskFiles.read(file), Optional.of(file), withSecrets);
    }

    /** Converted to YAML and back once more. */
    private String twice(String conf) throws Exception {
        Path file = folder.resolve("t.yaml");
        Conversion.toYaml(new ConfText("s.conf", conf), Optional.empty(), file).write(file, true);
        return Conversion.toConf(DiskFiles.read(file), Optional.of(file), false).text();
    }

    private static List<String> plain(String conf) {
        return conf.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    private static Configuration meaning(String conf) throws Exception {
        String bytes = new String(conf.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        return ConfReader.read(new ConfText("s.conf", bytes), List.of(), new DiskFiles());
    }
}
