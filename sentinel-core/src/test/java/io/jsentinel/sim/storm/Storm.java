package io.jsentinel.sim.storm;

import io.jsentinel.sim.Moments;
import io.jsentinel.sim.Play;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimWriter;
import io.jsentinel.sim.check.Check;
import io.jsentinel.sim.check.StormView;
import io.jsentinel.sim.check.Violation;
import java.util.List;
import java.util.Optional;

/**
 * One run of a plan: the cluster finds itself, the faults happen, all of them end, and then the cluster has to become well
 * within a bound and to stay so without a word.
 */
public final class Storm {

    /** What a violation of the last promises calls them. */
    private static final String WELL = "becomes-well";

    private static final long STABLE_MILLIS = Moments.minutes(3);
    private static final long SAMPLE_MILLIS = 100;

    /** How long all must be well to be so not only between two troubles. */
    private static final long LASTING_MILLIS = Moments.seconds(10);

    /** After it has become well, how long sentinels may go on telling what they have found. */
    private static final long AFTERMATH_MILLIS = Moments.seconds(90);

    private final StormPlan plan;
    private final StormOptions options;
    private final SimCluster cluster;
    private final StormTrace trace;
    private final Coverage coverage = new Coverage();
    private final FaultActions actions;
    private final Wellness wellness;
    private final StormView view;
    private final Check[] checks;
    private final Optional<SimWriter> writer;
    private final long beganMillis;
    private long wellMillis = -1;
    private boolean isCalm;

    private Storm(StormPlan plan, StormOptions options) {
        this.plan = plan;
        this.options = options;
        Play play = plan.shape().plan(plan.seed()).start();
        cluster = play.cluster();
        trace = new StormTrace(cluster.world());
        actions = new FaultActions(plan, cluster);
        wellness = new Wellness(plan, cluster);
        view = new StormView(cluster);
        checks = options.checks().get().toArray(new Check[0]);
        writer = plan.shape().isWritten()
                ? Optional.of(new SimWriter(cluster, plan.isPlanned() ? 5 : 100))
                : Optional.empty();
        beganMillis = cluster.world().nowMillis();
    }

    /** Runs a plan. */
    public static StormResult run(StormPlan plan, StormOptions options) {
        Storm storm = new Storm(plan, options);
        Optional<Throwable> failure = Optional.empty();
        try {
            storm.play();
        } catch (RuntimeException | Error failed) {
            failure = Optional.of(failed);
        }
        return storm.result(failure);
    }

    private StormResult result(Optional<Throwable> failure) {
        List<SimRecord.Entry> others = cluster.stockSentinels().isEmpty()
                ? List.of()
                : cluster.world().record().since(0).stream()
                        .filter(e -> cluster.isStock(e.sentinel()))
                        .toList();
        trace.alsoSaid(others);
        coverage.alsoSaid(others);
        return new StormResult(
                plan,
                cluster.world().nowMillis() - beganMillis,
                wellMillis,
                writer.map(SimWriter::count).orElse(0),
                wellMillis < 0 ? 0 : writer.map(this::lost).orElse(0),
                trace.digest(),
                coverage,
                failure,
                failure.isPresent() ? trace.tail() : "");
    }

    private int lost(SimWriter client) {
        return client.lostOn(
                        Wellness.actualMaster(cluster, plan.shape().masters().get(0)))
                .size();
    }

    private void play() {
        cluster.world().onStep(step -> {
            trace.stepped(step);
            coverage.stepped(step);
            for (Check check : checks) {
                check.afterStep(step, view);
            }
        });
        cluster.sentinels().stream().limit(plan.shape().likeRedis()).forEach(s -> s.alwaysFailsOverAsRedis());
        StormTheme.of(plan.seed()).prepare(plan, cluster);
        options.preparation().accept(cluster);
        findItself();
        writer.ifPresent(SimWriter::start);
        rage();
        becomeWell();
        for (Check check : checks) {
            check.atTheEnd(view);
        }
        stayWell();
    }

    private void rage() {
        for (Fault fault : plan.faults()) {
            cluster.world().queue().after(fault.atMillis(), () -> {
                coverage.happened(fault.kind());
                trace.note("begins: " + fault);
                Runnable end = actions.begin(fault);
                cluster.world().queue().after(fault.lastsMillis(), () -> end(fault, end));
            });
        }
        passes(plan.spanMillis());
        trace.note("all faults end");
        actions.calm();
        StormTheme.of(plan.seed()).calm(cluster);
        isCalm = true;
    }

    private void end(Fault fault, Runnable end) {
        if (!isCalm) {
            trace.note("ends: " + fault);
            end.run();
        }
    }

    private void becomeWell() {
        long calmMillis = cluster.world().nowMillis();
        long bound = options.boundMillis().applyAsLong(plan);
        long since = calmMillis;
        while (cluster.world().nowMillis() - since < LASTING_MILLIS) {
            Optional<String> trouble = wellness.trouble();
            if (trouble.isPresent()) {
                since = cluster.world().nowMillis() + SAMPLE_MILLIS;
            }
            if (trouble.isPresent() && cluster.world().nowMillis() - calmMillis > bound) {
                throw new Violation(WELL, bound + " ms after the faults it still was so that " + trouble.get());
            }
            passes(SAMPLE_MILLIS);
        }
        wellMillis = since - calmMillis;
        trace.note("all is well");
        writer.ifPresent(SimWriter::crash);
        writer.filter(w -> plan.isPlanned() && lost(w) > 0).ifPresent(w -> {
            throw new Violation(
                    "loses-nothing",
                    lost(w) + " of " + w.count()
                            + " acknowledged writes were lost, though the master only was handed over");
        });
    }

    private void stayWell() {
        long quiet = options.quietMillis().applyAsLong(plan);
        if (quiet == 0 || wellness.isAnyLetOff()) {
            return;
        }
        passes(AFTERMATH_MILLIS);
        int from = cluster.world().record().size();
        trace.note("the quiet time begins");
        passes(quiet);
        if (cluster.world().record().size() > from) {
            throw new Violation(
                    WELL,
                    "something was announced in quiet times: "
                            + cluster.world().record().since(from).get(0));
        }
        wellness.trouble().ifPresent(trouble -> {
            throw new Violation(WELL, "in quiet times it became so that " + trouble);
        });
    }

    private void findItself() {
        long end = cluster.world().nowMillis() + STABLE_MILLIS;
        while (!cluster.isStable()) {
            if (cluster.world().nowMillis() >= end) {
                throw new Violation(WELL, "the cluster did not find itself");
            }
            passes(SAMPLE_MILLIS);
        }
    }

    private void passes(long millis) {
        long end = cluster.world().nowMillis() + millis;
        while (cluster.world().queue().runNext(end)) {
            for (Check check : checks) {
                check.afterEvent(view);
            }
        }
    }
}
