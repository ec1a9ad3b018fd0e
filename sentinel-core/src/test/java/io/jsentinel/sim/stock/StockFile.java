package io.jsentinel.sim.stock;

import io.jsentinel.config.SentinelConfig;
import java.util.Optional;

/** The file of a sentinel of Redis. It is written at once, while nothing else happens; a failure stops nothing. */
public final class StockFile {

    private final StockSentinel owner;
    private Optional<SentinelConfig> content = Optional.empty();
    private boolean failing;
    private long saveMillis;
    private long losses;

    StockFile(StockSentinel owner) {
        this.owner = owner;
    }

    /** What is on disk; absent before the first start, and when it was lost. */
    Optional<SentinelConfig> content() {
        return content;
    }

    /** The file is gone; the next start is like the first. */
    public void lost() {
        content = Optional.empty();
        losses++;
    }

    /** Whether saves fail from now on; what is not written then is lost. */
    public void failing(boolean value) {
        failing = value;
    }

    /** How long the whole process stands still for a save; 0 = for less than anybody sees. */
    public void saveTakes(long millis) {
        saveMillis = millis;
    }

    /** A vote is not on disk any more, as the master that it was about is not. */
    void voteForgotten() {
        losses++;
    }

    /** How often something that had been told was not on disk. */
    public long losses() {
        return losses;
    }

    void write(SentinelConfig state) {
        if (failing) {
            losses++;
            return;
        }
        content = Optional.of(state);
        if (saveMillis > 0) {
            owner.standStill(saveMillis);
        }
    }
}
