package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FakeNode;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.StockSentinel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that cannot start says why in words for people, and ends with 1: on standard error, and where a file cannot be
 * opened in its log, as Redis does.
 */
class StartErrorIT {

    private static final String SECRET = "Geheim-4711";
    private static final String SECRETS = "requirepass " + SECRET + "\n";

    @TempDir
    private Path folder;

    /** Starts it in vain; the error text. */
    private String refusal(String... words) {
        return refusal(JsentinelCommand.of(words), CommandRun::err);
    }

    private static String refusal(List<String> command, Function<CommandRun, String> place) {
        try (CommandRun run = CommandRun.start(command)) {
            int code = run.awaitEnd(HEAL_BOUND);
            assertThat(code).as("exit code%n%s%s", run.out(), run.err()).isEqualTo(1);
            assertThat(run.err()).doesNotContain(SECRET, "Exception", "\tat ", "io.jsentinel", "io.netty");
            assertThat(run.out()).doesNotContain(SECRET, "Exception", "\tat ");
            assertThat(place.apply(run)).isNotBlank();
            return place.apply(run);
        }
    }

    /** What the line of the log says when this file cannot be opened. */
    private static String logged(List<String> command, String file) {
        List<String> words = new ArrayList<>(command);
        words.add(file);
        String line = refusal(words, CommandRun::out);
        assertThat(line).matches("\\d+:X .* # Fatal error, .*\\R");
        return line.substring(line.indexOf(" # "));
    }

    private String refusalOf(String conf) throws IOException {
        return refusal(file("sentinel.conf", conf));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (FakeNode taken = FakeNode.start()) {
            assertThat(refusalOf(SECRETS + "bind 127.0.0.1\nport " + taken.port() + "\n"))
                    .contains("127.0.0.1", Integer.toString(taken.port()), "already in use");
        }
    }

    @Test
    void aDaemonThatNobodyCouldAskIsNotStarted() throws IOException {
        assertThat(refusalOf(SECRETS + "port 0\n")).contains("Configured to not listen anywhere, exiting.");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        String missing = folder.resolve("nowhere.conf").toString();
        assertThat(logged(JsentinelCommand.of(), missing)).contains("'" + missing + "': No such file or directory");
    }

    @Test
    @NeedsStock
    void aFileThatIsMissingIsNamedAsStockNamesIt() {
        for (String file : List.of("/nowhere.conf", "nowhere.conf", "../nowhere.conf", "no/../where.conf")) {
            assertThat(logged(JsentinelCommand.of(), file)).isEqualTo(logged(StockSentinel.command(), file));
        }
    }

    @Test
    void aFolderForTheStateThatCannotBeIsNamed() throws IOException {
        String conf = file("sentinel.conf", "port 0\n");

        assertThat(refusal(conf, "--state-dir", conf)).contains("State folder " + conf, "not usable");
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() {
        assertThat(logged(JsentinelCommand.of(), folder.toString())).contains(folder.toString(), "Is a directory");
    }

    @Test
    void anUnknownDirectiveIsShownWithTheNearestName() throws IOException {
        assertThat(refusalOf(SECRETS + "prot 26379\n")).contains("line 2", "prot 26379", "'port'");
        assertThat(refusalOf("port 0\nsentinel monitor m 127.0.0.1 1 1\nsentinel down-after-miliseconds m 5\n"))
                .contains("line 3", "down-after-milliseconds");
    }

    @Test
    void aMasterThatIsThereTwiceIsNamed() throws IOException {
        String monitor = "sentinel monitor m 127.0.0.1 6379 1\n";
        assertThat(refusalOf(SECRETS + monitor + "sentinel auth-pass m " + SECRET + "\n" + monitor))
                .contains("line 4", "Duplicate master name");
    }

    @Test
    void anAddressThatDoesNotResolveIsNamed() throws IOException {
        assertThat(refusalOf(SECRETS + "sentinel monitor m redis.invalid 6379 1\n"))
                .contains("line 2", "redis.invalid");
    }

    @Test
    void aBadCertificateFileIsNamedWithItsSetting() throws IOException {
        String bad = file("own.crt", "no certificate\n");
        String conf = SECRETS + "port 0\ntls-port 1\ntls-auth-clients no\ntls-cert-file " + bad + "\ntls-key-file "
                + bad + "\ntls-ca-cert-file " + bad + "\n";

        assertThat(refusalOf(conf)).contains(bad).containsAnyOf("tls-cert-file", "tls-ca-cert-file");
    }

    @Test
    void anUnknownKeyInYamlIsShownWithTheNearestName() throws IOException {
        String yaml = file("guard.yaml", """
                port: 0
                requirepass: %s
                masters:
                  mymaster:
                    address: 127.0.0.1:6379
                    quorun: 1
                """.formatted(SECRET));
        assertThat(refusal(yaml)).contains("line 6", "quorun", "quorum");
    }
}
