package io.jsentinel.config;

import io.jsentinel.config.TlsConfig.ClientAuth;
import io.jsentinel.config.TlsConfig.Identity;
import io.jsentinel.config.TlsConfig.SessionCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code tls-} directives, collected line by line; of repeated ones the last wins. */
final class TlsDirectives {

    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private int port;
    private boolean replication;
    private String certFile = "";
    private String keyFile = "";
    private String keyPass = "";
    private String clientCertFile = "";
    private String clientKeyFile = "";
    private String clientKeyPass = "";
    private String caFile = "";
    private String caDir = "";
    private ClientAuth clientAuth = TlsConfig.OFF.clientAuth();
    private List<String> protocols = TlsConfig.OFF.protocols();
    private List<String> ciphers = TlsConfig.OFF.ciphers();
    private List<String> cipherSuites = TlsConfig.OFF.cipherSuites();
    private boolean preferServerCiphers;
    private boolean cacheOn = SessionCache.DEFAULT.on();
    private int cacheSize = SessionCache.DEFAULT.size();
    private int cacheTimeoutSeconds = SessionCache.DEFAULT.timeoutSeconds();

    /** The line that turned encryption on: what is missing is missing for its sake. */
    private Optional<ConfLine> cause = Optional.empty();

    /**
     * Takes the value of a directive, which is of its type; another directive, or one without effect here, changes
     * nothing.
     *
     * @throws ConfigException for an unknown version or cipher
     */
    void apply(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "tls-port" -> {
                port = number(value);
                sawCause(line, port != 0);
            }
            case "tls-replication" -> {
                replication = yes(value);
                sawCause(line, replication);
            }
            case "tls-cert-file" -> certFile = value;
            case "tls-key-file" -> keyFile = value;
            case "tls-key-file-pass" -> keyPass = value;
            case "tls-client-cert-file" -> clientCertFile = value;
            case "tls-client-key-file" -> clientKeyFile = value;
            case "tls-client-key-file-pass" -> clientKeyPass = value;
            case "tls-ca-cert-file" -> caFile = value;
            case "tls-ca-cert-dir" -> caDir = value;
            case "tls-auth-clients" -> clientAuth = ClientAuth.valueOf(value.toUpperCase(Locale.ROOT));
            case "tls-protocols" -> protocols = protocols(line, value);
            case "tls-ciphers" -> ciphers = CipherString.suites(line, value);
            case "tls-ciphersuites" -> cipherSuites = CipherString.modernSuites(line, value);
            case "tls-prefer-server-ciphers" -> preferServerCiphers = yes(value);
            case "tls-session-caching" -> cacheOn = yes(value);
            case "tls-session-cache-size" -> cacheSize = number(value);
            case "tls-session-cache-timeout" -> cacheTimeoutSeconds = number(value);
            default -> {
                // Another directive, or one without effect here; Notices has a word on those where it matters.
            }
        }
    }

    /**
     * What all lines together say.
     *
     * @throws ConfigException when encryption is wanted and something that it needs is not named
     */
    TlsConfig toConfig() throws ConfigException {
        TlsConfig config = new TlsConfig(
                port,
                replication,
                identity(certFile, keyFile, keyPass),
                identity(clientCertFile, clientKeyFile, clientKeyPass),
                present(caFile),
                present(caDir),
                clientAuth,
                protocols,
                ciphers,
                cipherSuites,
                preferServerCiphers,
                new SessionCache(cacheOn, cacheSize, cacheTimeoutSeconds));
        if (config.isOn() && cause.isPresent()) {
            check(cause.get());
        }
        return config;
    }

    private void check(ConfLine wanting) throws ConfigException {
        if (certFile.isEmpty()) {
            throw wanting.error("No tls-cert-file configured!");
        }
        if (keyFile.isEmpty()) {
            throw wanting.error("No tls-key-file configured!");
        }
        if (clientCertFile.isEmpty() != clientKeyFile.isEmpty()) {
            throw wanting.error("tls-client-cert-file and tls-client-key-file must be given together");
        }
        if (caFile.isEmpty() && caDir.isEmpty() && (replication || clientAuth != ClientAuth.NO)) {
            throw wanting.error("Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-replication or"
                    + " tls-auth-clients are enabled!");
        }
    }

    private void sawCause(ConfLine line, boolean on) {
        if (on) {
            cause = Optional.of(line);
        }
    }

    private static Optional<Identity> identity(String certFile, String keyFile, String keyPass) {
        return certFile.isEmpty() || keyFile.isEmpty()
                ? Optional.empty()
                : Optional.of(new Identity(certFile, keyFile, present(keyPass)));
    }

    private static Optional<String> present(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    private static int number(String value) {
        return (int) ConfNumbers.lenient(value);
    }

    private static boolean yes(String value) {
        return value.equalsIgnoreCase("yes");
    }

    /** The versions in the order in which they were invented; none for the usual choice. */
    private static List<String> protocols(ConfLine line, String value) throws ConfigException {
        List<String> wanted = new ArrayList<>();
        for (String word : value.trim().split(" +")) {
            Optional<String> known =
                    PROTOCOLS.stream().filter(word::equalsIgnoreCase).findFirst();
            if (known.isEmpty() && !value.isBlank()) {
                throw line.error(
                        "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and"
                                + " 'TLSv1.3'.",
                        Nearest.to(word, PROTOCOLS));
            }
            known.ifPresent(wanted::add);
        }
        return PROTOCOLS.stream().filter(wanted::contains).toList();
    }
}
