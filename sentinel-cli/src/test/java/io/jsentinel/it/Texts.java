package io.jsentinel.it;

import io.jsentinel.testkit.Reply;
import java.util.stream.Collectors;

/** Answers as short texts. */
final class Texts {

    private Texts() {}

    /** The values of an answer without their wire form: lists in brackets, errors with a minus, absence as a word. */
    static String of(Reply reply) {
        if (reply instanceof Reply.Error error) {
            return "-" + error.message();
        }
        if (reply.isNull()) {
            return "nothing";
        }
        return reply instanceof Reply.Text || reply instanceof Reply.Int
                ? reply.asText()
                : reply.asList().stream().map(Texts::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
