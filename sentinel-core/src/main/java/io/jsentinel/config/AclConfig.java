package io.jsentinel.config;

import java.util.List;

/**
 * Who may use this process, as the configuration says it: {@code user} lines or a file, and what goes with them.
 *
 * @param users the {@code user} lines; not checked yet, because the rules know commands and this package does not
 * @param file the path of {@code aclfile}, relative to {@code dir}; empty for none
 * @param allChannelsByDefault whether new users may use all channels: {@code acl-pubsub-default allchannels}
 * @param logMaxEntries how many denials ACL LOG keeps
 */
public record AclConfig(List<UserLine> users, String file, boolean allChannelsByDefault, long logMaxEntries) {

    /** No users, no file, and a log of 128 entries. */
    public static final AclConfig DEFAULT = new AclConfig(List.of(), "", false, 128);

    public AclConfig {
        users = List.copyOf(users);
    }

    /** The same with other {@code user} lines. */
    public AclConfig withUsers(List<UserLine> lines) {
        return new AclConfig(lines, file, allChannelsByDefault, logMaxEntries);
    }

    /**
     * A {@code user} line.
     *
     * @param line where it stands
     * @param words its words, {@code user} first and the name second
     */
    public record UserLine(ConfLine line, List<String> words) {

        public UserLine {
            words = List.copyOf(words);
        }

        /** The user's name. */
        public String name() {
            return words.get(1);
        }

        /** The rules behind the name. */
        public List<String> rules() {
            return words.subList(2, words.size());
        }

        /** Never shows the rules: a password may be among them. */
        @Override
        public String toString() {
            return "UserLine[" + line.file() + ":" + line.number() + "]";
        }
    }
}
