package io.jsentinel.server.tls;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.config.TlsConfig.SessionCache;
import io.jsentinel.server.store.ByteText;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * What connections are encrypted with, read from the files at one moment.
 *
 * @param incoming for clients; absent without an encrypted listener
 * @param outgoing for nodes and other sentinels; absent when those connections are plain
 * @param certificate our own certificate
 * @param clientCertificate the other one that nodes and sentinels are shown, if there is one
 */
record TlsContexts(
        Optional<SslContext> incoming,
        Optional<SslContext> outgoing,
        X509Certificate certificate,
        Optional<X509Certificate> clientCertificate) {

    private static final List<String> USUAL_PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    /** Reads the files. @throws TlsFileException when one of them is wrong */
    static TlsContexts load(TlsFiles files) throws IOException {
        TlsConfig config = files.config();
        List<X509Certificate> authorities = Certificates.authorities(files.caFile(), files.caDir());
        Identity own = Identity.load(files.identity().orElseThrow(), authorities);
        Optional<SslContext> incoming = Optional.empty();
        Optional<SslContext> outgoing = Optional.empty();
        if (config.port() != 0) {
            incoming = Optional.of(incoming(config, own, authorities));
        }
        Optional<Identity> other = Optional.empty();
        if (config.replication()) {
            if (config.clientIdentity().isPresent()) {
                other = Optional.of(Identity.load(files.clientIdentity().orElseThrow(), authorities));
            }
            outgoing = Optional.of(outgoing(config, other.orElse(own), authorities));
        }
        return new TlsContexts(incoming, outgoing, own.certificate(), other.map(Identity::certificate));
    }

    /** Which certificates new connections use that those before did not, for people: a line for each, or one for none. */
    List<String> newsSince(TlsContexts before) {
        List<String> news = new ArrayList<>();
        if (!certificate.equals(before.certificate)) {
            news.add("certificates were changed, new connections use " + text(certificate));
        }
        if (clientCertificate.isPresent() && !clientCertificate.equals(before.clientCertificate)) {
            news.add("certificates were changed, new connections to nodes and sentinels use "
                    + text(clientCertificate.get()));
        }
        if (news.isEmpty()) {
            news.add("files were changed, new connections use what is in them; our certificate stays "
                    + text(certificate));
        }
        return news;
    }

    /** Those of our certificates that others will refuse, for people. */
    List<String> expired(Instant now) {
        return Stream.concat(Stream.of(certificate), clientCertificate.stream())
                .filter(ours -> ours.getNotAfter().toInstant().isBefore(now))
                .map(TlsContexts::text)
                .toList();
    }

    private static String text(X509Certificate ours) {
        return ByteText.fromUnicode(ours.getSubjectX500Principal().getName()) + ", valid until "
                + ours.getNotAfter().toInstant();
    }

    private static SslContext incoming(TlsConfig config, Identity own, List<X509Certificate> authorities)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(new OneIdentity(own))
                .clientAuth(
                        switch (config.clientAuth()) {
                            case NO -> ClientAuth.NONE;
                            case OPTIONAL -> ClientAuth.OPTIONAL;
                            case YES -> ClientAuth.REQUIRE;
                        });
        SslContext context = common(builder, config, authorities);
        remember(context.sessionContext(), config.sessionCache());
        return context;
    }

    /** The certificate of the other side must be of an authority of ours; its name may be any, as with Redis. */
    private static SslContext outgoing(TlsConfig config, Identity shown, List<X509Certificate> authorities)
            throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().keyManager(new OneIdentity(shown)).endpointIdentificationAlgorithm(null);
        return common(builder, config, authorities);
    }

    private static SslContext common(SslContextBuilder builder, TlsConfig config, List<X509Certificate> authorities)
            throws SSLException {
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities.toArray(X509Certificate[]::new));
        }
        return builder.sslProvider(SslProvider.JDK)
                .protocols(config.protocols().isEmpty() ? USUAL_PROTOCOLS : config.protocols())
                .ciphers(suites(config), IdentityCipherSuiteFilter.INSTANCE)
                .build();
    }

    /** The suites of both generations: each is chosen by a setting of its own, and what is not chosen is Java's choice. */
    private static List<String> suites(TlsConfig config) throws SSLException {
        List<String> usual = new ArrayList<>();
        try {
            usual.addAll(
                    List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites()));
        } catch (GeneralSecurityException e) {
            throw new SSLException("this Java has no TLS", e);
        }
        List<String> modern = config.cipherSuites().isEmpty()
                ? usual.stream().filter(name -> !name.contains("_WITH_")).toList()
                : config.cipherSuites();
        List<String> older = config.ciphers().isEmpty()
                ? usual.stream().filter(name -> name.contains("_WITH_")).toList()
                : config.ciphers();
        return Stream.concat(modern.stream(), older.stream()).toList();
    }

    private static void remember(SSLSessionContext sessions, SessionCache cache) {
        // Java cannot be told to remember nothing; one session for one second is next to it.
        sessions.setSessionCacheSize(cache.on() ? cache.size() : 1);
        sessions.setSessionTimeout(cache.on() ? cache.timeoutSeconds() : 1);
    }
}
