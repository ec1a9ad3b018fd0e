package io.jsentinel.step;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch.Due;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Times;
import java.util.ArrayList;
import java.util.List;

/** Where the rules of one step put what they want done, and where they read what time it is. */
public final class Outbox {

    private long nowMillis;
    private List<Due> effects = new ArrayList<>();
    private long stateNumber;
    private long promiseNumber;
    private long savedNumber;
    private long lookAgainMillis = Times.FAR_FUTURE;

    /** A new step begins. */
    public void begin(long stepMillis) {
        nowMillis = stepMillis;
    }

    /** The step is over: what it asked for, in order. */
    public Batch finish(long nextLookMillis) {
        Batch batch = new Batch(effects, stateNumber, nextLookMillis);
        effects = new ArrayList<>();
        return batch;
    }

    /** The moment of this step: the same from its beginning to its end. */
    public long nowMillis() {
        return nowMillis;
    }

    /** A new look at a master begins: nothing is due yet. */
    public void beginLook() {
        lookAgainMillis = Times.FAR_FUTURE;
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
        return ++stateNumber;
    }

    /** An epoch or a vote changed: whatever tells of it or acts on it waits until it is saved. */
    public void promiseChanged() {
        promiseNumber = stateChanged();
    }

    /** The number of the state with which our epochs and votes last changed. */
    public long promiseNumber() {
        return promiseNumber;
    }

    /** Whether our epochs and votes as they are now are on disk. */
    public boolean isPromiseSaved() {
        return savedNumber >= promiseNumber;
    }

    /** All states up to this one are on disk. */
    public void saved(long number) {
        savedNumber = Math.max(savedNumber, number);
    }

    /** Sends a request that rests on nothing that must be saved first. */
    public void send(Link link, Request request) {
        send(link, request, 0);
    }

    /** Sends a request when our epochs and votes as they are now are on disk. */
    public void sendWhenSaved(Link link, Request request) {
        send(link, request, promiseNumber);
    }

    private void send(Link link, Request request, long afterState) {
        link.sent();
        effects.add(new Due(afterState, new Effect.Send(link.id(), request)));
    }

    /** Carries out an effect at once. */
    public void add(Effect effect) {
        effects.add(new Due(0, effect));
    }

    /** Answers a client at once. */
    public void reply(long client, Resp answer) {
        add(new Effect.Reply(client, answer));
    }

    /** Tells of something that happened to an instance. */
    public void announce(EventType type, Instance instance) {
        announce(type, instance.described());
    }

    /** Tells of something that happened to an instance, with more words. */
    public void announce(EventType type, Instance instance, String more) {
        announce(type, instance.described() + " " + more);
    }

    /** Tells of something that happened. */
    public void announce(EventType type, String payload) {
        add(new Effect.Announce(new Event(type, payload)));
    }

    /** Writes a line to the log that is no event. */
    public void log(Level level, String text) {
        add(new Effect.Log(level, text));
    }
}
