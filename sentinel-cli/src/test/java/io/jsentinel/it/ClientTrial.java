package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import io.jsentinel.testkit.SentinelSetup;
import io.jsentinel.testkit.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A master, two replicas and three of our sentinels, and the failovers that a library's client has to live through. */
final class ClientTrial implements AutoCloseable {

    /** Where all of them listen. */
    static final String HOST = "127.0.0.1";

    /** The key that is written. */
    static final String KEY = "run";

    /** The password of the nodes, where there are passwords. */
    static final String NODE_PASSWORD = "of the nodes";

    /** The password of the sentinels, where there are passwords. */
    static final String SENTINEL_PASSWORD = "of the sentinels";

    /** The password of a store of keys. */
    static final String STORE_PASSWORD = "of the store";

    private final Cluster cluster;
    private final int failovers;
    private int written;

    /** What a client does with {@link #KEY}; each call may throw what the library throws while the master is away. */
    interface Client {

        /** Writes it. */
        void set(String value);

        /** Reads it; absent as null. */
        String get();
    }

    /** What is needed for TLS with certificates on both sides. */
    record Certificates(CertificateAuthority authority, Credential shown, TlsMaterial files) {

        /** New ones. @param folder where their files are, which the caller removes */
        static Certificates in(Path folder) {
            CertificateAuthority authority = CertificateAuthority.root("authority");
            Credential shown = authority.issue("all processes");
            return new Certificates(authority, shown, new TlsMaterial(folder, authority, shown));
        }

        /** What a client needs. */
        SSLContext client() {
            return TlsMaterial.client(authority.certificate(), Optional.of(shown));
        }

        /** A store with the authority's certificate. */
        KeyStore trusted() throws GeneralSecurityException, IOException {
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority.certificate());
            return store;
        }

        /** A store with the certificate and the key that a client shows, under {@link #STORE_PASSWORD}. */
        KeyStore own() throws GeneralSecurityException, IOException {
            KeyStore store = emptyStore();
            X509Certificate[] chain = shown.chain().toArray(X509Certificate[]::new);
            store.setKeyEntry("own", shown.keys().getPrivate(), STORE_PASSWORD.toCharArray(), chain);
            return store;
        }

        private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        }
    }

    private ClientTrial(int failovers, UnaryOperator<RedisSetup> nodes, UnaryOperator<SentinelSetup> sentinels) {
        this.failovers = failovers;
        cluster = Cluster.of(2, nodes);
        try {
            for (int i = 0; i < 3; i++) {
                cluster.add(sentinels.apply(cluster.setup(OURS, 2)));
            }
            cluster.awaitAcquainted();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Two failovers, with neither passwords nor TLS. */
    static ClientTrial plain() {
        return new ClientTrial(2, nodes -> nodes, sentinels -> sentinels);
    }

    /** One failover, with one password for the nodes and another one for the sentinels. */
    static ClientTrial withPasswords() {
        return new ClientTrial(
                1,
                node -> node.password(NODE_PASSWORD),
                sentinel -> sentinel.masterPassword(NODE_PASSWORD).password(SENTINEL_PASSWORD));
    }

    /** One failover, with TLS only, on all ports, and nobody let in without a certificate. */
    static ClientTrial withTls(Certificates certificates) {
        SSLContext client = certificates.client();
        return new ClientTrial(
                1,
                node -> node.tls(certificates.files(), client),
                sentinel -> sentinel.tls(certificates.files(), client));
    }

    /** The processes. */
    Cluster cluster() {
        return cluster;
    }

    /** Where the sentinels are, in the form {@code 127.0.0.1:26379}. */
    List<String> addresses() {
        return cluster.sentinelPorts().stream().map(port -> HOST + ":" + port).collect(Collectors.toList());
    }

    /**
     * Kills the master while the client writes and reads in a loop; nobody helps it, and it is not made anew. What it
     * writes is sought on the new master itself. Between two failovers the dead master comes back as a replica.
     */
    void isSurvivedBy(Client client) {
        assertThat(awaitWritten(client)).isSameAs(cluster.master());
        for (int failover = 1; failover <= failovers; failover++) {
            RedisServer old = cluster.master();
            long killedNanos = System.nanoTime();
            old.kill();
            RedisServer master = awaitWritten(client);
            Runs.print(
                    "failover %d: the client writes again after %d ms",
                    failover, Duration.ofNanos(System.nanoTime() - killedNanos).toMillis());
            assertThat(master).isNotSameAs(old).isSameAs(cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND));
            if (failover < failovers) {
                old.restart();
                cluster.awaitWell(HEAL_BOUND);
            }
        }
    }

    /** Waits until the client has written something to a master and read it back, and returns this master. */
    private RedisServer awaitWritten(Client client) {
        return Await.atMost(HEAL_BOUND)
                .showing(cluster::toString)
                .until("the client writes to a master and reads it back", () -> written(client), Optional::isPresent)
                .orElseThrow();
    }

    /** Where the client's next value got to; what the client throws is what an application sees, and tries again. */
    private Optional<RedisServer> written(Client client) {
        String value = Integer.toString(++written);
        client.set(value);
        if (!value.equals(client.get())) {
            return Optional.empty();
        }
        return cluster.nodes().stream()
                .filter(node -> node.isAlive() && node.isMaster())
                .filter(node -> node.call("GET", KEY).asText().equals(value))
                .findFirst();
    }

    /** Waits until a library has ended all of its threads, which it names in this way. */
    static void awaitNoThreadNamed(String part) {
        Await.atMost(HEAL_BOUND)
                .until(
                        "no thread is named like " + part,
                        () -> Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name -> name.contains(part))
                                .collect(Collectors.toList()),
                        List::isEmpty);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
