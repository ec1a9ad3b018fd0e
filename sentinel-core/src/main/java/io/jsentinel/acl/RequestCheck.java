package io.jsentinel.acl;

import io.jsentinel.acl.Denial.Reason;
import io.jsentinel.command.CommandSpec;
import java.util.List;
import java.util.Optional;

/** Which channels a request uses, and whether a selector allows all of it. */
final class RequestCheck {

    private RequestCheck() {}

    /** Why the selector does not allow the request; nothing when it does. */
    static Optional<Denial> denial(Selector selector, CommandSpec command, List<String> words) {
        if (!selector.allows(command, words)) {
            return Optional.of(new Denial(Reason.COMMAND, command.fullName(), 0));
        }
        boolean literally = command.fullName().equals("psubscribe");
        int end = channelsEnd(command.fullName(), words.size());
        for (int i = 1; i < end; i++) {
            if (!selector.allowsChannel(words.get(i), literally)) {
                return Optional.of(new Denial(Reason.CHANNEL, words.get(i), i));
            }
        }
        return Optional.empty();
    }

    /** The word behind the last channel; the first channel is the word behind the command. Leaving needs no right. */
    private static int channelsEnd(String fullName, int words) {
        return switch (fullName) {
            case "subscribe", "psubscribe" -> words;
            case "publish" -> Math.min(2, words);
            default -> 0;
        };
    }
}
