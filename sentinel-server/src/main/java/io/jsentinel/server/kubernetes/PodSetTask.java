package io.jsentinel.server.kubernetes;

import io.jsentinel.server.json.Json;
import java.util.function.IntConsumer;

/** The StatefulSet that our pod belongs to: how many pods it shall have. */
final class PodSetTask extends ApiTask {

    private static final long PERIOD_MILLIS = 5_000;
    private static final int MAX_REPLICAS = 10_000;

    private final String path;
    private final IntConsumer replicas;

    /**
     * A task that does not run yet.
     *
     * @param path of the set in the API
     * @param replicas hears at each reading how many pods are wanted, 0 or more
     */
    PodSetTask(Tools tools, String path, IntConsumer replicas) {
        super(tools);
        this.path = path;
        this.replicas = replicas;
    }

    @Override
    protected void look() {
        send(new ApiCall("get", "statefulsets", path, ""), answer -> {
            // A set that does not say it has one pod: that is the API's default.
            long wanted = Json.numberAt(answer.body(), "spec", "replicas").orElse(1L);
            replicas.accept((int) Math.max(0, Math.min(MAX_REPLICAS, wanted)));
            rest();
        });
    }

    @Override
    protected String meaning() {
        return "how many pods the set has is known from the configuration only";
    }

    @Override
    protected long periodMillis() {
        return PERIOD_MILLIS;
    }
}
