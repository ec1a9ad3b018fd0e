package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void aMasterAndItsReplicaAreConnected() {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.setup().replicaOf(master).start()) {
            Await.atMost(BOUND)
                    .showing(replica::logTail)
                    .until("the replica is linked", () -> replica.isReplicaOf(master.port()));
            assertThat(master.isMaster()).isTrue();
            assertThat(replica.isMaster()).isFalse();
        }
    }

    @Test
    void whatIsRewrittenSurvivesAKillAndARestartOnTheSamePort() {
        try (RedisServer server = RedisServer.start()) {
            long firstPid = server.pid();
            server.call("CONFIG", "SET", "replica-priority", "7");
            assertThat(server.call("CONFIG", "REWRITE").asText()).isEqualTo("OK");
            assertThat(server.confText()).contains("replica-priority 7");
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(server.endedByItself()).isFalse();
            server.restart();
            assertThat(server.pid()).isNotEqualTo(firstPid);
            assertThat(server.call("CONFIG", "GET", "replica-priority").asTexts())
                    .containsExactly("replica-priority", "7");
        }
    }

    @Test
    void aFrozenServerAcceptsButDoesNotAnswerUntilItIsThawed() {
        try (RedisServer server = RedisServer.start();
                RespClient client = server.client()) {
            server.freeze();
            assertThat(server.isFrozen()).isTrue();
            client.send("PING");
            assertThat(client.tryRead(SHORT)).isEmpty();
            RespClient.connect(server.port()).close();
            server.thaw();
            assertThat(client.read().asText()).isEqualTo("PONG");
        }
    }

    @Test
    void aFrozenServerCanBeKilled() {
        try (RedisServer server = RedisServer.start()) {
            server.freeze();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.isFrozen()).isFalse();
            assertThat(server.isMaster()).isTrue();
        }
    }

    @Test
    void aPasswordIsNeededAndInNoProcessList() {
        String secret = "s3cret \"quoted\" \\ one";
        try (RedisServer master = RedisServer.setup().password(secret).start();
                RedisServer replica =
                        RedisServer.setup().password(secret).replicaOf(master).start()) {
            Await.atMost(BOUND).until("the replica is linked", () -> replica.isReplicaOf(master.port()));
            try (RespClient stranger = RespClient.connect(master.port())) {
                assertThat(stranger.call("INFO").isError()).isTrue();
            }
            String commandLine = ProcessHandle.of(master.pid())
                    .orElseThrow()
                    .info()
                    .commandLine()
                    .orElse("");
            assertThat(commandLine).doesNotContain("s3cret");
        }
    }

    @Test
    void aServerThatRefusesItsConfigurationTellsWhy() {
        assertThatThrownBy(() ->
                        RedisServer.setup().set("maxmemory-policy", "nonsense").start())
                .hasMessageContainingAll("exit code 1", "maxmemory-policy");
    }

    @Test
    void aPortThatIsTakenIsAnErrorWhenItWasAskedFor() {
        try (RedisServer server = RedisServer.start()) {
            assertThatThrownBy(() -> RedisServer.setup().port(server.port()).start())
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void aServerThatEndsUnaskedIsNoticed() {
        try (RedisServer server = RedisServer.start()) {
            try (RespClient client = server.client()) {
                client.send("SHUTDOWN", "NOSAVE");
                Await.atMost(BOUND).until("the server has ended", () -> !server.isAlive());
            }
            assertThat(server.endedByItself()).isTrue();
        }
    }

    @Test
    void aFolderThatWasGivenStays(@TempDir Path folder) {
        Path home = folder.resolve("with space");
        RedisServer.setup().folder(home).start().close();
        assertThat(Files.exists(home.resolve("redis.conf"))).isTrue();
    }
}
