package io.jsentinel.server.tls;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.server.store.ByteText;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What we show of ourselves: a certificate, those that lead from it towards an authority, and its key.
 *
 * @param chain our own certificate first
 * @param key its private key
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    private static final int MAX_CHAIN = 10;

    /**
     * Which of both identities of the configuration is read, for the names of its settings.
     *
     * @param prefix what the names of its settings begin with
     * @param files where it is
     * @param dir the folder that relative paths count from
     */
    record Source(String prefix, TlsConfig.Identity files, Path dir) {

        Path certFile() {
            return dir.resolve(ByteText.toPath(files.certFile()));
        }

        Path keyFile() {
            return dir.resolve(ByteText.toPath(files.keyFile()));
        }
    }

    /**
     * Reads both files.
     *
     * @param authorities whose certificates complete the chain where its file does not
     * @throws TlsFileException when one of them is wrong, or they do not belong together
     */
    static Identity load(Source source, List<X509Certificate> authorities) throws TlsFileException {
        PemFile certFile = PemFile.read(source.prefix() + "cert-file", source.certFile());
        List<X509Certificate> certificates = Certificates.in(certFile);
        PemFile keyFile = PemFile.read(source.prefix() + "key-file", source.keyFile());
        PrivateKey key = PemKey.of(keyFile, source.files().keyPass());
        if (!belong(certificates.get(0).getPublicKey(), key)) {
            throw keyFile.error("not the key of the certificate in " + ByteText.of(source.certFile()));
        }
        return new Identity(completed(certificates, authorities), key);
    }

    /** Whether what is signed with the one can be verified with the other. */
    private static boolean belong(PublicKey open, PrivateKey secret) {
        String algorithm = switch (secret.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            case "RSASSA-PSS" -> "RSASSA-PSS";
            default -> "SHA256with" + secret.getAlgorithm();
        };
        try {
            byte[] message = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(message);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(message);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            // The keys are of different kinds, or one is unfit for signing: no pair.
            return false;
        }
    }

    /** The chain with the authorities that it lacks, but without the last one, which others have themselves. */
    private static List<X509Certificate> completed(List<X509Certificate> chain, List<X509Certificate> authorities) {
        List<X509Certificate> completed = new ArrayList<>(chain);
        while (completed.size() < MAX_CHAIN) {
            X509Certificate last = completed.get(completed.size() - 1);
            Optional<X509Certificate> next = authorities.stream()
                    .filter(authority -> authority.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .filter(authority -> !Certificates.isRoot(authority) && !completed.contains(authority))
                    .findFirst();
            if (next.isEmpty()) {
                break;
            }
            completed.add(next.get());
        }
        return List.copyOf(completed);
    }

    /** Our own certificate. */
    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
