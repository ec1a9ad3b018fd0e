package io.jsentinel.sim;

import io.jsentinel.step.Batch;
import io.jsentinel.step.Input;
import java.util.Optional;

/**
 * One step of a core: what came in, what it wants done. It is told before anything of that is carried out.
 *
 * @param by whose core
 * @param millis the moment, on the clock of that sentinel
 * @param input what came; absent = its first step, at a start
 * @param batch what it wants done
 * @param underWayMillis how long the input was under way, of one that came over a connection
 */
public record SimStep(SimSentinel by, long millis, Optional<Input> input, Batch batch, long underWayMillis) {

    /** A step whose input was not under way. */
    public SimStep(SimSentinel by, long millis, Optional<Input> input, Batch batch) {
        this(by, millis, input, batch, 0);
    }

    /** When the input was sent, on the clock of that sentinel. */
    public long sentMillis() {
        return millis - underWayMillis;
    }
}
