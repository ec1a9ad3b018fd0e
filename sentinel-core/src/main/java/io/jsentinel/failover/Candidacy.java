package io.jsentinel.failover;

import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When we try to lead a failover.
 *
 * <p>Sentinels that ask for votes at once split them. So they go one after the other, by the order of their ids among
 * those that can be reached, with a pause that is enough for a save and a round trip, and some chance on top. Whoever
 * voted for another leaves that one the time to succeed, but no longer than it is seen to live. Redis waits for twice
 * the failover timeout after every attempt, its own and others'; ours tries again as soon as an attempt is known to have
 * failed. Only whoever reaches no replica waits as Redis does: nothing can come of its attempts, and each makes sentinels of
 * Redis that voted for it wait for that long again.
 */
final class Candidacy {

    /** The pause between the attempts of two sentinels that saw the same at the same moment. */
    static final int TURN_MILLIS = 60;

    /** The part of an attempt's delay that is left to chance. */
    static final int CHANCE_MILLIS = 30;

    /** The last turn: in a large group nobody waits longer. */
    static final int LAST_TURN = 4;

    /** The part that is left to chance after an election that nobody won; it doubles with every one. */
    static final int FIRST_SPLIT_CHANCE_MILLIS = 100;

    /** Where that doubling ends: candidates whose saves take seconds need this much to get out of each other's way. */
    static final int MAX_SPLIT_CHANCE_MILLIS = 12_800;

    /**
     * The first pause after an attempt that found no replica, or could not promote it; it doubles until it is as long as this
     * and the down-after together.
     */
    static final long FIRST_PAUSE_MILLIS = 2_000;

    /** The time that another leader gets, at most. */
    static final long OTHERS_TURN_MILLIS = 10_000;

    /** What an attempt needs that succeeds: whoever tries once more is not disturbed for so long. */
    static final long ATTEMPT_MILLIS = 1_000;

    /** Where Redis begins twice the failover timeout after a vote, this is later: its timer, and a second of chance. */
    static final long BEHIND_REDIS_MILLIS = 2_000;

    private final Master master;
    private final Self self;
    private final RandomGenerator random;
    private long notBeforeMillis = Times.NEVER;
    private long startMillis = Times.NEVER;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long votedForOtherUntilMillis = Times.NEVER;
    private long lastAttemptMillis = Times.NEVER;
    private int splitChanceMillis = FIRST_SPLIT_CHANCE_MILLIS;
    private Optional<RunId> turnOf = Optional.empty();
    private boolean delayLogged;

    Candidacy(Master master, Self self, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.random = random;
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
            endTurn(out.nowMillis());
        }
        if (startMillis == Times.NEVER) {
            startMillis = out.nowMillis() + delayMillis();
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
        long dueAt = Math.max(startMillis, Math.max(notBeforeMillis, withoutReplicasNotBefore()));
        if (out.nowMillis() >= dueAt) {
            return true;
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

    /** Our turn among the sentinels that can be reached, and some chance. */
    private long delayMillis() {
        long before = master.peers().stream()
                .filter(p -> p.link().isUp() && !p.isDown() && p.runId().compareTo(self.runId()) < 0)
                .count();
        long turn = Math.min(before, LAST_TURN) * TURN_MILLIS;
        return turn + (reachesReplica() ? 0 : lastOfAllMillis()) + random.nextInt(CHANCE_MILLIS + 1);
    }

    /** Where we reach no replica, others come first that may: also those of Redis, which count from their last vote. */
    private long withoutReplicasNotBefore() {
        return lastAttemptMillis == Times.NEVER || reachesReplica()
                ? Times.NEVER
                : lastAttemptMillis + 2 * master.settings().failoverTimeoutMillis() + BEHIND_REDIS_MILLIS;
    }

    /** When all others have had their turn, who may hear of the agreement only when they ask again. */
    private long lastOfAllMillis() {
        return self.timing().askPeriodMillis() + (LAST_TURN + 1) * TURN_MILLIS;
    }

    /** Whether there is anybody whom we could promote: one that reaches nobody comes after all others. */
    private boolean reachesReplica() {
        return master.replicas().stream().anyMatch(r -> r.link().isUp() && !r.isDown());
    }

    /** Whether whoever has the turn has gone down meanwhile. */
    private boolean isTurnLost() {
        return turnOf.flatMap(master::peer).filter(Instance::isDown).isPresent();
    }

    /** Nobody has the turn any more. Others see that in the same moment, so we wait for our place in their order. */
    private void endTurn(long nowMillis) {
        turnOf = Optional.empty();
        votedForOtherUntilMillis = Times.NEVER;
        notBeforeMillis = nowMillis + delayMillis();
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
    void othersTurn(RunId leader, long nowMillis) {
        lastAttemptMillis = nowMillis;
        long turn = Math.min(OTHERS_TURN_MILLIS, master.settings().failoverTimeoutMillis());
        boolean isAgain =
                isOthersTurn(nowMillis) && turnOf.filter(leader::equals).isPresent();
        notBeforeMillis = isAgain
                ? Math.max(notBeforeMillis, nowMillis + Math.min(turn, ATTEMPT_MILLIS) + delayMillis())
                : nowMillis + turn + delayMillis();
        turnOf = Optional.of(leader);
        votedForOtherUntilMillis = nowMillis + turn;
        splitChanceMillis = FIRST_SPLIT_CHANCE_MILLIS;
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
    void split(boolean anotherMayLead, long nowMillis) {
        long pause = anotherMayLead ? FIRST_PAUSE_MILLIS : 0;
        notBeforeMillis = nowMillis + pause + delayMillis() + random.nextInt(splitChanceMillis + 1);
        splitChanceMillis = Math.min(2 * splitChanceMillis, MAX_SPLIT_CHANCE_MILLIS);
    }

    /** We led, but could not promote anybody: again after a pause, which grows. */
    void failed(long nowMillis) {
        notBeforeMillis = nowMillis + pauseMillis + delayMillis();
        long limit = FIRST_PAUSE_MILLIS + master.settings().downAfterMillis() - LAST_TURN * TURN_MILLIS - CHANCE_MILLIS;
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
        splitChanceMillis = FIRST_SPLIT_CHANCE_MILLIS;
        delayLogged = false;
    }
}
