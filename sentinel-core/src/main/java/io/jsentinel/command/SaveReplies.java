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

    private record Waiting(long client, long stateNumber, Resp ifSaved, Resp ifNot) {}

    private final List<Waiting> waiting = new ArrayList<>();

    /** Answers a client with OK when a state is saved, or with an error when it could not be. */
    void replyWhenSaved(long client, long stateNumber) {
        waiting.add(new Waiting(client, stateNumber, Resp.OK, NOT_SAVED));
    }

    /**
     * Answers a client by what became of the state that the answer tells of.
     *
     * @param client whom
     * @param stateNumber the state
     * @param ifSaved when it is on disk
     * @param ifNot when it could not be saved: an answer that tells nothing of it
     */
    void replyBySave(long client, long stateNumber, Resp ifSaved, Resp ifNot) {
        waiting.add(new Waiting(client, stateNumber, ifSaved, ifNot));
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
