package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that last: between sentinels of both kinds, in the configuration and in a file of their own. */
@NeedsStock
class AclIT {

    private static final String SECRET = "open-Sesame";
    private static final String PEER_RULES = "user peer on >peer-word -@all +auth +ping +client|setname +publish"
            + " +sentinel|is-master-down-by-addr &__sentinel__:hello";

    @TempDir
    private Path folder;

    @Test
    void sentinelsOfBothKindsLogInToEachOtherAsAUserWithTheLeastRights() {
        try (Cluster cluster = Cluster.of(1)) {
            List.of(OURS, STOCK).forEach(kind -> cluster.add(guarded(cluster, kind)));
            cluster.awaitAcquainted();
            cluster.sentinels()
                    .forEach(sentinel ->
                            assertThat(sentinel.call("CLIENT", "LIST").asText()).contains("user=peer", "user=default"));
            RedisServer old = cluster.master();
            old.kill();
            cluster.awaitMasterOtherThan(old, HEAL_BOUND);
        }
    }

    private static SentinelSetup guarded(Cluster cluster, Kind kind) {
        return cluster.setup(kind, 2)
                .password(SECRET)
                .line(PEER_RULES)
                .line("sentinel sentinel-user peer")
                .line("sentinel sentinel-pass peer-word");
    }

    @Test
    void aStockSentinelHasTheUsersThatOursSaved() {
        try (SentinelProcess sentinel = SentinelProcess.command(OURS.command())
                .line("user kept on >kept +ping")
                .line("user gone on nopass +@all")
                .start()) {
            sentinel.call("ACL", "SETUSER", "new", "on", ">new", "~k", "&c*", "+@all", "-info", "(+info", "&d)");
            sentinel.call("ACL", "DELUSER", "gone");
            Await.atMost(HEAL_BOUND)
                    .until("the users are saved", () -> !sentinel.confText().contains("user gone"));
            assertThat(sentinel.confText())
                    .contains("\nuser kept on >kept +ping\n")
                    .doesNotContain("user gone");
            List<String> users = sentinel.call("ACL", "USERS").asTexts();
            String rules = sentinel.call("ACL", "GETUSER", "new").toString();

            sentinel.restartAs(STOCK.command());

            assertThat(sentinel.call("ACL", "USERS").asTexts()).isEqualTo(users);
            assertThat(sentinel.call("ACL", "GETUSER", "new").toString()).isEqualTo(rules);
            logsIn(sentinel, "kept", "kept");
            logsIn(sentinel, "new", "new");
        }
    }

    @Test
    void oursHasTheUsersThatAStockSentinelSaved() {
        try (SentinelProcess sentinel = SentinelProcess.command(STOCK.command())
                .line("user kept on >kept +ping")
                .start()) {
            sentinel.call("ACL", "SETUSER", "new", "on", ">new", "~k", "%R~r", "&c", "+ping", "(+info", "&d)");
            sentinel.call("SENTINEL", "FLUSHCONFIG");
            List<String> users = sentinel.call("ACL", "USERS").asTexts();

            sentinel.restartAs(OURS.command());

            assertThat(sentinel.call("ACL", "USERS").asTexts()).isEqualTo(users);
            logsIn(sentinel, "kept", "kept");
            logsIn(sentinel, "new", "new");
        }
    }

    private static void logsIn(SentinelProcess sentinel, String user, String password) {
        try (RespClient client = RespClient.connect(sentinel.port())) {
            assertThat(client.call("AUTH", user, password).asText()).isEqualTo("OK");
            assertThat(client.call("PING").asText()).isEqualTo("PONG");
        }
    }

    @Test
    void anAclFileIsReadSavedAndReadAgainAllOrNothing() throws IOException {
        Path users = Files.writeString(folder.resolve("users.acl"), "user file on >file +ping +acl\n");
        try (SentinelProcess sentinel = SentinelProcess.command(JsentinelCommand.of())
                        .line("aclfile \"" + users + "\"")
                        .start();
                RespClient client = RespClient.connect(sentinel.port())) {
            assertThat(client.call("AUTH", "file", "file").asText()).isEqualTo("OK");
            assertThat(sentinel.call("ACL", "SETUSER", "more", "on", "nopass", "+info")
                            .asText())
                    .isEqualTo("OK");
            assertThat(client.call("ACL", "SAVE").asText()).isEqualTo("OK");
            assertThat(Files.readString(users)).contains("user more on nopass").doesNotContain(">file");
            sentinel.call("SENTINEL", "FLUSHCONFIG");
            assertThat(sentinel.confText()).doesNotContain("\nuser ");

            Files.writeString(users, "user more on nopass +ping\nuser wrong foo\n");
            assertThat(client.call("ACL", "LOAD").toString()).contains("users.acl:2: Syntax error.", "no change");
            assertThat(client.call("PING").asText()).isEqualTo("PONG");

            Files.writeString(users, "user more on nopass +ping\n");
            assertThat(client.call("ACL", "LOAD").asText()).isEqualTo("OK");
            assertThat(client.isClosedWithin(HEAL_BOUND)).as("its user is gone").isTrue();
            Await.atMost(HEAL_BOUND)
                    .until(
                            "the users are new",
                            () -> sentinel.call("ACL", "USERS").asTexts().equals(List.of("default", "more")));
        }
    }
}
