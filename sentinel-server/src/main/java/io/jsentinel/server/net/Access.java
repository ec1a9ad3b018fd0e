package io.jsentinel.server.net;

import io.jsentinel.resp.Resp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Who may use this server: the one user {@code default}, with the password of {@code requirepass} or without any. */
final class Access {

    /** The only user. */
    static final String DEFAULT_USER = "default";

    static final Resp NOT_LOGGED_IN = Resp.error("-NOAUTH Authentication required.");

    private static final Resp WRONG = Resp.error("-WRONGPASS invalid username-password pair or user is disabled.");

    private static final Resp NO_PASSWORD = Resp.error("AUTH <password> called without any password configured for the"
            + " default user. Are you sure your configuration is correct?");

    private final Optional<String> password;

    Access(Optional<String> password) {
        this.password = password.filter(text -> !text.isEmpty());
    }

    /** Whether clients must log in. */
    boolean needsPassword() {
        return password.isPresent();
    }

    /** The answer to AUTH with a password only: OK or an error. */
    Resp login(String given) {
        return password.isEmpty() ? NO_PASSWORD : login(DEFAULT_USER, given);
    }

    /** The answer to AUTH with a user and a password: OK or an error. */
    Resp login(String user, String given) {
        boolean right = password.isEmpty() || MessageDigest.isEqual(digest(password.get()), digest(given));
        return right && user.equals(DEFAULT_USER) ? Resp.OK : WRONG;
    }

    /** Digests are compared instead of passwords, so that the time taken tells not even the length. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
