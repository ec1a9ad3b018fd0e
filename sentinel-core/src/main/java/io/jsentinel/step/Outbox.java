package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.RecentWorst;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the rules of one step put what they want done, and where they read what time it is. */
public final class Outbox {

    /** How long a configuration waits for a disk that neither saves nor fails. */
    private static final long SAVE_PATIENCE_MILLIS = 2_000;

    /** Up to so many effects of a step leave their room to those of the next one; more are rare, and give it back. */
    private static final int USUAL_EFFECTS = 64;

    private long nowMillis;
    private long wokeMillis = Times.NEVER;
    private long heardUntilMillis = Times.NEVER;
    private List<Effect> effects = new ArrayList<>();
    private long stateNumber;
    private long urgentState;
    private long savedNumber;
    private boolean saveFails;
    private long lookAgainMillis = Times.FAR_FUTURE;
    private boolean awaitsSave;
    private boolean awaitsOpening;
    private long unheardMillis = Times.FAR_FUTURE;
    private List<Script> scripts = new ArrayList<>();
    private final RecentWorst saveTimes = new RecentWorst();
    private long timedState;
    private long timedSinceMillis;
    private Witness witness = (event, subject, moment) -> {};

    /** Who sees every event in the moment in which it is announced, and what is known then. */
    @FunctionalInterface
    public interface Witness {

        /**
         * An event is announced.
         *
         * @param event what
         * @param subject the master that it is about; nothing when it is about ourselves
         * @param nowMillis when
         */
        void saw(Event event, Optional<Master> subject, long nowMillis);
    }

    /** Every event is seen by this one, too, from now on. */
    public void witnessedBy(Witness newWitness) {
        witness = newWitness;
    }

    /** A new step begins. */
    public void begin(long stepMillis) {
        nowMillis = stepMillis;
    }

    /** The step is over: what it asked for, in order. */
    public Batch finish(long nextLookMillis) {
        Batch batch = new Batch(effects, stateNumber, urgentState, nextLookMillis);
        if (effects.size() > USUAL_EFFECTS) {
            effects = new ArrayList<>();
        } else {
            effects.clear();
        }
        return batch;
    }

    /** The moment of this step: the same from its beginning to its end. */
    public long nowMillis() {
        return nowMillis;
    }

    /** The time has come that a step asked for: whatever had come at the last such time has been heard since. */
    public void woke() {
        heardUntilMillis = wokeMillis;
        wokeMillis = nowMillis;
    }

    /**
     * Until when we have heard all that came: others are not judged by a silence of which we may only not have read the end.
     * A daemon that has more to read than it can, at a start with a thousand masters or with a tenth of a processor, would
     * take everybody for down, and have more to do by that.
     */
    public long heardUntilMillis() {
        return wokeMillis == Times.NEVER ? nowMillis : heardUntilMillis;
    }

    /**
     * Whether a moment has passed, and all that came until then was heard; if it passed but was not, the look is repeated
     * when it was. Looks before that would be for nothing, and with many masters too many.
     */
    public boolean heardUntil(long moment) {
        if (nowMillis < moment) {
            return false;
        }
        if (heardUntilMillis() < moment) {
            unheardMillis = Math.min(unheardMillis, moment);
            return false;
        }
        return true;
    }

    /** The moment until which all must be heard so that the look can go on; far in the future when it wants nothing. */
    public long unheardMillis() {
        return unheardMillis;
    }

    /** A new look at a master begins: nothing is due yet. */
    public void beginLook() {
        lookAgainMillis = Times.FAR_FUTURE;
        awaitsSave = false;
        awaitsOpening = false;
        unheardMillis = Times.FAR_FUTURE;
    }

    /** Asks to be looked at again when a save is through. */
    public void lookAgainWhenSaved() {
        awaitsSave = true;
    }

    /** Whether the look has left something to do until a save is through. */
    public boolean awaitsSave() {
        return awaitsSave;
    }

    /** Asks to be looked at again when fewer connections are being made. */
    public void lookAgainWhenOpened() {
        awaitsOpening = true;
    }

    /** Whether the look has left connections to make until fewer are being made. */
    public boolean awaitsOpening() {
        return awaitsOpening;
    }

    /** Asks to be looked at again at that moment, or earlier. */
    public void lookAgainAt(long moment) {
        lookAgainMillis = Math.min(lookAgainMillis, moment);
    }

    /** The look is over: when the next one is due, always later than now. */
    public long endLook() {
        return Math.max(lookAgainMillis, nowMillis + 1);
    }

    /**
     * Something changed that must survive a restart.
     *
     * @return the number of the state that has it
     */
    public long stateChanged() {
        if (timedState <= savedNumber) {
            timedState = stateNumber + 1;
            timedSinceMillis = nowMillis;
        }
        urgentState = ++stateNumber;
        return stateNumber;
    }

    /** Something was learned that should survive a restart, but that others would tell us again: its save may wait. */
    public void learned() {
        stateNumber++;
    }

    /** A newer epoch was seen; an older one changes nothing. */
    public void epochSeen(long epoch, Self self) {
        if (epoch > self.currentEpoch()) {
            self.sawEpoch(epoch, stateChanged());
        }
    }

    /** A vote was given for a failover of this master: nobody hears of it, and nothing rests on it, until it is saved. */
    public void voteGiven(Master master) {
        master.votes().givenIn(stateChanged());
    }

    /**
     * A vote was given in an epoch. Where that epoch was reserved, the vote is as good as saved when the reserve is: a later
     * life of ours would find that we may have voted there.
     */
    public void voteGiven(Master master, long epoch) {
        if (master.votes().covers(epoch)) {
            master.votes().givenInReserve();
        } else {
            voteGiven(master);
        }
    }

    /**
     * A vote about this master may be wanted soon: the disk gets to know beforehand that we may have voted, so that no save
     * is waited for when it counts. Nobody hears of that, and our ballot stays open.
     *
     * @param next the next epoch that a candidate would use
     * @param last the newest that is reserved with it
     */
    public void reserveVotes(Master master, long next, long last) {
        if (!master.votes().covers(next)) {
            master.votes().reserved(last, stateChanged());
        }
    }

    /** Whether our newest vote for this master is on disk. */
    public boolean isVoteSaved(Master master) {
        return savedNumber >= master.votes().stateNumber();
    }

    /** Whether a state is on disk. */
    public boolean isSaved(long number) {
        return savedNumber >= number;
    }

    /** Another configuration of this master is in force. */
    public void configurationChanged(Master master) {
        master.configuredInState(stateChanged(), nowMillis);
    }

    /**
     * Whether the configuration of this master can be told to others: it is on disk, or the disk fails or hangs. The
     * second is as in Redis: a new master that is told to nobody would cost more than one that we forget in a crash.
     * Where the answer is no, another look is arranged for the moment when it changes.
     */
    public boolean mayTellConfiguration(Master master) {
        long patienceEnds = master.configuredMillis() + SAVE_PATIENCE_MILLIS;
        if (saveFails || savedNumber >= master.configurationState() || nowMillis >= patienceEnds) {
            return true;
        }
        lookAgainWhenSaved();
        lookAgainAt(patienceEnds);
        return false;
    }

    /** All states up to this one are on disk. */
    public void saved(long number) {
        if (timedState > savedNumber && timedState <= number) {
            saveTimes.took(nowMillis - timedSinceMillis);
        }
        savedNumber = Math.max(savedNumber, number);
        saveFails = false;
    }

    /** How long it took lately at worst until a change was on disk. */
    public RecentWorst saveTimes() {
        return saveTimes;
    }

    /** The last save failed. */
    public void saveFailed() {
        saveFails = true;
    }

    /** Whether the last save failed. */
    public boolean isSaveFailing() {
        return saveFails;
    }

    /** Sends a request. */
    public void send(Link link, Request request) {
        link.sent();
        effects.add(new Effect.Send(link.id(), request));
    }

    /** Wants an effect. */
    public void add(Effect effect) {
        effects.add(effect);
    }

    /** Answers a client at once. */
    public void reply(long client, Resp answer) {
        add(new Effect.Reply(client, answer));
    }

    /** Tells of something that happened to an instance. */
    public void announce(EventType type, Instance instance) {
        announceOf(instance.master(), type, instance.described());
    }

    /** Tells of something that happened to an instance, with more words. */
    public void announce(EventType type, Instance instance, String more) {
        announceOf(instance.master(), type, instance.described() + " " + more);
    }

    /** Tells of something that happened to a master, in words of its own: its notification script hears of it. */
    public void announceOf(Master master, EventType type, String payload) {
        Event event = new Event(type, payload);
        witness.saw(event, Optional.of(master), nowMillis);
        add(new Effect.Announce(event));
        if (type.level() == Level.WARNING) {
            master.settings().notificationScript().ifPresent(path -> scripts.add(Script.notification(path, event)));
        }
    }

    /** Runs the script that people have for clients of a master that moves, if they have one. */
    public void runClientScript(Master master, Script.Part part, Endpoint from, Endpoint to) {
        master.settings()
                .clientReconfigScript()
                .ifPresent(path -> scripts.add(Script.clientReconfiguration(path, master.name(), part, from, to)));
    }

    /** The scripts that were wanted since the last call, in order. */
    public List<Script> drainScripts() {
        if (scripts.isEmpty()) {
            return List.of();
        }
        List<Script> drained = scripts;
        scripts = new ArrayList<>();
        return drained;
    }

    /** Tells of something that happened to ourselves. */
    public void announce(EventType type, String payload) {
        Event event = new Event(type, payload);
        witness.saw(event, Optional.empty(), nowMillis);
        add(new Effect.Announce(event));
    }

    /** Ends this process if that point is one where it was told to. */
    public void crashIfTold(CrashPoint point, Self self) {
        if (self.crashPoints().contains(point)) {
            log(Level.WARNING, "Sentinel CRASH because of SENTINEL simulate-failure");
            add(new Effect.Crash());
        }
    }

    /** Writes a line to the log that is no event. */
    public void log(Level level, String text) {
        add(new Effect.Log(level, text));
    }
}
