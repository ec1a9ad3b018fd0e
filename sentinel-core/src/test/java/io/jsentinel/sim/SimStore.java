package io.jsentinel.sim;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.step.Batch;
import java.util.Optional;

/** The state file of one sentinel and the thread that writes it: one save at a time, the newest state in each. */
public final class SimStore {

    /** The pause after a save that failed. */
    public static final long RETRY_MILLIS = 1_000;

    private final SimSentinel owner;
    private Optional<SentinelConfig> file = Optional.empty();
    private long wanted;
    private long urgent;
    private long saved;
    private boolean busy;
    private boolean waiting;
    private long saveMillis = 2;
    private boolean failing;
    private boolean tearing;
    private Optional<SentinelConfig> underway = Optional.empty();

    public SimStore(SimSentinel owner) {
        this.owner = owner;
    }

    /** What is on disk, if anything ever was. */
    public Optional<SentinelConfig> file() {
        return file;
    }

    /** The file is gone; the next start is like the first. */
    public void lost() {
        file = Optional.empty();
    }

    /** How long a save takes from the next one on. */
    public void saveTakes(long millis) {
        saveMillis = millis;
    }

    /** Whether saves fail from the end of the present one on. */
    public void failing(boolean value) {
        failing = value;
    }

    /**
     * Whether a save that a crash interrupts may have reached the disk all the same, as chance will have it, though nobody
     * was told. Otherwise it never does.
     */
    public void tearing(boolean value) {
        tearing = value;
    }

    /** The process has ended. */
    void crashed() {
        if (tearing && underway.isPresent() && owner.world().random().nextBoolean()) {
            file = underway;
        }
        underway = Optional.empty();
    }

    /** The newest state that was saved since the process began. */
    public long saved() {
        return saved;
    }

    /** Whether nothing is left to save. */
    public boolean isIdle() {
        return !busy && !waiting;
    }

    /** The process has just begun: nothing is being saved, states count from 0. */
    public void restarted() {
        wanted = 0;
        urgent = 0;
        saved = 0;
        busy = false;
        waiting = false;
    }

    /** That state must get to the disk; up to the urgent one at once, the rest within some time. */
    public void want(long stateNumber, long urgentState) {
        wanted = Math.max(wanted, stateNumber);
        urgent = Math.max(urgent, urgentState);
        if (!busy && urgent > saved) {
            save();
        } else if (!busy && wanted > saved && !waiting) {
            waiting = true;
            owner.later(Batch.PATIENCE_MILLIS, this::saveWaiting);
        }
    }

    private void saveWaiting() {
        if (waiting) {
            save();
        }
    }

    private void save() {
        busy = true;
        waiting = false;
        long number = wanted;
        SentinelConfig state = owner.core().state();
        underway = Optional.of(state);
        owner.later(saveMillis, () -> finish(number, state));
    }

    private void finish(long number, SentinelConfig state) {
        if (failing) {
            owner.later(RETRY_MILLIS, this::save);
            owner.onSaveFailed(number);
            return;
        }
        busy = false;
        underway = Optional.empty();
        saved = number;
        file = Optional.of(state);
        owner.onSaved(number);
        want(wanted, urgent);
    }
}
