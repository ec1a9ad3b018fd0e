package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import java.util.ArrayDeque;

/** The clients whose command is answered when the state that it made is on disk, or could not be saved. */
public final class SaveReplies {

    private static final Resp NOT_SAVED = Resp.error("Failed to save config file. Check server logs.");

    private record Waiting(long client, long stateNumber) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** Answers a client when a state is saved. */
    void replyWhenSaved(long client, long stateNumber) {
        waiting.add(new Waiting(client, stateNumber));
    }

    /** All states up to this one are on disk. */
    public void onSaved(long stateNumber, Outbox out) {
        answer(stateNumber, Resp.OK, out);
    }

    /** This state could not be saved; the change stays in memory. */
    public void onSaveFailed(long stateNumber, Outbox out) {
        answer(stateNumber, NOT_SAVED, out);
    }

    private void answer(long stateNumber, Resp answer, Outbox out) {
        while (!waiting.isEmpty() && waiting.peek().stateNumber() <= stateNumber) {
            out.reply(waiting.poll().client(), answer);
        }
    }
}
