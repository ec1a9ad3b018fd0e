package io.jsentinel;

import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Input;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A sentinel without a network, to which a client talks; its disk works when a test says so. */
public final class Alone {

    private static final long CLIENT = 7;

    private final Sentinel core;
    private final ProcessSettings process;
    private final Commands commands;
    private long nowMillis;

    /** One that watches nothing. */
    public Alone() {
        this(SentinelConfig.empty());
    }

    /** One that starts from a saved state. */
    public Alone(SentinelConfig config) {
        this(config, Personality.DEFAULT);
    }

    /** One that starts from a saved state and shows the behaviour of a version. */
    public Alone(SentinelConfig config, Personality personality) {
        process = new ProcessSettings(Timing.DEFAULT, personality, "notice");
        commands = Commands.of(personality);
        core = new Sentinel(
                new Startup(config, process, new Listening(26379, Optional.empty()), "/bin/true"::equals),
                new SplittableRandom(1));
        save(core.start(nowMillis));
    }

    /** The sentinel itself. */
    public Sentinel core() {
        return core;
    }

    /** The same sentinel after a restart from its present state. */
    public Alone restarted() {
        return new Alone(core.state(), process.personality());
    }

    /** Commands from now on come after that moment. */
    public void waitUntil(long moment) {
        nowMillis = Math.max(nowMillis, moment);
    }

    /** A client's command; nothing is saved yet. */
    public Batch ask(String... words) {
        Commands.Resolved resolved = commands.resolve(List.of(words));
        if (resolved instanceof Commands.Known known) {
            return core.step(
                    ++nowMillis, new Input.Commanded(CLIENT, known.command().fullName(), List.of(words)));
        }
        throw new IllegalArgumentException("no such command: " + List.of(words));
    }

    /** The state after a step gets to the disk. */
    public Batch save(Batch batch) {
        return core.step(++nowMillis, new Input.Saved(batch.stateNumber()));
    }

    /** The state after a step cannot be saved. */
    public Batch failToSave(Batch batch) {
        return core.step(++nowMillis, new Input.SaveFailed(batch.stateNumber(), "no space"));
    }

    /** The answer to a command, at once or after a save. */
    public Resp answer(String... words) {
        Batch asked = ask(words);
        List<Resp> atOnce = Told.answers(asked);
        List<Resp> later = Told.answers(save(asked));
        if (atOnce.size() + later.size() != 1) {
            throw new AssertionError(List.of(words) + " was answered with " + atOnce + " and then " + later);
        }
        return atOnce.isEmpty() ? later.get(0) : atOnce.get(0);
    }

    /** The text of the answer to a command whose words are in one line. */
    public String says(String line) {
        return answer(line.split(" ", -1)).textOrEmpty();
    }
}
