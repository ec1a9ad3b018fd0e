package io.jsentinel.sim.check;

import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All checks of one run: what the protocol promises, whatever happens to the cluster. Most steps are pings and pongs,
 * which change nothing that was promised; most checks leave them out, so that a storm is not slowed down.
 */
public final class Promises implements Check {

    private static final Set<Request.Kind> ROUTINE = EnumSet.of(
            Request.Kind.PING,
            Request.Kind.INFO,
            Request.Kind.HELLO,
            Request.Kind.SETNAME,
            Request.Kind.SUBSCRIBE,
            Request.Kind.AUTH);
    private static final Set<Request.Kind> TELLING = EnumSet.of(Request.Kind.HELLO);
    private static final Predicate<Effect> HELLO = effect -> isSendOf(effect, TELLING);
    private static final Predicate<Effect> OTHER = effect -> !isSendOf(effect, ROUTINE) && !isAnswerToHello(effect);

    private final List<Check> everything = List.of(new BoundedWork(), new OldLinksAreSilent());
    private final List<Check> hellos = List.of(new EpochsNeverGoBack(), new NothingUnsavedIsTold());
    private final OnePromotionInFlight promotions = new OnePromotionInFlight();
    private final List<Check> others = List.of(
            new OneVotePerEpoch(),
            new OneLeaderPerEpoch(),
            new FailoverNeedsQuorum(),
            new LeaderNeedsMajority(),
            new PromotedWasFit(),
            new NoForeignCommand(),
            new MasterAnswerMovesForward(),
            new LegalSteps());
    private final TreeMap<String, Long> states = new TreeMap<>();

    @Override
    public String name() {
        return "Promises";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        afterStep(everything, step, view);
        boolean says = !step.batch().effects().isEmpty();
        boolean changes = isChange(step, says);
        if (changes || says && has(step, HELLO)) {
            afterStep(hellos, step, view);
        }
        if (changes) {
            afterStep(others, step, view);
        }
    }

    private static void afterStep(List<Check> checks, SimStep step, StormView view) {
        for (Check check : checks) {
            check.afterStep(step, view);
        }
    }

    @Override
    public void afterEvent(StormView view) {
        promotions.afterEvent(view);
    }

    /** Whether anything but heartbeats, hellos and news happens in a step. */
    private boolean isChange(SimStep step, boolean says) {
        Long before = states.put(step.by().name(), step.batch().stateNumber());
        return before == null
                || before != step.batch().stateNumber()
                || step.input().filter(Promises::isOrdinary).isEmpty()
                || says && has(step, OTHER);
    }

    private static boolean isOrdinary(Input input) {
        return input instanceof Input.Woke
                || input instanceof Input.Heard
                || input instanceof Input.LinkUp
                || input instanceof Input.Answered answered
                        && answered.request().kind() != Request.Kind.MASTER_DOWN
                || input instanceof Input.Commanded command && command.name().equals("publish");
    }

    private static boolean has(SimStep step, Predicate<Effect> which) {
        for (Effect effect : step.batch().effects()) {
            if (which.test(effect)) {
                return true;
            }
        }
        return false;
    }

    /** A hello that comes as a command is answered with a number; nothing that was promised is. */
    private static boolean isAnswerToHello(Effect effect) {
        return effect instanceof Effect.Reply reply && reply.answer() instanceof Resp.Int;
    }

    private static boolean isSendOf(Effect effect, Set<Request.Kind> kinds) {
        return effect instanceof Effect.Send send
                && kinds.contains(send.request().kind());
    }
}
