package io.jsentinel.script;

import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Script;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scripts that run or wait, oldest first: which is run when, how often, and how long. Source: Redis docs,
 * "sentinel.conf", scripts execution.
 */
public final class ScriptQueue {

    /** The most scripts that run or wait; of those that wait the oldest makes room. */
    static final int MAX_QUEUED = 256;

    /** The most scripts that run at once. */
    static final int MAX_RUNNING = 16;

    /** How often a script is run that fails again and again. */
    static final int MAX_RUNS = 10;

    /** What a script returns that wants to be run again. */
    private static final int TRY_AGAIN = 1;

    private final TreeMap<Long, ScriptJob> jobs = new TreeMap<>();
    private long lastNumber;
    private long nextLookMillis = Long.MAX_VALUE;

    /** The scripts that run or wait, oldest first. */
    public Collection<ScriptJob> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    /** How many scripts run. */
    public int runningCount() {
        return (int) jobs.values().stream().filter(ScriptJob::isRunning).count();
    }

    /** When the queue must be advanced again at the latest; {@link Long#MAX_VALUE} for never. */
    public long nextLookMillis() {
        return nextLookMillis;
    }

    /** Takes in what the rules of this step wanted to run, starts what may run, and kills what has run for too long. */
    public void advance(Timing timing, Outbox out) {
        for (Script script : out.drainScripts()) {
            add(script, out.nowMillis());
        }
        nextLookMillis = Long.MAX_VALUE;
        if (!jobs.isEmpty()) {
            startDue(out);
            killOverdue(timing.scriptMaxRuntimeMillis(), out);
        }
    }

    private void add(Script script, long nowMillis) {
        long number = ++lastNumber;
        jobs.put(number, new ScriptJob(number, script, nowMillis));
        if (jobs.size() > MAX_QUEUED) {
            jobs.values().stream()
                    .filter(job -> !job.isRunning())
                    .findFirst()
                    .map(ScriptJob::number)
                    .ifPresent(jobs::remove);
        }
    }

    private void startDue(Outbox out) {
        int free = MAX_RUNNING - runningCount();
        for (ScriptJob job : jobs.values()) {
            if (free == 0) {
                // The end of one that runs is a step of its own, in which the next is started.
                return;
            }
            if (job.isRunning()) {
                continue;
            }
            if (job.notBeforeMillis() <= out.nowMillis()) {
                job.starts(out.nowMillis());
                out.add(new Effect.StartScript(job.number(), job.argv()));
                free--;
            } else {
                nextLookMillis = Math.min(nextLookMillis, job.notBeforeMillis());
            }
        }
    }

    private void killOverdue(long maxRuntimeMillis, Outbox out) {
        for (ScriptJob job : jobs.values()) {
            long overdueMillis = job.overdueMillis(maxRuntimeMillis);
            if (overdueMillis <= out.nowMillis()) {
                job.killed();
                out.announce(EventType.SCRIPT_TIMEOUT, path(job) + " " + job.pid());
                out.add(new Effect.KillScript(job.number()));
            } else {
                nextLookMillis = Math.min(nextLookMillis, overdueMillis);
            }
        }
    }

    /** A script runs: its time counts from now. */
    public void onStarted(Input.ScriptStarted input, Outbox out) {
        running(input.job()).ifPresent(job -> {
            job.started(input.pid(), out.nowMillis());
            out.announce(EventType.SCRIPT_CHILD, Long.toString(input.pid()));
        });
    }

    /** A script ended: it is done, or has failed for good, or is run again later. */
    public void onEnded(Input.ScriptEnded input, Timing timing, Outbox out) {
        running(input.job()).ifPresent(job -> {
            if (job.pid() != 0) {
                out.announce(EventType.SCRIPT_CHILD_ENDED, job.pid() + " " + input.exitCode() + " " + input.signal());
            }
            boolean passing = input.signal() != 0 || input.exitCode() == TRY_AGAIN;
            if (passing && job.runs() < MAX_RUNS) {
                job.retryAt(retryMillis(job.runs(), timing.scriptRetryDelayMillis(), out.nowMillis()));
                return;
            }
            jobs.remove(job.number());
            if (input.signal() != 0 || input.exitCode() != 0) {
                out.announce(EventType.SCRIPT_ERROR, path(job) + " " + input.signal() + " " + input.exitCode());
            }
        });
    }

    private Optional<ScriptJob> running(long number) {
        return Optional.ofNullable(jobs.get(number)).filter(ScriptJob::isRunning);
    }

    /** When a script is run again after that many runs: the delay doubles, and people may set an absurd one. */
    private static long retryMillis(int runs, long firstDelayMillis, long nowMillis) {
        int doublings = runs - 1;
        long limit = (Long.MAX_VALUE - nowMillis) >> doublings;
        return nowMillis + (Math.min(firstDelayMillis, limit) << doublings);
    }

    private static String path(ScriptJob job) {
        return job.argv().get(0);
    }
}
