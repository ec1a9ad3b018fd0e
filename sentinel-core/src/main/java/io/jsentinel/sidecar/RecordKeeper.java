package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.pod.RecordText;
import io.jsentinel.step.Effect;
import io.jsentinel.step.KeptFile;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Times;
import java.util.Optional;
import java.util.function.Function;

/** Our own record: taken from what the server says while it has its place, written at most once a second. */
final class RecordKeeper {

    private static final long PERIOD_MILLIS = 1_000;

    private final PodIdentity pod;
    private final long wallAtZero;
    private FreshnessRecord record;
    private FreshnessRecord written;
    private long writtenMillis = Times.NEVER;
    private boolean awaited;

    /**
     * A keeper of what was read at the start.
     *
     * @param wallAtZero what time it was for people when our own clock was at 0
     */
    RecordKeeper(PodIdentity pod, Optional<FreshnessRecord> read, long wallAtZero) {
        this.pod = pod;
        this.wallAtZero = wallAtZero;
        this.record = read.orElse(FreshnessRecord.none(pod));
        this.written = record;
    }

    FreshnessRecord record() {
        return record;
    }

    /** The data are gone: there is nothing that a record could be about. */
    void forget() {
        record = FreshnessRecord.none(pod);
    }

    /**
     * Takes down how fresh the data are.
     *
     * @param redis what the server says, which has its place: it is the master, or connected to it
     * @param master who the master is
     * @param configEpoch under which configuration
     * @param bornOf when a history began, as far as others told; 0 when nobody did
     */
    void observe(LocalRedis redis, Endpoint master, long configEpoch, Function<String, Long> bornOf, long nowMillis) {
        boolean sameHistory =
                record.configEpoch() == configEpoch && record.replid().equals(redis.replid());
        long born = sameHistory && record.bornMillis() > 0 ? record.bornMillis() : bornOf.apply(redis.replid());
        if (born == 0 && redis.isMaster()) {
            born = wallAtZero + nowMillis;
        }
        record = new FreshnessRecord(
                pod,
                configEpoch,
                redis.isMaster(),
                Optional.of(master),
                redis.replid(),
                redis.replid2(),
                born,
                redis.offset(),
                redis.keys(),
                Math.max(0, wallAtZero + nowMillis),
                false);
    }

    /** The pod ends in order. */
    void endsCleanly() {
        if (record.isKnown()) {
            record = new FreshnessRecord(
                    pod,
                    record.configEpoch(),
                    record.wasMaster(),
                    record.master(),
                    record.replid(),
                    record.replid2(),
                    record.bornMillis(),
                    record.offset(),
                    record.keys(),
                    record.wallMillis(),
                    true);
        }
    }

    /** Writes what is due: at once what others would decide otherwise by, else once a second. */
    void advance(Outbox out) {
        if (awaited || record.equals(written) || !isUrgent() && isYoung(out.nowMillis())) {
            return;
        }
        awaited = true;
        written = record;
        writtenMillis = out.nowMillis();
        out.add(new Effect.KeepFile(KeptFile.RECORD, RecordText.format(record)));
    }

    private boolean isUrgent() {
        return record.configEpoch() != written.configEpoch()
                || record.wasMaster() != written.wasMaster()
                || record.bornMillis() != written.bornMillis()
                || record.clean() != written.clean();
    }

    private boolean isYoung(long nowMillis) {
        return nowMillis - writtenMillis < PERIOD_MILLIS;
    }

    /** The text is on disk, or could not be written and is tried again. */
    void onKept(boolean failed) {
        awaited = false;
        if (failed) {
            written = FreshnessRecord.none(pod);
        }
    }
}
