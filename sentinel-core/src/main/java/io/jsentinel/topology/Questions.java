package io.jsentinel.topology;

import java.util.ArrayDeque;
import java.util.Deque;

/** The questions to one sentinel whose answers are still to come, each with the moment when it was sent. */
final class Questions {

    private record Sent(Object question, long millis) {}

    private final Deque<Sent> unanswered = new ArrayDeque<>();

    void sent(Object question, long nowMillis) {
        if (unanswered.size() == Link.MAX_PENDING) {
            unanswered.remove();
        }
        unanswered.add(new Sent(question, nowMillis));
    }

    void clear() {
        unanswered.clear();
    }

    /**
     * An answer came. Answers come in the order of the questions: what was asked before is not answered any more.
     *
     * @return when that question was sent, or {@link Times#NEVER} when that is not known
     */
    long answered(Object question) {
        // The same object comes back, and many are alike.
        if (unanswered.stream().noneMatch(sent -> sent.question() == question)) {
            return Times.NEVER;
        }
        Sent sent = unanswered.remove();
        while (sent.question() != question) {
            sent = unanswered.remove();
        }
        return sent.millis();
    }
}
