package io.jsentinel.sim.flow;

import io.jsentinel.event.EventType;
import io.jsentinel.sim.Plan;
import io.jsentinel.sim.Play;
import java.util.List;

/** A scenario that is written down: a stable cluster, what is done to it, and the lines that come of that. */
final class FlowScene {

    /** What is watched in all flows but one. */
    static final String MASTER = "mymaster";

    private final Play play;
    private final Names names;
    private final Transcript transcript;

    private FlowScene(Plan plan) {
        play = plan.start();
        names = new Names(play.cluster());
        transcript = new Transcript(play.cluster(), names);
        names.call(MASTER, "r1");
    }

    /** A cluster that has not found itself yet. */
    static FlowScene of(Plan plan) {
        return new FlowScene(plan);
    }

    /** The running scenario. */
    Play play() {
        return play;
    }

    /** A process has another name in what is written than in the scenario. */
    FlowScene calls(String process, String name) {
        names.call(process, name);
        return this;
    }

    /** Only these events are written. */
    FlowScene only(EventType first, EventType... others) {
        transcript.only(first, others);
        return this;
    }

    /** Writes begin now, with what happens now. */
    FlowScene begins(String what) {
        transcript.begin();
        return notes(what);
    }

    /** Something happens that nobody says. */
    FlowScene notes(String what) {
        transcript.note(what);
        return this;
    }

    /** The lines, in order. */
    List<String> lines() {
        return transcript.lines();
    }
}
