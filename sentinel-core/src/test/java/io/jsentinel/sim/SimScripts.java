package io.jsentinel.sim;

import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The scripts of a sentinel: processes that do nothing but end after a while, in the way that a test wants. */
public final class SimScripts {

    private static final int SIGKILL = 9;

    private final SimSentinel sentinel;
    private final List<String> runs = new ArrayList<>();
    private final TreeSet<Long> running = new TreeSet<>();
    private long takesMillis = 20;
    private int exitCode;
    private long lastPid = 1000;

    public SimScripts(SimSentinel sentinel) {
        this.sentinel = sentinel;
    }

    /** From now on scripts take that long and return that. */
    public void end(long afterMillis, int code) {
        takesMillis = afterMillis;
        exitCode = code;
    }

    /** The scripts that were run, with their arguments, in order. */
    public List<String> runs() {
        return List.copyOf(runs);
    }

    public void start(Effect.StartScript effect) {
        runs.add(String.join(" ", effect.argv()));
        running.add(effect.job());
        int code = exitCode;
        sentinel.later(1, () -> sentinel.take(new Input.ScriptStarted(effect.job(), ++lastPid)));
        sentinel.later(1 + takesMillis, () -> end(effect.job(), code, 0));
    }

    public void kill(Effect.KillScript effect) {
        end(effect.job(), 0, SIGKILL);
    }

    private void end(long job, int code, int signal) {
        if (running.remove(job)) {
            sentinel.later(0, () -> sentinel.take(new Input.ScriptEnded(job, code, signal)));
        }
    }
}
