package io.jsentinel.server.kubernetes;

import io.jsentinel.server.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes events of Kubernetes about our pod. What happens again while it waits is written once, with its count; at most
 * one event is written each second, and at most {@link #MAX_WAITING} kinds wait.
 */
final class EventTask extends ApiTask {

    /** The most kinds of events that wait; further ones are dropped, and their number is told in the next. */
    static final int MAX_WAITING = 32;

    /** The longest message, as Kubernetes has it. */
    static final int MAX_MESSAGE = 1024;

    private static final long PERIOD_MILLIS = 1_000;

    private final Subject subject;
    private final Supplier<Instant> clock;
    private final Map<Told, Long> waiting = new LinkedHashMap<>();
    private String uid = "";
    private long dropped;
    private boolean isIdle = true;

    /**
     * Whom events are about.
     *
     * @param namespace the namespace
     * @param pod the pod's name
     */
    record Subject(String namespace, String pod) {}

    /** What is told. */
    private record Told(String reason, String message, boolean isWarning) {}

    /**
     * A task with nothing to write.
     *
     * @param clock the time of day, which events are stamped with
     */
    EventTask(Tools tools, Subject subject, Supplier<Instant> clock) {
        super(tools);
        this.subject = subject;
        this.clock = clock;
    }

    /** The pod's identity in the cluster, by which {@code kubectl describe} finds its events. */
    void podIs(String known) {
        uid = known;
    }

    /**
     * Has an event written soon.
     *
     * @param reason a word in CamelCase
     * @param message one line for people
     * @param isWarning whether somebody should look
     */
    void write(String reason, String message, boolean isWarning) {
        String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        Told told = new Told(reason, cut, isWarning);
        if (!waiting.containsKey(told) && waiting.size() >= MAX_WAITING) {
            dropped++;
            return;
        }
        waiting.merge(told, 1L, Long::sum);
        if (isIdle) {
            isIdle = false;
            lookNow();
        }
    }

    @Override
    protected void look() {
        if (waiting.isEmpty()) {
            isIdle = true;
            sleep();
            return;
        }
        Told first = waiting.keySet().iterator().next();
        long count = waiting.get(first);
        String path = "/api/v1/namespaces/" + subject.namespace() + "/events";
        long unwritten = dropped;
        send(new ApiCall("create", "events", path, body(first, count)), answer -> {
            forget(first, count);
            dropped -= unwritten;
            rest();
        });
    }

    /** What was written is written; what was added of the same kind meanwhile waits on. */
    private void forget(Told written, long count) {
        waiting.computeIfPresent(written, (told, now) -> now > count ? now - count : null);
    }

    private String body(Told told, long count) {
        Instant now = clock.get().truncatedTo(ChronoUnit.SECONDS);
        String more = dropped == 0 ? "" : " (" + dropped + " other events were not written)";
        Map<String, Object> about = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "namespace",
                subject.namespace(),
                "name",
                subject.pod(),
                "uid",
                uid.isEmpty() ? null : uid);
        String name = subject.pod() + "."
                + Long.toHexString(System.nanoTime() ^ clock.get().toEpochMilli() << 20);
        return Json.text(Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Event",
                "metadata",
                Json.object("name", name, "namespace", subject.namespace()),
                "involvedObject",
                about,
                "reason",
                told.reason(),
                "message",
                told.message() + more,
                "type",
                told.isWarning() ? "Warning" : "Normal",
                "count",
                count,
                "firstTimestamp",
                now.toString(),
                "lastTimestamp",
                now.toString(),
                "source",
                Json.object("component", "jsentinel"),
                "reportingComponent",
                "jsentinel.io/sidecar",
                "reportingInstance",
                subject.pod()));
    }

    @Override
    protected boolean refused(ApiCall call, ApiAnswer answer) {
        boolean isHopeless = answer.code() == ApiAnswer.FORBIDDEN || answer.code() == ApiAnswer.NOT_FOUND;
        if (isHopeless || answer.code() == ApiAnswer.CONFLICT) {
            // Nobody will want old news when the right to tell them comes.
            waiting.remove(waiting.keySet().iterator().next());
        }
        return false;
    }

    @Override
    protected String meaning() {
        return "what happens is not written as events";
    }

    @Override
    protected long periodMillis() {
        return PERIOD_MILLIS;
    }
}
