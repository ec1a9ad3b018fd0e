package io.jsentinel.sim.check;

import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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

    private final BoundedWork work = new BoundedWork();
    private final OldLinksAreSilent oldLinks = new OldLinksAreSilent();
    private final EpochsNeverGoBack epochs = new EpochsNeverGoBack();
    private final NothingUnsavedIsTold unsaved = new NothingUnsavedIsTold();
    private final OnePromotionInFlight promotions = new OnePromotionInFlight();
    private final Check[] others = {
        new OneVotePerEpoch(),
        new OneLeaderPerEpoch(),
        new FailoverNeedsQuorum(),
        new LeaderNeedsMajority(),
        new PromotedWasFit(),
        new NoForeignCommand(),
        new MasterAnswerMovesForward(),
        new LegalSteps()
    };
    private final Map<String, long[]> states = new HashMap<>();

    @Override
    public String name() {
        return "Promises";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        work.afterStep(step, view);
        oldLinks.afterStep(step, view);
        boolean saysHello = false;
        boolean changes = isChange(step);
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send) {
                saysHello |= send.request().kind() == Request.Kind.HELLO;
                changes |= !ROUTINE.contains(send.request().kind());
            } else {
                changes |= !isAnswerToHello(effect);
            }
        }
        if (changes || saysHello) {
            epochs.afterStep(step, view);
            unsaved.afterStep(step, view);
        }
        if (changes) {
            for (Check check : others) {
                check.afterStep(step, view);
            }
        }
    }

    @Override
    public void afterEvent(StormView view) {
        promotions.afterEvent(view);
    }

    /** Whether anything but heartbeats, hellos and news comes in, or the state is another one. */
    private boolean isChange(SimStep step) {
        long[] state = states.computeIfAbsent(step.by().name(), name -> new long[] {-1});
        boolean isAnother = state[0] != step.batch().stateNumber();
        state[0] = step.batch().stateNumber();
        return isAnother || step.input().isEmpty() || !isOrdinary(step.input().get());
    }

    private static boolean isOrdinary(Input input) {
        return input instanceof Input.Woke
                || input instanceof Input.Heard
                || input instanceof Input.LinkUp
                || input instanceof Input.Answered answered
                        && answered.request().kind() != Request.Kind.MASTER_DOWN
                || input instanceof Input.Commanded command && command.name().equals("publish");
    }

    /** A hello that comes as a command is answered with a number; nothing that was promised is. */
    private static boolean isAnswerToHello(Effect effect) {
        return effect instanceof Effect.Reply reply && reply.answer() instanceof Resp.Int;
    }
}
