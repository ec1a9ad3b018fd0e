package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;

/** The directives about users, collected line by line. */
final class AclDirectives {

    /** The most denials that are kept, whatever is asked for: each takes some hundred bytes. */
    private static final long MAX_LOG_ENTRIES = 100_000;

    private final List<AclConfig.UserLine> users = new ArrayList<>();
    private String file = AclConfig.DEFAULT.file();
    private boolean allChannelsByDefault = AclConfig.DEFAULT.allChannelsByDefault();
    private long logMaxEntries = AclConfig.DEFAULT.logMaxEntries();

    /** Takes a directive with one value, which is of its type; one about something else changes nothing. */
    void apply(String name, String value) {
        switch (name) {
            case "aclfile" -> file = value;
            case "acl-pubsub-default" -> allChannelsByDefault = value.equalsIgnoreCase("allchannels");
            case "acllog-max-len" -> logMaxEntries = Math.min(ConfNumbers.lenient(value), MAX_LOG_ENTRIES);
            default -> {
                // About something else.
            }
        }
    }

    /** Takes a line that is no setting; one that is about no user changes nothing. */
    void applySpecial(ConfLine line, List<String> words) {
        if (words.get(0).equals("user")) {
            users.add(new AclConfig.UserLine(line, words));
        }
    }

    AclConfig toConfig() {
        return new AclConfig(users, file, allChannelsByDefault, logMaxEntries);
    }
}
