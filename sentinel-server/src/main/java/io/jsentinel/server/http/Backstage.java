package io.jsentinel.server.http;

import io.jsentinel.resp.Resp;
import io.jsentinel.server.metrics.Readings;
import io.jsentinel.status.Status;
import io.jsentinel.step.Effect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The daemon behind the pages. {@link #drain} may be called from anywhere, everything else on the event loop only. */
public interface Backstage {

    /** A picture of everything, as it is now. */
    Status status();

    /** What metrics are made of, as it is now. */
    Readings readings();

    /**
     * Carries out a command as if a client that may do everything had sent it.
     *
     * @param words the command's words
     * @param answer hears the answer, on the event loop, once
     */
    void command(List<String> words, Consumer<Resp> answer);

    /**
     * Finishes what must be finished before this process, or the pod that it is in, ends.
     *
     * @param budgetMillis how long that may take
     * @return what came of it, on the event loop
     */
    CompletableFuture<Effect.Drained> drain(long budgetMillis);
}
