package io.jsentinel.config;

import java.util.Optional;

/**
 * The plain directives that commands change, as a configuration file must have them.
 *
 * @param users the users; absent when they are none of this file's business
 * @param logLevel the level that a command asked for; absent when none did, and the file's own line stays
 */
public record SavedDirectives(Optional<SavedUsers> users, Optional<String> logLevel) {

    /** Nothing was changed by a command. */
    public static final SavedDirectives NONE = new SavedDirectives(Optional.empty(), Optional.empty());

    /** The same with other users. */
    public SavedDirectives withUsers(Optional<SavedUsers> value) {
        return new SavedDirectives(value, logLevel);
    }
}
