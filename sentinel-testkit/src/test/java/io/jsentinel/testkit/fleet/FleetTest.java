package io.jsentinel.testkit.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Fleet fleet = Fleet.start(2, 1, true);

    @AfterEach
    void end() {
        fleet.close();
    }

    @Test
    void everyMasterTellsOfItsReplicaAndEveryReplicaOfItsMaster() {
        for (int master = 0; master < fleet.masters(); master++) {
            int replica = fleet.replicaPorts(master).get(0);
            try (RespClient client = RespClient.connect(fleet.masterPort(master))) {
                assertThat(RedisServer.info(client, "replication"))
                        .containsEntry("role", "master")
                        .containsEntry("slave0", "ip=127.0.0.1,port=" + replica + ",state=online,offset=1000,lag=0");
                assertThat(client.call("ROLE").asList().get(0).asText()).isEqualTo("master");
            }
            try (RespClient client = RespClient.connect(replica)) {
                assertThat(RedisServer.info(client, "replication"))
                        .containsEntry("role", "slave")
                        .containsEntry("master_port", Integer.toString(fleet.masterPort(master)))
                        .containsEntry("master_link_status", "up");
                assertThat(client.call("ROLE").asList().get(3).asText()).isEqualTo("connected");
            }
        }
    }

    @Test
    void whatIsPublishedIsHeardByWhoSubscribedAtTheSameServerOnly() {
        try (RespClient here = RespClient.connect(fleet.masterPort(0));
                RespClient there = RespClient.connect(fleet.masterPort(1));
                RespClient speaker = RespClient.connect(fleet.masterPort(0))) {
            here.call("SUBSCRIBE", "news");
            there.call("SUBSCRIBE", "news");

            assertThat(speaker.call("PUBLISH", "news", "hello").asLong()).isEqualTo(1);
            assertThat(here.read().asTexts()).containsExactly("message", "news", "hello");
            assertThat(there.tryRead(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void withResp3MessagesArePushedBesideAnswers() {
        try (RespClient client = RespClient.connect(fleet.masterPort(0))) {
            assertThat(client.call("HELLO", "3").asTextMap()).containsEntry("proto", "3");
            assertThat(client.call("SUBSCRIBE", "news")).isInstanceOf(Reply.Push.class);
            client.send("PUBLISH", "news", "hello");

            assertThat(List.of(client.read(), client.read()))
                    .anyMatch(reply -> reply instanceof Reply.Push)
                    .contains(new Reply.Int(1));
        }
    }

    @Test
    void anOldServerDoesNotKnowHello() {
        try (Fleet old = Fleet.start(1, 0, false);
                RespClient client = RespClient.connect(old.masterPort(0))) {
            assertThat(client.call("HELLO", "3").isError()).isTrue();
            assertThat(client.call("PING").asText()).isEqualTo("PONG");
        }
    }

    @Test
    void aTransactionAnswersWhatItsRequestsAnswer() {
        int replica = fleet.replicaPorts(0).get(0);
        try (RespClient client = RespClient.connect(replica)) {
            assertThat(client.call("MULTI").asText()).isEqualTo("OK");
            assertThat(client.call("SLAVEOF", "NO", "ONE").asText()).isEqualTo("QUEUED");
            assertThat(client.call("ROLE").asText()).isEqualTo("QUEUED");
            assertThat(fleet.promotedNanos(0)).isEmpty();

            List<Reply> answers = client.call("EXEC").asList();

            assertThat(answers.get(0).asText()).isEqualTo("OK");
            assertThat(answers.get(1).asList().get(0).asText()).isEqualTo("master");
            assertThat(fleet.promotedNanos(0)).isPresent();
            assertThat(fleet.promotedNanos(1)).isEmpty();
        }
    }

    @Test
    void theDeadRefuseConnectionsAndTheirReplicasKnow() {
        try (RespClient client = RespClient.connect(fleet.masterPort(0));
                RespClient replica = RespClient.connect(fleet.replicaPorts(0).get(0))) {
            assertThat(client.call("PING").asText()).isEqualTo("PONG");

            fleet.kill(List.of(0));

            assertThat(client.isClosedWithin(SOON)).isTrue();
            assertThatThrownBy(() -> RespClient.connect(fleet.masterPort(0))).isInstanceOf(UncheckedIOException.class);
            assertThat(RedisServer.info(replica, "replication")).containsEntry("master_link_status", "down");
        }
        try (RespClient other = RespClient.connect(fleet.masterPort(1))) {
            assertThat(other.call("PING").asText()).isEqualTo("PONG");
        }
    }

    @Test
    void nobodyListensWhereAServerHasJustBeenEnded() {
        try (Fleet many = Fleet.start(200, 0, true)) {
            for (int master = 0; master < many.masters(); master++) {
                int port = many.masterPort(master);
                many.kill(List.of(master));
                assertThatThrownBy(() -> RespClient.connect(port)).isInstanceOf(UncheckedIOException.class);
            }
        }
    }

    @Test
    void aRequestInPiecesIsOneRequest() {
        try (RespClient client = RespClient.connect(fleet.masterPort(0))) {
            String wire = RespClient.command("PING");
            for (int i = 0; i < wire.length(); i++) {
                client.raw(wire.substring(i, i + 1));
            }

            assertThat(client.read().asText()).isEqualTo("PONG");
            assertThat(client.tryRead(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void manyRequestsAtOnceAreAllAnswered() {
        try (RespClient client = RespClient.connect(fleet.masterPort(0))) {
            client.raw(RespClient.command("PING").repeat(20_000));
            for (int i = 0; i < 20_000; i++) {
                assertThat(client.read().asText()).isEqualTo("PONG");
            }
        }
    }

    @Test
    void whoSendsNoRequestIsHungUpOn() {
        for (String wire : List.of("GET / HTTP/1.1\r\n", "*1\r\n$70000\r\n" + "x".repeat(70_000), "*99999\r\n")) {
            try (RespClient client = RespClient.connect(fleet.masterPort(0))) {
                client.raw(wire);
                Await.atMost(SOON).until("it hangs up", () -> client.isClosedWithin(Duration.ofMillis(100)));
            }
        }
    }

    @Test
    void countsRequestsAndConnections() {
        long before = fleet.accepted();
        try (RespClient client = RespClient.connect(fleet.masterPort(1))) {
            long served = fleet.served();
            client.call("PING");
            client.call("PING");
            // The answer is sent after it was counted.
            assertThat(fleet.served() - served).isEqualTo(2);
            assertThat(fleet.accepted() - before).isEqualTo(1);
        }
        Await.atMost(SOON).until("no connection is open", () -> fleet.open() == 0);
    }

    @Test
    void closesAllThatItOpened() {
        fleet.warmUp().close();

        assertThatThrownBy(() -> RespClient.connect(fleet.masterPort(0))).isInstanceOf(UncheckedIOException.class);
    }
}
