package io.jsentinel.it;

import static io.jsentinel.it.ClientTrial.KEY;
import static io.jsentinel.it.ClientTrial.NODE_PASSWORD;
import static io.jsentinel.it.ClientTrial.SENTINEL_PASSWORD;
import static io.jsentinel.it.ClientTrial.STORE_PASSWORD;
import static io.jsentinel.it.Cluster.NAME;

import io.jsentinel.it.ClientTrial.Certificates;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Both of Jedis' clients find each new master by themselves, with the objects that they began with. */
class JedisIT {

    private static final JedisClientConfig USUAL =
            DefaultJedisClientConfig.builder().build();

    /** The older form writes and reads on a connection that it borrows. */
    @SuppressWarnings("deprecation") // In use everywhere.
    private record Pooled(JedisSentinelPool pool) implements ClientTrial.Client {

        @Override
        public void set(String value) {
            try (Jedis jedis = pool.getResource()) {
                jedis.set(KEY, value);
            }
        }

        @Override
        public String get() {
            try (Jedis jedis = pool.getResource()) {
                return jedis.get(KEY);
            }
        }
    }

    /** The newer form. */
    private record Unified(RedisSentinelClient client) implements ClientTrial.Client {

        @Override
        public void set(String value) {
            client.set(KEY, value);
        }

        @Override
        public String get() {
            return client.get(KEY);
        }
    }

    @AfterEach
    void awaitThreads() {
        ClientTrial.awaitNoThreadNamed("Listener-");
    }

    @Test
    void aSentinelPoolFindsEachNewMaster() {
        try (ClientTrial trial = ClientTrial.plain()) {
            pooled(trial, USUAL, USUAL);
        }
    }

    @Test
    void aSentinelPoolFindsEachNewMasterWithPasswords() {
        try (ClientTrial trial = ClientTrial.withPasswords()) {
            pooled(trial, password(NODE_PASSWORD), password(SENTINEL_PASSWORD));
        }
    }

    @Test
    void aSentinelClientFindsEachNewMaster() {
        try (ClientTrial trial = ClientTrial.plain()) {
            unified(trial, USUAL, USUAL);
        }
    }

    @Test
    void aSentinelClientFindsEachNewMasterOverTls(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder);
        char[] secret = STORE_PASSWORD.toCharArray();
        SslOptions options = SslOptions.builder()
                .sslVerifyMode(SslVerifyMode.CA)
                .trustStoreType("PKCS12")
                .truststore(saved(certificates.trusted(), folder.resolve("trusted.p12")), secret)
                .keyStoreType("PKCS12")
                .keystore(saved(certificates.own(), folder.resolve("own.p12")), secret)
                .build();
        JedisClientConfig encrypted =
                DefaultJedisClientConfig.builder().sslOptions(options).build();
        try (ClientTrial trial = ClientTrial.withTls(certificates)) {
            unified(trial, encrypted, encrypted);
        }
    }

    private static File saved(KeyStore store, Path path) throws Exception {
        try (OutputStream file = Files.newOutputStream(path)) {
            store.store(file, STORE_PASSWORD.toCharArray());
        }
        return path.toFile();
    }

    private static JedisClientConfig password(String secret) {
        return DefaultJedisClientConfig.builder().password(secret).build();
    }

    private static Set<HostAndPort> sentinels(ClientTrial trial) {
        return trial.addresses().stream().map(HostAndPort::from).collect(Collectors.toSet());
    }

    @SuppressWarnings("deprecation")
    private static void pooled(ClientTrial trial, JedisClientConfig nodes, JedisClientConfig sentinels) {
        try (JedisSentinelPool pool = new JedisSentinelPool(NAME, sentinels(trial), nodes, sentinels)) {
            trial.isSurvivedBy(new Pooled(pool));
        }
    }

    private static void unified(ClientTrial trial, JedisClientConfig nodes, JedisClientConfig sentinels) {
        try (RedisSentinelClient client = RedisSentinelClient.builder()
                .masterName(NAME)
                .sentinels(sentinels(trial))
                .clientConfig(nodes)
                .sentinelClientConfig(sentinels)
                .build()) {
            trial.isSurvivedBy(new Unified(client));
        }
    }
}
