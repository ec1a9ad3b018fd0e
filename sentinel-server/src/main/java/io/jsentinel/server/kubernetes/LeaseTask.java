package io.jsentinel.server.kubernetes;

import io.jsentinel.pod.LeaseState;
import io.jsentinel.server.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The lease that says which pod may take writes. It is taken and renewed by comparing and setting its resource version, so
 * that two pods can never both believe that they took it. Whether somebody else's lease is over is judged by our own
 * monotonic clock, from the moment that we first saw its last change: clocks of other machines count for nothing.
 */
final class LeaseTask extends ApiTask {

    /** The form that the API demands of these times. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private final Terms terms;
    private final Supplier<Instant> clock;
    private final LongSupplier nanoTime;
    private final Consumer<LeaseState> listener;
    private boolean isWanted;
    private LeaseState state = LeaseState.UNKNOWN;

    /** The version that we saw last, and when we saw it first. */
    private String seenVersion = "";

    private long seenNanos;

    /** Until when what we renewed last lasts; before any renewal, the past. */
    private long heldUntilNanos;

    /** When the request that is under way was sent: a lease counts from there, however long the answer takes. */
    private long askedNanos;

    /**
     * What the lease is.
     *
     * @param namespace its namespace
     * @param name its name
     * @param holder who we are, a pod's name
     * @param durationMillis how long it lasts after each renewal
     */
    record Terms(String namespace, String name, String holder, long durationMillis) {

        String collection() {
            return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
        }
    }

    /** The clocks of a machine. */
    record Clocks(Supplier<Instant> timeOfDay, LongSupplier nanoTime) {}

    /**
     * A task that does not want the lease yet.
     *
     * @param listener hears whether we hold it, whenever that changes
     */
    LeaseTask(Tools tools, Terms terms, Clocks clocks, Consumer<LeaseState> listener) {
        super(tools);
        this.terms = terms;
        this.clock = clocks.timeOfDay();
        this.nanoTime = clocks.nanoTime();
        this.listener = listener;
        this.heldUntilNanos = nanoTime.getAsLong() - 1;
    }

    /** Has the lease taken and kept, or given back. */
    void want(boolean wanted) {
        if (wanted != isWanted) {
            isWanted = wanted;
            lookNow();
        }
    }

    /** Looks whether what was held is over by now; whoever drives this calls it at least every second. */
    void checkTerm() {
        if (state == LeaseState.HELD && nanoTime.getAsLong() - heldUntilNanos >= 0) {
            become(LeaseState.UNKNOWN);
        }
    }

    @Override
    protected void look() {
        if (!isWanted && state != LeaseState.HELD) {
            become(LeaseState.UNKNOWN);
            rest();
            return;
        }
        askedNanos = nanoTime.getAsLong();
        send(new ApiCall("get", "leases", terms.collection() + "/" + terms.name(), ""), this::judge);
    }

    private void judge(ApiAnswer lease) {
        String holder = lease.text("spec", "holderIdentity").orElse("");
        String version = lease.text("metadata", "resourceVersion").orElse("");
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenNanos = nanoTime.getAsLong();
        }
        if (!isWanted) {
            giveBack(lease, holder);
        } else if (holder.isEmpty() || holder.equals(terms.holder()) || isOver(lease)) {
            update(lease, terms.holder());
        } else {
            become(LeaseState.LOST);
            rest();
        }
    }

    private boolean isOver(ApiAnswer lease) {
        long seconds =
                Json.numberAt(lease.body(), "spec", "leaseDurationSeconds").orElse(0L);
        long theirMillis = Math.max(terms.durationMillis(), Math.min(3_600, seconds) * 1_000);
        return nanoTime.getAsLong() - seenNanos >= theirMillis * 1_000_000;
    }

    private void giveBack(ApiAnswer lease, String holder) {
        become(LeaseState.UNKNOWN);
        if (holder.equals(terms.holder())) {
            update(lease, "");
        } else {
            rest();
        }
    }

    private void update(ApiAnswer lease, String holder) {
        Map<String, Object> changed = new LinkedHashMap<>();
        changed.put("apiVersion", "coordination.k8s.io/v1");
        changed.put("kind", "Lease");
        // All of it, its resource version above all: without that the API would not compare.
        Json.at(lease.body(), "metadata").ifPresent(metadata -> changed.put("metadata", metadata));
        boolean isOurs = lease.text("spec", "holderIdentity").equals(Optional.of(terms.holder()));
        long turns = Json.numberAt(lease.body(), "spec", "leaseTransitions").orElse(0L);
        Optional<String> since = lease.text("spec", "acquireTime").filter(time -> isOurs);
        changed.put("spec", spec(holder, isOurs ? turns : turns + 1, since));
        String path = terms.collection() + "/" + terms.name();
        send(new ApiCall("update", "leases", path, Json.text(changed)), this::taken);
    }

    private void create() {
        askedNanos = nanoTime.getAsLong();
        Map<String, Object> lease = Json.object(
                "apiVersion",
                "coordination.k8s.io/v1",
                "kind",
                "Lease",
                "metadata",
                Json.object("name", terms.name(), "namespace", terms.namespace()),
                "spec",
                spec(terms.holder(), 0, Optional.empty()));
        send(new ApiCall("create", "leases", terms.collection(), Json.text(lease)), this::taken);
    }

    private Map<String, Object> spec(String holder, long turns, Optional<String> since) {
        String now = MICROS.format(clock.get().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        return Json.object(
                "holderIdentity", holder,
                "leaseDurationSeconds", Math.max(1, terms.durationMillis() / 1_000),
                "acquireTime", since.orElse(now),
                "renewTime", now,
                "leaseTransitions", turns);
    }

    private void taken(ApiAnswer lease) {
        seenVersion = lease.text("metadata", "resourceVersion").orElse("");
        seenNanos = nanoTime.getAsLong();
        boolean isOurs = lease.text("spec", "holderIdentity").equals(Optional.of(terms.holder()));
        heldUntilNanos = isOurs ? askedNanos + terms.durationMillis() * 1_000_000 : seenNanos - 1;
        become(isOurs && isWanted ? LeaseState.HELD : LeaseState.UNKNOWN);
        checkTerm();
        rest();
    }

    @Override
    protected boolean refused(ApiCall call, ApiAnswer answer) {
        if (answer.code() == ApiAnswer.NOT_FOUND && call.verb().equals("get") && isWanted) {
            create();
            return true;
        }
        // After a conflict, too, it is read again: whether somebody took the lease or only noted something on it.
        return false;
    }

    private void become(LeaseState next) {
        if (next != state) {
            state = next;
            listener.accept(next);
        }
    }

    @Override
    protected String meaning() {
        return "the lease of the master is not renewed";
    }

    @Override
    protected long longestWaitMillis() {
        return periodMillis();
    }

    /** Three tries fit into a term. */
    @Override
    protected long periodMillis() {
        return Math.max(200, terms.durationMillis() / 3);
    }
}
