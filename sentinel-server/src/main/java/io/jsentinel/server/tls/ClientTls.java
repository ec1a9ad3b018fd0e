package io.jsentinel.server.tls;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.server.tls.Identity.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What a tool of the command line needs to speak TLS with a sentinel. */
public final class ClientTls {

    private ClientTls() {}

    /**
     * Reads the files.
     *
     * @param caFile the authorities that are trusted; absent for those of Java
     * @param certFile the certificate to show, if any
     * @param keyFile its key; the same file when absent
     * @throws IOException when one of them cannot be used
     */
    public static SSLContext context(Optional<Path> caFile, Optional<Path> certFile, Optional<Path> keyFile)
            throws IOException {
        List<X509Certificate> authorities = Certificates.authorities(caFile, Optional.empty());
        KeyManager[] shown = {};
        if (certFile.isPresent()) {
            Path key = keyFile.orElse(certFile.get());
            TlsConfig.Identity files =
                    new TlsConfig.Identity(certFile.get().toString(), key.toString(), Optional.empty());
            Source source = new Source("", files, Path.of(""));
            shown = new KeyManager[] {new OneIdentity(Identity.load(source, authorities))};
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, caFile.isPresent() ? trusting(authorities) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry(Integer.toString(store.size()), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
