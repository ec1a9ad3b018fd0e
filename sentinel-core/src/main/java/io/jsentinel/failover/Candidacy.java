package io.jsentinel.failover;

import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.guard.Masterless;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Tally;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When we try to lead a failover.
 *
 * <p>Sentinels that ask for votes at once split them. So those that see the master down go one after the other, by the
 * order of their ids ({@link Turns}). Whoever voted for another leaves that one the time to succeed, but no longer than it
 * is seen to live. Redis waits for twice the failover timeout after every attempt, its own and others'; ours tries again as
 * soon as an attempt is known to have failed. Only whoever reaches no replica waits as Redis does: nothing can come of its
 * attempts, and each makes sentinels of Redis that voted for it wait for that long again.
 */
final class Candidacy {

    /** The part that is left to chance after an election that nobody won; it doubles with every one. */
    static final int FIRST_SPLIT_CHANCE_MILLIS = 100;

    /** That part in turns, where turns are long. */
    private static final int FIRST_SPLIT_TURNS = 4;

    /** Where that doubling ends: candidates whose saves take seconds need this much to get out of each other's way. */
    static final int MAX_SPLIT_CHANCE_MILLIS = 12_800;

    /** How often it doubles at most: enough to get there. */
    private static final int MAX_SPLITS = 7;

    /**
     * The first pause after an attempt that found no replica, or could not promote it; it doubles until it is as long as this
     * and the down-after together.
     */
    static final long FIRST_PAUSE_MILLIS = 2_000;

    /** What is left of that for what else takes time until the next attempt. */
    private static final long MARGIN_MILLIS = 100;

    /** The time that another leader gets, at most. */
    static final long OTHERS_TURN_MILLIS = 10_000;

    /** What an attempt needs that succeeds: whoever tries once more is not disturbed for so long. */
    static final long ATTEMPT_MILLIS = 1_000;

    /** Where Redis begins twice the failover timeout after a vote, this is later: its timer, and a second of chance. */
    static final long BEHIND_REDIS_MILLIS = 2_000;

    private final Master master;
    private final Self self;
    private final Turns turns;
    private long notBeforeMillis = Times.NEVER;
    private long startMillis = Times.NEVER;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long votedForOtherUntilMillis = Times.NEVER;
    private long lastAttemptMillis = Times.NEVER;
    private int splits;
    private Optional<RunId> turnOf = Optional.empty();
    private boolean delayLogged;

    Candidacy(Master master, Self self, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.turns = new Turns(master, self, random);
    }

    /**
     * Whether an attempt is due: the master is objectively down, nobody works on it, nobody else has the turn, our delay is
     * over.
     *
     * @param isNeeded whether another master is needed though this one is not down
     */
    boolean isDue(boolean isNeeded, Outbox out) {
        if (master.settings().isPaused() || !isNeeded && !master.isObjectivelyDown()) {
            startMillis = Times.NEVER;
            pauseMillis = FIRST_PAUSE_MILLIS;
            return false;
        }
        if (isTurnLost()) {
            endTurn(out);
        }
        if (startMillis == Times.NEVER) {
            startMillis = out.nowMillis() + delayMillis(out);
        }
        if (out.isSaveFailing()) {
            // Nobody may vote for us before our own vote is on disk.
            out.lookAgainWhenSaved();
            return false;
        }
        if (self.amnesia().isOpen()) {
            // Our own vote would be one, too. Its end is looked for in every step.
            out.lookAgainAt(self.amnesia().endMillis());
            return false;
        }
        return isTime(out);
    }

    private boolean isTime(Outbox out) {
        long start = startMillis + crowdMillis(out.nowMillis());
        long dueAt = Math.max(start, Math.max(notBeforeMillis, withoutProspectNotBefore(out.nowMillis())));
        if (out.nowMillis() >= dueAt) {
            // One attempt tells everybody that no majority is reached; more would only use up epochs.
            return splits == 0 || Tally.mayBeWon(master);
        }
        if (dueAt - out.nowMillis() > FIRST_PAUSE_MILLIS && !delayLogged) {
            delayLogged = true;
            out.log(
                    Level.NOTICE,
                    "Next failover delay: I will not start a failover of " + master.name() + " for the next "
                            + (dueAt - out.nowMillis()) + " ms");
        }
        out.lookAgainAt(dueAt);
        return false;
    }

    /** Not drawn once, as the other delays: whoever comes before us is not waited for any more when he is gone. */
    private long crowdMillis(long nowMillis) {
        return turns.crowdMillis(!hasProspect(nowMillis));
    }

    private long delayMillis(Outbox out) {
        return turns.delayMillis(out) + (hasProspect(out.nowMillis()) ? 0 : lastOfAllMillis(out));
    }

    /** Where we reach no replica, others come first that may: also those of Redis, which count from their last vote. */
    private long withoutProspectNotBefore(long nowMillis) {
        return lastAttemptMillis == Times.NEVER || hasProspect(nowMillis)
                ? Times.NEVER
                : lastAttemptMillis + 2 * master.settings().failoverTimeoutMillis() + BEHIND_REDIS_MILLIS;
    }

    /** When all others have had their turn, who may hear of the agreement only when they ask again. */
    private long lastOfAllMillis(Outbox out) {
        return self.timing().askPeriodMillis()
                + (Turns.LAST + 1) * Math.max(Turns.UNKNOWN_MILLIS, turns.lengthMillis(out));
    }

    /** Whether there is anybody whom we could promote: one that reaches nobody comes after all others. */
    private boolean hasProspect(long nowMillis) {
        return master.replicas().stream().anyMatch(r -> r.link().isUp() && !r.isDown())
                || Masterless.isForsaken(master, self, nowMillis);
    }

    /** Whether whoever has the turn has gone down meanwhile. */
    private boolean isTurnLost() {
        return turnOf.flatMap(master::peer).filter(Instance::isDown).isPresent();
    }

    /** Nobody has the turn any more. Others see that in the same moment, so we wait for our place in their order. */
    private void endTurn(Outbox out) {
        turnOf = Optional.empty();
        votedForOtherUntilMillis = Times.NEVER;
        notBeforeMillis = out.nowMillis() + delayMillis(out);
    }

    /** An attempt of ours began. */
    void began(long nowMillis) {
        lastAttemptMillis = nowMillis;
        turnOf = Optional.empty();
        startMillis = Times.NEVER;
        delayLogged = false;
    }

    /**
     * Another sentinel got our vote, or a majority: it has the turn, as long as it is not down. One that asks again has
     * failed before: its turn is not prolonged by that, as one of us may see a replica that it does not see.
     *
     * @param leader which one
     */
    void othersTurn(RunId leader, Outbox out) {
        long nowMillis = out.nowMillis();
        lastAttemptMillis = nowMillis;
        long turn = Math.min(OTHERS_TURN_MILLIS, master.settings().failoverTimeoutMillis());
        boolean isAgain =
                isOthersTurn(nowMillis) && turnOf.filter(leader::equals).isPresent();
        notBeforeMillis = isAgain
                ? Math.max(notBeforeMillis, nowMillis + Math.min(turn, ATTEMPT_MILLIS) + delayMillis(out))
                : nowMillis + turn + delayMillis(out);
        turnOf = Optional.of(leader);
        votedForOtherUntilMillis = nowMillis + turn;
        splits = 0;
        startMillis = Times.NEVER;
        delayLogged = false;
    }

    /** Whether another sentinel leads a failover, as far as we know. */
    boolean isOthersTurn(long nowMillis) {
        return nowMillis < votedForOtherUntilMillis;
    }

    /**
     * Nobody won as far as we heard: soon again, but not all at the same moment.
     *
     * @param anotherMayLead whether somebody may have won by votes that we could not hear of; he gets some time
     */
    void split(boolean anotherMayLead, Outbox out) {
        long pause = anotherMayLead ? FIRST_PAUSE_MILLIS : 0;
        long first = Math.max(FIRST_SPLIT_CHANCE_MILLIS, FIRST_SPLIT_TURNS * turns.lengthMillis(out));
        long chance = Math.min(first << splits, MAX_SPLIT_CHANCE_MILLIS);
        notBeforeMillis = out.nowMillis() + pause + delayMillis(out) + turns.chance(chance);
        splits = Math.min(splits + 1, MAX_SPLITS);
    }

    /** We led, but could not promote anybody: again after a pause, which grows. */
    void failed(Outbox out) {
        long delay = delayMillis(out);
        notBeforeMillis = out.nowMillis() + pauseMillis + delay;
        long limit = FIRST_PAUSE_MILLIS + master.settings().downAfterMillis() - Math.max(delay, MARGIN_MILLIS);
        pauseMillis = Math.min(2 * pauseMillis, Math.max(FIRST_PAUSE_MILLIS, limit));
    }

    /** There is another master: nothing of what was holds any more. */
    void forget() {
        turnOf = Optional.empty();
        notBeforeMillis = Times.NEVER;
        lastAttemptMillis = Times.NEVER;
        votedForOtherUntilMillis = Times.NEVER;
        startMillis = Times.NEVER;
        pauseMillis = FIRST_PAUSE_MILLIS;
        splits = 0;
        delayLogged = false;
    }
}
