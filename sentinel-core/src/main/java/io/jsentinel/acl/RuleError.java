package io.jsentinel.acl;

/** Why a rule cannot be applied, in the words of Redis. */
enum RuleError {
    SYNTAX("Syntax error"),
    UNKNOWN_COMMAND("Unknown command or category name in ACL"),
    FIRST_ARGUMENT_OF_SUBCOMMAND("Allowing first-arg of a subcommand is not supported"),
    KEYS_AFTER_ALL("Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any"
            + " effect. Try 'resetkeys' to start with an empty list of patterns"),
    CHANNELS_AFTER_ALL("Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have"
            + " any effect. Try 'resetchannels' to start with an empty list of channels"),
    NO_SUCH_PASSWORD("The password you are trying to remove from the user does not exist"),
    BAD_HASH("The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters"),
    TOO_MANY("More than " + User.MAX_PARTS + " passwords, patterns and selectors");

    private final String text;

    RuleError(String text) {
        this.text = text;
    }

    /** The sentence for people. */
    String text() {
        return text;
    }
}
