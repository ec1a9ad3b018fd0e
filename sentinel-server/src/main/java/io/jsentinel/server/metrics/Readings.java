package io.jsentinel.server.metrics;

import io.jsentinel.server.kubernetes.ApiCounters;
import io.jsentinel.status.Status;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What metrics are made of, all of one moment.
 *
 * @param status what this sentinel knows
 * @param info the text of INFO
 * @param loopLag how late the event loop woke
 * @param lookups how host names were looked up
 * @param apiRequests how many requests of each kind went to the Kubernetes API; empty where it is not used
 */
public record Readings(
        Status status,
        String info,
        Distribution.Sample loopLag,
        Lookups lookups,
        Map<ApiCounters.Kind, Long> apiRequests) {

    public Readings {
        apiRequests = Collections.unmodifiableMap(new TreeMap<>(apiRequests));
    }

    /** Readings where the Kubernetes API is not used. */
    public Readings(Status status, String info, Distribution.Sample loopLag, Lookups lookups) {
        this(status, info, loopLag, lookups, Map.of());
    }

    /**
     * Questions for addresses of host names.
     *
     * @param found how many had an answer with addresses
     * @param empty how many had none, or none in time
     * @param durations how long they took
     */
    public record Lookups(long found, long empty, Distribution.Sample durations) {}
}
