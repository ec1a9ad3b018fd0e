package io.jsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code jsentinel check} and {@code jsentinel convert} as people call them. */
class ConfigCommandsTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aValidConfigurationIsDescribed() throws Exception {
        String file = file("s.conf", "sentinel monitor m 127.0.0.1 6379 2\nsentinel auth-pass m hush\n");

        assertThat(run(new CheckCommand(), file, "--port", "5000")).isZero();

        assertThat(out.toString())
                .startsWith("The configuration is valid. Port 5000, 1 monitored:")
                .contains("  m 127.0.0.1:6379, quorum 2, down after 30000 ms, failover timeout 180000 ms")
                .doesNotContain("hush");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aCertificateThatCannotBeUsedIsAnError() throws Exception {
        String missing = folder.resolve("own.crt").toString();
        String file =
                file("s.conf", "tls-port 1\ntls-auth-clients no\ntls-cert-file " + missing + "\ntls-key-file x\n");

        assertThat(run(new CheckCommand(), file)).isEqualTo(1);

        assertThat(err.toString()).startsWith(file + ": tls-cert-file " + missing + ": ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void everyErrorIsALineWithItsPlaceAndTheNearestName() throws Exception {
        String file = file("s.conf", "prot 1\nsentinel auth-pas m hush\n");

        assertThat(run(new CheckCommand(), file)).isEqualTo(1);

        assertThat(err.toString())
                .contains(
                        file + ":1: 'prot 1': Bad directive or wrong number of arguments (did you mean 'port'?)",
                        file + ":2: 'sentinel auth-pas m ***': Unrecognized sentinel configuration statement."
                                + " (did you mean 'auth-pass'?)")
                .doesNotContain("hush");
        assertThat(out.toString()).isEmpty();
        assertThat(run(new CheckCommand(), folder.resolve("none.conf").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No such file or directory");
    }

    @Test
    void whatOnlyAStartWouldFindIsNamedToo() throws Exception {
        String acl = file("users.acl", "user default on nopass\nuser a on >hush +nope\n");
        String users = file("users.conf", "user a on >hush foo\nuser b +nope\nuser c on\nuser c on\n");

        assertThat(run(new CheckCommand(), users)).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        users + ":1: 'user ***': Error in user declaration",
                        users + ":2: 'user ***': Error in user declaration",
                        users + ":4: 'user ***': Error in user declaration 'c': Duplicate user found.")
                .doesNotContain("hush");
        assertThat(refusalOf("aclfile " + acl + "\n")).contains(acl + ":2").doesNotContain("hush");
        assertThat(refusalOf(
                        "tls-port 5000\ntls-cert-file gone.crt\ntls-key-file gone.key\ntls-ca-cert-file gone.ca\n"))
                .contains("gone.");
        assertThat(refusalOf("bind-source-addr nowhere\n")).contains("nowhere");
        assertThat(refusalOf("port 0\n")).contains("Configured to not listen anywhere");
        assertThat(refusalOf("bind \"\"\n")).contains("Configured to not listen anywhere");
        assertThat(out.toString()).isEmpty();
    }

    private String refusalOf(String conf) throws Exception {
        err.getBuffer().setLength(0);
        assertThat(run(new CheckCommand(), file("wrong.conf", conf))).isEqualTo(1);
        return err.toString();
    }

    @Test
    void aSocketFileIsEnoughToListenOn() throws Exception {
        String file = file("s.conf", "port 0\nunixsocket " + folder.resolve("s.sock") + "\n");

        assertThat(run(new CheckCommand(), file)).as(err.toString()).isZero();
    }

    @Test
    void aFileIsConvertedThereAndBack() throws Exception {
        String conf = file("s.conf", "port 5000\nsentinel monitor m 127.0.0.1 6379 2\n");
        String yaml = folder.resolve("t.yaml").toString();
        String again = folder.resolve("u.conf").toString();

        assertThat(run(new ConvertCommand(), conf, "-o", yaml))
                .as(err.toString())
                .isZero();
        assertThat(run(new ConvertCommand(), yaml, "-o", again))
                .as(err.toString())
                .isZero();

        assertThat(Files.readString(Path.of(again))).contains("port 5000\nsentinel monitor m 127.0.0.1 6379 2\n");
        assertThat(err.toString()).contains("wrote " + yaml, "wrote " + again);
    }

    @Test
    void aFormThatTheDaemonWouldNotSeeIsRefused() throws Exception {
        String conf = file("s.conf", "port 5000\n");

        assertThat(run(
                        new ConvertCommand(),
                        conf,
                        "-o",
                        folder.resolve("t.conf").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("YAML files end in .yaml or .yml");
        assertThat(run(new ConvertCommand(), conf, "--to", "conf")).isEqualTo(1);
        assertThat(err.toString()).contains("the file is conf already");
        assertThat(folder.resolve("t.conf")).doesNotExist();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setStopAtPositional(command instanceof CheckCommand)
                .execute(args);
    }
}
