package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeNodeTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void withoutAScriptItAnswersLikeAnIdleRedis() {
        try (FakeNode node = FakeNode.start().info("role:master\r\n");
                RespClient client = RespClient.connect(node.port())) {
            assertThat(client.call("PING").asText()).isEqualTo("PONG");
            assertThat(client.call("INFO", "replication").asText()).isEqualTo("role:master\r\n");
            assertThat(client.call("CLIENT", "SETNAME", "x").asText()).isEqualTo("OK");
            assertThat(node.received())
                    .isEqualTo(List.of(
                            List.of("PING"), List.of("INFO", "replication"), List.of("CLIENT", "SETNAME", "x")));
        }
    }

    @Test
    void aTransactionIsQueuedAndRun() {
        try (FakeNode node = FakeNode.start();
                RespClient client = RespClient.connect(node.port())) {
            assertThat(client.call("MULTI").asText()).isEqualTo("OK");
            assertThat(client.call("REPLICAOF", "NO", "ONE").asText()).isEqualTo("QUEUED");
            assertThat(client.call("CONFIG", "REWRITE").asText()).isEqualTo("QUEUED");
            assertThat(client.call("EXEC").asTexts()).containsExactly("OK", "OK");
        }
    }

    @Test
    void aScriptDecidesAboutSingleCommands() {
        try (FakeNode node = FakeNode.start(
                        args -> args.get(0).equals("PING") ? FakeAnswer.error("LOADING x") : FakeAnswer.asUsual());
                RespClient client = RespClient.connect(node.port())) {
            assertThat(client.call("PING")).isEqualTo(new Reply.Error("LOADING x"));
            assertThat(client.call("CONFIG", "REWRITE").asText()).isEqualTo("OK");
        }
    }

    @Test
    void hellosReachTheSubscribersWhoeverSendsThem() {
        try (FakeNode node = FakeNode.start();
                RespClient subscriber = RespClient.connect(node.port());
                RespClient publisher = RespClient.connect(node.port())) {
            assertThat(node.publishHello("nobody")).isZero();
            subscriber.call("SUBSCRIBE", FakeNode.HELLO_CHANNEL);
            assertThat(publisher.call("PUBLISH", FakeNode.HELLO_CHANNEL, "a").asLong())
                    .isEqualTo(1);
            assertThat(subscriber.read().asTexts()).containsExactly("message", FakeNode.HELLO_CHANNEL, "a");
            assertThat(node.publishHello("b")).isEqualTo(1);
            assertThat(subscriber.read().asTexts()).containsExactly("message", FakeNode.HELLO_CHANNEL, "b");
        }
    }

    @Test
    void aClosedNodeHasClosedItsConnections() {
        FakeNode node = FakeNode.start();
        try (RespClient client = RespClient.connect(node.port())) {
            client.call("PING");
            node.close();
            assertThat(client.isClosedWithin(LONG)).isTrue();
            assertThat(node.connections()).noneMatch(FakeConnection::isOpen);
        }
    }
}
