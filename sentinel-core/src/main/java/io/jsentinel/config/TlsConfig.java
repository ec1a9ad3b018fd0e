package io.jsentinel.config;

import java.util.List;
import java.util.Optional;

/**
 * How connections are encrypted. Paths are as they stand in the file, relative to {@code dir}.
 *
 * @param port the port of the encrypted listener, 0 = none
 * @param replication whether all our own connections, to nodes and to other sentinels, are encrypted
 * @param identity the certificate that we show to clients, and to nodes if there is no other for them
 * @param clientIdentity the certificate that we show to nodes and other sentinels
 * @param caFile a bundle of the authorities that we trust
 * @param caDir a folder of files with authorities that we trust
 * @param clientAuth whether clients must show a certificate
 * @param protocols the versions that are offered, as Java names them; empty = its choice
 * @param ciphers the suites of TLS 1.2 that are offered, as Java names them; empty = its choice
 * @param cipherSuites the suites of TLS 1.3 that are offered; empty = its choice
 * @param preferServerCiphers whether our order of the suites counts, not the client's
 * @param sessionCache what is remembered of clients that were here
 */
public record TlsConfig(
        int port,
        boolean replication,
        Optional<Identity> identity,
        Optional<Identity> clientIdentity,
        Optional<String> caFile,
        Optional<String> caDir,
        ClientAuth clientAuth,
        List<String> protocols,
        List<String> ciphers,
        List<String> cipherSuites,
        boolean preferServerCiphers,
        SessionCache sessionCache) {

    /** No encryption, as when the file says nothing. */
    public static final TlsConfig OFF = new TlsConfig(
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ClientAuth.YES,
            List.of(),
            List.of(),
            List.of(),
            false,
            SessionCache.DEFAULT);

    public TlsConfig {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /**
     * A certificate and its key.
     *
     * @param certFile the path of the certificate, and the authorities between it and the one that others trust
     * @param keyFile the path of its private key
     * @param keyPass the password of the key file
     */
    public record Identity(String certFile, String keyFile, Optional<String> keyPass) {

        private Identity withKeyPass(String password) {
            return new Identity(certFile, keyFile, Optional.of(password));
        }

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Identity[" + certFile + ", " + keyFile + "]";
        }
    }

    /** Whether clients must show a certificate of an authority that we trust. */
    public enum ClientAuth {
        /** It is not asked for. */
        NO,
        /** One that is shown must be good. */
        OPTIONAL,
        /** Without one nobody gets in. */
        YES
    }

    /**
     * How long clients may come back without a full handshake.
     *
     * @param on whether they may
     * @param size the most sessions that are remembered, 0 = no limit
     * @param timeoutSeconds how long one is remembered, 0 = no limit
     */
    public record SessionCache(boolean on, int size, int timeoutSeconds) {

        /** What Redis takes when the file says nothing. */
        public static final SessionCache DEFAULT = new SessionCache(true, 20 * 1024, 300);
    }

    /**
     * The same with another password for a key file.
     *
     * @param ofClient whether it is that of what we show to nodes
     */
    public TlsConfig withKeyPass(boolean ofClient, String password) {
        return new TlsConfig(
                port,
                replication,
                ofClient ? identity : identity.map(files -> files.withKeyPass(password)),
                ofClient ? clientIdentity.map(files -> files.withKeyPass(password)) : clientIdentity,
                caFile,
                caDir,
                clientAuth,
                protocols,
                ciphers,
                cipherSuites,
                preferServerCiphers,
                sessionCache);
    }

    /** Whether anything is encrypted at all. */
    public boolean isOn() {
        return port != 0 || replication;
    }
}
