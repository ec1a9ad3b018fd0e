package io.jsentinel.server.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests there were, and when the labels were last as they should be. Any thread may read it. */
public final class ApiCounters {

    /**
     * What is counted together.
     *
     * @param verb what was done, as a Role names it
     * @param resource to what
     * @param code the status of HTTP, 0 for no answer
     */
    public record Kind(String verb, String resource, int code) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byVerb = verb.compareTo(other.verb);
            int byResource = byVerb != 0 ? byVerb : resource.compareTo(other.resource);
            return byResource != 0 ? byResource : Integer.compare(code, other.code);
        }
    }

    /** The most kinds that are told apart; an API that answers with ever new codes counts under 0 then. */
    static final int MAX_KINDS = 200;

    private final Map<Kind, AtomicLong> requests = new ConcurrentSkipListMap<>();

    /** Counts a request. */
    void count(ApiCall call, int code) {
        Kind kind = new Kind(call.verb(), call.resource(), code);
        boolean isFull = requests.size() >= MAX_KINDS && !requests.containsKey(kind);
        Kind counted = isFull ? new Kind(call.verb(), call.resource(), ApiAnswer.NONE) : kind;
        requests.computeIfAbsent(counted, unseen -> new AtomicLong()).incrementAndGet();
    }

    /** How many requests there were of each kind: {@code redis_sentinel_kubernetes_requests_total}. */
    public Map<Kind, Long> requests() {
        Map<Kind, Long> counts = new TreeMap<>();
        requests.forEach((kind, count) -> counts.put(kind, count.get()));
        return counts;
    }
}
