package io.jsentinel.it;

import static io.jsentinel.it.ClientTrial.HOST;
import static io.jsentinel.it.ClientTrial.KEY;
import static io.jsentinel.it.ClientTrial.NODE_PASSWORD;
import static io.jsentinel.it.ClientTrial.SENTINEL_PASSWORD;
import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.ClientTrial.Certificates;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lettuce's connections find each new master by themselves, and speak RESP3 with our sentinels. */
class LettuceIT {

    private static final UnaryOperator<RedisURI.Builder> USUAL = address -> address;

    /** Writes and reads on a single connection. */
    private record Connected(StatefulRedisConnection<String, String> connection) implements ClientTrial.Client {

        @Override
        public void set(String value) {
            connection.sync().set(KEY, value);
        }

        @Override
        public String get() {
            return connection.sync().get(KEY);
        }
    }

    @AfterEach
    void awaitThreads() {
        ClientTrial.awaitNoThreadNamed("lettuce-");
    }

    @Test
    void aConnectionFindsEachNewMaster() {
        try (ClientTrial trial = ClientTrial.plain();
                RedisClient client = RedisClient.create(address(trial, USUAL, USUAL));
                var connection = client.connect()) {
            trial.isSurvivedBy(new Connected(connection));
        }
    }

    @Test
    void aConnectionFindsEachNewMasterOverTls(@TempDir Path folder) {
        Certificates certificates = Certificates.in(folder);
        UnaryOperator<RedisURI.Builder> encrypted =
                address -> address.withSsl(true).withVerifyPeer(SslVerifyMode.CA);
        try (ClientTrial trial = ClientTrial.withTls(certificates);
                RedisClient client = RedisClient.create(address(trial, encrypted, encrypted))) {
            client.setOptions(ClientOptions.builder()
                    .sslOptions(SslOptions.builder()
                            .jdkSslProvider()
                            .trustManager(certificates.files().caFile().toFile())
                            .keyManager(
                                    certificates.files().certFile().toFile(),
                                    certificates.files().keyFile().toFile(),
                                    null)
                            .build())
                    .build());
            try (var connection = client.connect()) {
                trial.isSurvivedBy(new Connected(connection));
            }
        }
    }

    @Test
    void aConnectionThatReadsFromReplicasFindsThemAndEachNewMaster() {
        try (ClientTrial trial = ClientTrial.plain();
                RedisClient client = RedisClient.create();
                var connection = MasterReplica.connect(client, StringCodec.UTF8, address(trial, USUAL, USUAL))) {
            connection.setReadFrom(ReadFrom.REPLICA_PREFERRED);
            assertThat(trial.cluster().sentinels())
                    .allSatisfy(sentinel -> assertThat(
                                    sentinel.call("CLIENT", "LIST").asText())
                            .as("it listens to events in RESP3")
                            .containsPattern("psub=1 .*resp=3 lib-name=Lettuce "));

            trial.isSurvivedBy(new Connected(connection));

            Await.atMost(HEAL_BOUND).showing(trial.cluster()::toString).until("a replica is asked", () -> {
                connection.sync().get(KEY);
                return trial.cluster().nodes().stream().anyMatch(LettuceIT::isReplicaThatIsRead);
            });
        }
    }

    @Test
    void aConnectionThatReadsFromReplicasFindsEachNewMasterWithPasswords() {
        try (ClientTrial trial = ClientTrial.withPasswords();
                RedisClient client = RedisClient.create();
                var connection = MasterReplica.connect(
                        client,
                        StringCodec.UTF8,
                        address(
                                trial,
                                node -> node.withPassword(NODE_PASSWORD.toCharArray()),
                                sentinel -> sentinel.withPassword(SENTINEL_PASSWORD.toCharArray())))) {
            connection.setReadFrom(ReadFrom.REPLICA_PREFERRED);
            trial.isSurvivedBy(new Connected(connection));
        }
    }

    private static boolean isReplicaThatIsRead(RedisServer node) {
        return node.isAlive() && !node.isMaster() && node.info("commandstats").containsKey("cmdstat_get");
    }

    private static RedisURI address(
            ClientTrial trial, UnaryOperator<RedisURI.Builder> node, UnaryOperator<RedisURI.Builder> sentinel) {
        RedisURI.Builder address =
                node.apply(RedisURI.builder()).withSentinelMasterId(NAME).withTimeout(Duration.ofSeconds(2));
        trial.cluster()
                .sentinelPorts()
                .forEach(port -> address.withSentinel(
                        sentinel.apply(RedisURI.Builder.redis(HOST, port)).build()));
        return address.build();
    }
}
