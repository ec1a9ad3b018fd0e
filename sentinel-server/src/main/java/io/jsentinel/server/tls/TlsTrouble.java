package io.jsentinel.server.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why an encrypted connection failed, in few words for people. */
public final class TlsTrouble {

    private static final int MAX_CAUSES = 20;
    private static final int MAX_TEXT = 200;
    private static final String ALERT = "Received fatal alert: ";

    private TlsTrouble() {}

    /** The words for what was thrown, or nothing when it has nothing to do with encryption. */
    public static Optional<String> of(Throwable thrown) {
        boolean encryption = false;
        Optional<Throwable> last = Optional.empty();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Optional<String> known = known(cause);
            if (known.isPresent()) {
                return known.map(words -> "TLS: " + words);
            }
            encryption |= cause instanceof SSLException;
            last = Optional.of(cause);
            cause = cause.getCause();
        }
        return encryption ? last.map(TlsTrouble::text) : Optional.empty();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of("the certificate of the other side has expired");
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of("the certificate of the other side is not valid yet");
        }
        if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
            return Optional.of("the certificate of the other side is not of a trusted authority");
        }
        if (cause instanceof NotSslRecordException) {
            return Optional.of("the other side does not speak TLS");
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return Optional.of("hand-shake timed out");
        }
        return Optional.ofNullable(cause.getMessage())
                .filter(text -> text.contains(ALERT))
                .map(text -> "refused by the other side: "
                        + text.substring(text.indexOf(ALERT) + ALERT.length()).replace('_', ' '));
    }

    private static String text(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return "TLS: " + bounded.substring(0, 1).toLowerCase(Locale.ROOT) + bounded.substring(1);
    }
}
