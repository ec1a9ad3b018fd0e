package io.jsentinel.testkit;

import io.jsentinel.testkit.CertificateAuthority.Credential;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows one certificate to every server, also to one that says that it trusts other authorities only. */
final class OneCredential extends X509ExtendedKeyManager {

    private static final String NAME = "own";

    private final Credential credential;

    OneCredential(Credential credential) {
        this.credential = credential;
    }

    private Optional<String> fitting(String... keyTypes) {
        String ours = credential.keys().getPrivate().getAlgorithm();
        return Arrays.stream(keyTypes)
                .filter(type -> type.startsWith(ours))
                .findFirst()
                .map(type -> NAME);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return fitting(keyTypes).orElse(null);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return fitting(keyType).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return fitting(keyType).stream().toArray(String[]::new);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return fitting(keyType).stream().toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credential.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credential.keys().getPrivate();
    }
}
