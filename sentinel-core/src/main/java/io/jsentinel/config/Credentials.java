package io.jsentinel.config;

import java.util.Optional;

/**
 * A user name and a password for another process; either may be absent.
 *
 * @param user the ACL user; absent means the default user
 * @param password the password; absent means that no AUTH is sent
 */
public record Credentials(Optional<String> user, Optional<String> password) {

    /** No user and no password. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /** The same with another user. */
    public Credentials withUser(Optional<String> newUser) {
        return new Credentials(newUser, password);
    }

    /** The same with another password. */
    public Credentials withPassword(Optional<String> newPassword) {
        return new Credentials(user, newPassword);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "Credentials[user=" + user.orElse("default") + ", password=" + (password.isPresent() ? "***" : "none")
                + "]";
    }
}
