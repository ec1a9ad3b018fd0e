package io.jsentinel.it;

import static io.jsentinel.it.ClientTrial.KEY;
import static io.jsentinel.it.ClientTrial.NODE_PASSWORD;
import static io.jsentinel.it.ClientTrial.SENTINEL_PASSWORD;
import static io.jsentinel.it.ClientTrial.STORE_PASSWORD;
import static io.jsentinel.it.Cluster.NAME;

import io.jsentinel.it.ClientTrial.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.SslVerificationMode;

/** Redisson, which reads from replicas and checks all sentinels at its start, finds each new master by itself. */
class RedissonIT {

    /** Writes and reads one object. */
    private record Bucket(RBucket<String> bucket) implements ClientTrial.Client {

        @Override
        public void set(String value) {
            bucket.set(value);
        }

        @Override
        public String get() {
            return bucket.get();
        }
    }

    @AfterEach
    void awaitThreads() {
        ClientTrial.awaitNoThreadNamed("redisson-");
    }

    @Test
    void aClientFindsEachNewMaster() {
        try (ClientTrial trial = ClientTrial.plain()) {
            survives(trial, config(trial, "redis://"));
        }
    }

    @Test
    void aClientFindsEachNewMasterWithPasswords() {
        try (ClientTrial trial = ClientTrial.withPasswords()) {
            Config config = config(trial, "redis://").setPassword(NODE_PASSWORD);
            config.useSentinelServers().setSentinelPassword(SENTINEL_PASSWORD);
            survives(trial, config);
        }
    }

    @Test
    void aClientFindsEachNewMasterOverTls(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder);
        try (ClientTrial trial = ClientTrial.withTls(certificates)) {
            survives(
                    trial,
                    config(trial, "rediss://")
                            .setSslVerificationMode(SslVerificationMode.CA_ONLY)
                            .setSslTrustManagerFactory(trusted(certificates))
                            .setSslKeyManagerFactory(shown(certificates)));
        }
    }

    private static void survives(ClientTrial trial, Config config) {
        RedissonClient client = Redisson.create(config);
        try {
            trial.isSurvivedBy(new Bucket(client.getBucket(KEY, StringCodec.INSTANCE)));
        } finally {
            client.shutdown();
        }
    }

    private static Config config(ClientTrial trial, String scheme) {
        Config config = new Config().setThreads(2).setNettyThreads(4);
        config.useSentinelServers()
                .setMasterName(NAME)
                .setTimeout(1_000)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
                .addSentinelAddress(trial.addresses().stream()
                        .map(address -> scheme + address)
                        .toArray(String[]::new));
        return config;
    }

    private static TrustManagerFactory trusted(Certificates certificates) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates.trusted());
        return trust;
    }

    private static KeyManagerFactory shown(Certificates certificates) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.own(), STORE_PASSWORD.toCharArray());
        return keys;
    }
}
