package io.jsentinel;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import java.util.List;

/** What a step told the outside, as short texts. */
public final class Told {

    private Told() {}

    /** The events, as subscribers see them: the type, a blank and the payload. */
    public static List<String> events(Batch batch) {
        return batch.effects().stream()
                .filter(Effect.Announce.class::isInstance)
                .map(effect -> ((Effect.Announce) effect).event().toString())
                .toList();
    }

    /** The events since the last call. */
    public static List<String> events(Outbox out) {
        return events(out.finish(0));
    }

    /** The types of the events. */
    public static List<String> channels(Batch batch) {
        return events(batch).stream().map(event -> event.split(" ", 2)[0]).toList();
    }

    /** The answers to clients, whoever they are. */
    public static List<Resp> answers(Batch batch) {
        return batch.effects().stream()
                .filter(Effect.Reply.class::isInstance)
                .map(effect -> ((Effect.Reply) effect).answer())
                .toList();
    }

    /** What was sent to nodes. */
    public static List<Request> requests(Batch batch) {
        return batch.effects().stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).request())
                .toList();
    }
}
