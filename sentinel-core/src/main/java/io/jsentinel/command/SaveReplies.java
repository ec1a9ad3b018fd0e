package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients whose command is answered when the state that it made is on disk, or could not be saved. A disk that
 * fails costs votes and changes, but nobody waits for ever.
 */
public final class SaveReplies {

    private static final Resp NOT_SAVED = Resp.error("Failed to save config file. Check server logs.");

    /**
     * How long a vote request waits for a slow disk. Answers keep the order of the requests, so the pings of the same
     * sentinel wait behind it; it asks again, and gets the saved vote then.
     */
    static final long VOTE_PATIENCE_MILLIS = 200;

    private record Waiting(long client, long stateNumber, long untilMillis, Resp ifSaved, Resp ifNot) {}

    private final List<Waiting> waiting = new ArrayList<>();

    /** Answers a client with OK when a state is saved, or with an error when it could not be. */
    void replyWhenSaved(long client, long stateNumber) {
        waiting.add(new Waiting(client, stateNumber, Long.MAX_VALUE, Resp.OK, NOT_SAVED));
    }

    /**
     * Answers a client that asked for our vote.
     *
     * @param client whom
     * @param vote the state that has it, and the answer that tells of it
     * @param ifNot the answer when it could not be saved, or not soon: tells nothing of it
     */
    void replyWithVote(long client, SavedVote vote, Resp ifNot, Outbox out) {
        long until = out.nowMillis() + VOTE_PATIENCE_MILLIS;
        waiting.add(new Waiting(client, vote.stateNumber(), until, vote.answer(), ifNot));
    }

    /** A vote that must be on disk before it is told. */
    record SavedVote(long stateNumber, Resp answer) {}

    /** Answers those who must not wait any longer. */
    public void expire(Outbox out) {
        if (nextLookMillis() > out.nowMillis()) {
            return;
        }
        waiting.removeIf(next -> {
            boolean late = next.untilMillis() <= out.nowMillis();
            if (late) {
                out.reply(next.client(), next.ifNot());
            }
            return late;
        });
    }

    /** When the first one must not wait any longer. */
    public long nextLookMillis() {
        long first = Long.MAX_VALUE;
        for (Waiting next : waiting) {
            first = Math.min(first, next.untilMillis());
        }
        return first;
    }

    /** All states up to this one are on disk. */
    public void onSaved(long stateNumber, Outbox out) {
        answered(stateNumber).forEach(next -> out.reply(next.client(), next.ifSaved()));
    }

    /** This state could not be saved; the change stays in memory. */
    public void onSaveFailed(long stateNumber, Outbox out) {
        answered(stateNumber).forEach(next -> out.reply(next.client(), next.ifNot()));
    }

    /** Takes out whoever waits for a state up to this one: who asks for a vote may wait for an older one than others. */
    private List<Waiting> answered(long stateNumber) {
        List<Waiting> answered =
                waiting.stream().filter(w -> w.stateNumber() <= stateNumber).toList();
        waiting.removeIf(w -> w.stateNumber() <= stateNumber);
        return answered;
    }
}
