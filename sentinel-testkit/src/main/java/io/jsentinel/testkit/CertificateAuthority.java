package io.jsentinel.testkit;

import static io.jsentinel.testkit.DerValue.bits;
import static io.jsentinel.testkit.DerValue.bool;
import static io.jsentinel.testkit.DerValue.explicit;
import static io.jsentinel.testkit.DerValue.implicit;
import static io.jsentinel.testkit.DerValue.integer;
import static io.jsentinel.testkit.DerValue.octets;
import static io.jsentinel.testkit.DerValue.oid;
import static io.jsentinel.testkit.DerValue.sequence;
import static io.jsentinel.testkit.DerValue.set;
import static io.jsentinel.testkit.DerValue.text;
import static io.jsentinel.testkit.DerValue.time;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An authority that makes certificates for tests; its own certificate is good for ten days, as theirs are. */
public final class CertificateAuthority {

    private static final Duration DAYS = Duration.ofDays(10);
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int SERIAL_BITS = 100;
    private static final InetAddress LOOPBACK = Inet4Address.getLoopbackAddress();

    private final Credential own;

    /**
     * A certificate and its key.
     *
     * @param chain the certificate first, then those of subordinate authorities up to, but without, the root
     * @param keys its keys
     */
    public record Credential(List<X509Certificate> chain, KeyPair keys) {

        /** The chain in PEM. */
        public String chainPem() {
            StringBuilder pem = new StringBuilder();
            chain.forEach(certificate -> pem.append(Pem.of(certificate)));
            return pem.toString();
        }

        /** The private key in PEM, as PKCS#8. */
        public String keyPem() {
            return Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    /** Whom and what a certificate is for; {@code host} is the IPv4 address that it also names, if any. */
    private record Content(String name, boolean authority, Instant from, Instant until, Optional<InetAddress> host) {

        private Content(String name, boolean authority, Instant from, Instant until) {
            this(name, authority, from, until, Optional.empty());
        }
    }

    private CertificateAuthority(Credential own) {
        this.own = own;
    }

    /** A new root. */
    public static CertificateAuthority root(String name) {
        KeyPair keys = newKeys();
        Content content = usual(name, true);
        X509Certificate certificate = certificate(content, keys, name, keys);
        return new CertificateAuthority(new Credential(List.of(certificate), keys));
    }

    /** A new authority below this one. */
    public CertificateAuthority subordinate(String name) {
        return new CertificateAuthority(issue(usual(name, true)));
    }

    /** A certificate that is good now, for servers and for clients. */
    public Credential issue(String name) {
        return issue(usual(name, false));
    }

    /** A certificate for a server whose clients compare its address: that of this machine to itself, 127.0.0.1. */
    public Credential issueForLoopback(String name) {
        Content content = usual(name, false);
        return issue(new Content(name, false, content.from(), content.until(), Optional.of(LOOPBACK)));
    }

    /** A certificate that was good until an hour ago. */
    public Credential issueExpired(String name) {
        Instant now = Instant.now();
        return issue(new Content(name, false, now.minus(DAYS), now.minus(Duration.ofHours(1))));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return own.chain().get(0);
    }

    /** Its own certificate in PEM. */
    public String pem() {
        return Pem.of(certificate());
    }

    private Credential issue(Content content) {
        KeyPair keys = newKeys();
        X509Certificate issuer = certificate();
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate(content, keys, commonName(issuer), own.keys()));
        own.chain().stream()
                .filter(above -> !above.getSubjectX500Principal().equals(above.getIssuerX500Principal()))
                .forEach(chain::add);
        return new Credential(List.copyOf(chain), keys);
    }

    private static String commonName(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static Content usual(String name, boolean authority) {
        Instant now = Instant.now();
        return new Content(name, authority, now.minus(Duration.ofHours(1)), now.plus(DAYS));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(Content content, KeyPair keys, String issuer, KeyPair issuerKeys) {
        byte[] algorithm = sequence(oid(ECDSA_WITH_SHA256));
        byte[] constraints = content.authority() ? sequence(bool(true)) : sequence();
        byte[] body = sequence(
                explicit(0, integer(BigInteger.TWO)),
                integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)),
                algorithm,
                name(issuer),
                sequence(time(content.from()), time(content.until())),
                name(content.name()),
                keys.getPublic().getEncoded(),
                explicit(3, extensions(content, constraints)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(body);
            byte[] certificate = sequence(body, algorithm, bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extensions(Content content, byte[] constraints) {
        byte[] basic = sequence(oid(BASIC_CONSTRAINTS), bool(true), octets(constraints));
        return content.host()
                .map(host -> sequence(
                        basic, sequence(oid(ALTERNATIVE_NAMES), octets(sequence(implicit(7, host.getAddress()))))))
                .orElse(sequence(basic));
    }

    private static byte[] name(String commonName) {
        return sequence(set(sequence(oid(COMMON_NAME), text(commonName))));
    }
}
