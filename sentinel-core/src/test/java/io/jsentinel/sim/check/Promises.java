package io.jsentinel.sim.check;

import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * All checks of one run: what the protocol promises, whatever happens to the cluster. Most steps are pings and pongs,
 * which change nothing that was promised; most checks leave them out, so that a storm is not slowed down.
 */
public final class Promises implements Check {

    private static final Set<Request.Kind> ROUTINE = EnumSet.of(
            Request.Kind.PING, Request.Kind.INFO, Request.Kind.SETNAME, Request.Kind.SUBSCRIBE, Request.Kind.AUTH);

    private final List<Check> everything = List.of(new BoundedWork(), new OldLinksAreSilent());
    private final List<Check> others = List.of(
            new OneVotePerEpoch(),
            new EpochsNeverGoBack(),
            new NothingUnsavedIsTold(),
            new OneLeaderPerEpoch(),
            new OnePromotionInFlight(),
            new FailoverNeedsQuorum(),
            new LeaderNeedsMajority(),
            new PromotedWasFit(),
            new NoForeignCommand(),
            new MasterAnswerMovesForward(),
            new LegalSteps());
    private final TreeMap<String, Long> states = new TreeMap<>();

    /**
     * Watches every step of a cluster from now on, for scenarios that are no storms. A broken promise is thrown out of
     * the step that breaks it.
     */
    public static void watch(SimCluster cluster) {
        Promises promises = new Promises();
        StormView view = new StormView(cluster);
        cluster.world().onStep(step -> {
            promises.afterStep(step, view);
            promises.afterEvent(view);
        });
    }

    @Override
    public String name() {
        return "Promises";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        everything.forEach(check -> check.afterStep(step, view));
        if (!isRoutine(step)) {
            others.forEach(check -> check.afterStep(step, view));
        }
    }

    @Override
    public void afterEvent(StormView view) {
        others.forEach(check -> check.afterEvent(view));
    }

    @Override
    public void atTheEnd(StormView view) {
        others.forEach(check -> check.atTheEnd(view));
    }

    private boolean isRoutine(SimStep step) {
        Long before = states.put(step.by().name(), step.batch().stateNumber());
        if (before == null
                || before != step.batch().stateNumber()
                || step.input().isEmpty()) {
            return false;
        }
        Input input = step.input().get();
        boolean isOrdinary = input instanceof Input.Woke
                || input instanceof Input.Heard
                || input instanceof Input.LinkUp
                || input instanceof Input.Answered answered
                        && answered.request().kind() != Request.Kind.MASTER_DOWN;
        if (!isOrdinary) {
            return false;
        }
        for (Effect effect : step.batch().effects()) {
            if (!(effect instanceof Effect.Send send
                    && ROUTINE.contains(send.request().kind()))) {
                return false;
            }
        }
        return true;
    }
}
