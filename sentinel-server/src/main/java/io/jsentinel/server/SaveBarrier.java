package io.jsentinel.server;

import io.jsentinel.step.Batch.Due;
import io.jsentinel.step.Effect;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Holds back what rests on a state that is not on disk yet. Runs on the event loop. */
final class SaveBarrier {

    /**
     * The most effects that wait. A disk that fails for long makes hellos pile up; the oldest are worth least, for
     * each is repeated after seconds.
     */
    static final int MAX_WAITING = 100_000;

    private final ArrayDeque<Due> waiting = new ArrayDeque<>();
    private final Consumer<Effect> runner;
    private long savedNumber;

    SaveBarrier(Consumer<Effect> runner) {
        this.runner = runner;
    }

    /** Carries an effect out now, or when its state is saved. */
    void pass(Due due) {
        if (due.afterState() <= savedNumber) {
            runner.accept(due.effect());
            return;
        }
        if (waiting.size() == MAX_WAITING) {
            waiting.poll();
        }
        waiting.add(due);
    }

    /** All states up to this one are on disk: what waited for them is carried out, in its order. */
    void saved(long stateNumber) {
        savedNumber = Math.max(savedNumber, stateNumber);
        for (int left = waiting.size(); left > 0; left--) {
            Due due = waiting.poll();
            if (due.afterState() <= savedNumber) {
                runner.accept(due.effect());
            } else {
                waiting.add(due);
            }
        }
    }

    /** How many effects wait. */
    int size() {
        return waiting.size();
    }
}
