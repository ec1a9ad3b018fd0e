package io.jsentinel.script;

import io.jsentinel.step.Script;
import java.util.List;

/** A script on its way from the wish to run it to its end. Only its queue changes it. */
public final class ScriptJob {

    private final long number;
    private final Script script;
    private boolean running;
    private boolean killed;
    private long pid;
    private int runs;
    private long startedMillis;
    private long notBeforeMillis;

    ScriptJob(long number, Script script, long nowMillis) {
        this.number = number;
        this.script = script;
        this.notBeforeMillis = nowMillis;
    }

    /** The number by which the server speaks of it; later ones are larger. */
    long number() {
        return number;
    }

    /** Its path as it was configured, and its arguments. */
    public List<String> argv() {
        return script.argv();
    }

    /** Whether it runs now. */
    public boolean isRunning() {
        return running;
    }

    /** The process that runs it, 0 when none does or it has only just been asked for. */
    public long pid() {
        return pid;
    }

    /** How often it was run, this time included. */
    public int runs() {
        return runs;
    }

    /** How long it has been running; only while {@link #isRunning()}. */
    public long runMillis(long nowMillis) {
        return nowMillis - startedMillis;
    }

    /** How long it waits for its next run, 0 when that is due; only while not {@link #isRunning()}. */
    public long delayMillis(long nowMillis) {
        return Math.max(0, notBeforeMillis - nowMillis);
    }

    long notBeforeMillis() {
        return notBeforeMillis;
    }

    /** When it will have run longer than it may; {@link Long#MAX_VALUE} while there is nothing to kill. */
    long overdueMillis(long maxRuntimeMillis) {
        long sum = startedMillis + maxRuntimeMillis + 1;
        return pid == 0 || killed || sum < startedMillis ? Long.MAX_VALUE : sum;
    }

    /** It is run once more. */
    void starts(long nowMillis) {
        running = true;
        runs++;
        startedMillis = nowMillis;
    }

    /** Its process exists. */
    void started(long process, long nowMillis) {
        pid = process;
        startedMillis = nowMillis;
    }

    /** It was told to end. */
    void killed() {
        killed = true;
    }

    /** It failed, and is run again at that moment. */
    void retryAt(long moment) {
        running = false;
        killed = false;
        pid = 0;
        notBeforeMillis = moment;
    }
}
