package io.jsentinel.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows one and the same identity to everybody. Java's own key managers show none to a server that lists other
 * authorities; Redis shows what it has, and lets the server decide.
 */
final class OneIdentity extends X509ExtendedKeyManager {

    private static final String NAME = "identity";

    private final Identity identity;

    OneIdentity(Identity identity) {
        this.identity = identity;
    }

    private Optional<String> fitting(String... keyTypes) {
        String ours = identity.key().getAlgorithm();
        for (String type : keyTypes) {
            int issuer = type.indexOf('_');
            if ((issuer < 0 ? type : type.substring(0, issuer)).equals(ours)) {
                return Optional.of(NAME);
            }
        }
        return Optional.empty();
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return fitting(keyTypes).orElse(null);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return fitting(keyType).orElse(null);
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
        return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}
