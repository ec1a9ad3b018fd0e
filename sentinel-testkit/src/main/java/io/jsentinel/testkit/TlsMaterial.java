package io.jsentinel.testkit;

import io.jsentinel.testkit.CertificateAuthority.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate, the key and the authority of one process, as files in a folder, and what its clients need. A file is
 * replaced in one step.
 */
public final class TlsMaterial {

    private final Path folder;

    /**
     * Material that is written now.
     *
     * @param folder the folder for the files, which the caller removes
     * @param authority who is trusted
     * @param shown what is shown
     */
    public TlsMaterial(Path folder, CertificateAuthority authority, Credential shown) {
        this.folder = folder;
        write("ca.crt", authority.pem());
        show(shown);
    }

    /** From now on the files hold this. */
    public void show(Credential shown) {
        write("own.crt", shown.chainPem());
        write("own.key", shown.keyPem());
    }

    /** Replaces a file of the folder. */
    public void write(String file, String text) {
        try {
            Path next = Files.createTempFile(folder, file, ".next");
            Files.write(next, text.getBytes(StandardCharsets.ISO_8859_1));
            Files.move(next, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate's file. */
    public Path certFile() {
        return folder.resolve("own.crt");
    }

    /** The key's file. */
    public Path keyFile() {
        return folder.resolve("own.key");
    }

    /** The authority's file. */
    public Path caFile() {
        return folder.resolve("ca.crt");
    }

    /** The lines of a configuration file with which a process uses these files. */
    public List<String> lines() {
        return List.of(
                "tls-cert-file " + RedisSetup.quoted(certFile().toString()),
                "tls-key-file " + RedisSetup.quoted(keyFile().toString()),
                "tls-ca-cert-file " + RedisSetup.quoted(caFile().toString()));
    }

    /** The lines about where a process listens: encrypted on its only port, also towards others, or plain. */
    static String ports(Optional<TlsMaterial> material, int port) {
        return material.map(files -> "port 0\ntls-port " + port + "\ntls-replication yes\n"
                        + String.join("\n", files.lines()) + "\n")
                .orElse("port " + port + "\n");
    }

    /**
     * What a client needs.
     *
     * @param trusted the authority that it trusts
     * @param shown what it shows, if anything
     */
    public static SSLContext client(X509Certificate trusted, Optional<Credential> shown) {
        try {
            KeyStore authorities = emptyStore();
            authorities.setCertificateEntry("ca", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            KeyManager[] keys = shown.map(OneCredential::new).stream().toArray(KeyManager[]::new);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
