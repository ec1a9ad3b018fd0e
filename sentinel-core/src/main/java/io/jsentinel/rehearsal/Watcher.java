package io.jsentinel.rehearsal;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.address.Endpoint;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Effects;
import io.jsentinel.step.Input;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A sentinel of a rehearsal: a real core of its own. What it wants done is done to the stage and nowhere else. */
final class Watcher implements Actor, Effects {

    private static final long SAVE_MILLIS = 3;
    private static final Resp PONG = new Resp.Simple("PONG");

    private final Stage stage;
    private final Endpoint place;
    private final Surroundings surroundings;
    private final Commands commands = Commands.of(Personality.DEFAULT);
    private final Sentinel core;
    private final Map<LinkId, Wire> wires = new LinkedHashMap<>();
    private final Map<Long, Consumer<Resp>> clients = new LinkedHashMap<>();
    private final Set<EventType> events = EnumSet.noneOf(EventType.class);
    private long lastClient;
    private long wantedState;
    private long wakeMillis = Long.MAX_VALUE;

    Watcher(Stage stage, Endpoint place, SentinelConfig config, Surroundings surroundings, RandomGenerator random) {
        this.stage = stage;
        this.place = place;
        this.surroundings = surroundings;
        this.core = new Sentinel(
                new Startup(config, Timing.DEFAULT, new Listening(place.port(), Optional.empty())), random);
    }

    /** Takes the first step. */
    void start() {
        carryOut(core.start(stage.nowMillis()));
    }

    Stage stage() {
        return stage;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public Endpoint place() {
        return place;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    /** Whether a connection is one of ours still. */
    boolean holds(Wire wire) {
        return wires.get(wire.id()) == wire;
    }

    /** A connection has ended by itself. */
    void lost(Wire wire) {
        wires.remove(wire.id());
    }

    /** The kinds of events that it announced since the last call. */
    Set<EventType> drainEvents() {
        Set<EventType> drained = EnumSet.copyOf(events);
        events.clear();
        return drained;
    }

    /** Whether it announced such an event since {@link #drainEvents}. */
    boolean hasAnnounced(EventType type) {
        return events.contains(type);
    }

    /** Gives the core an input, and does what it asks for. */
    void take(Input input) {
        carryOut(core.step(stage.nowMillis(), input));
    }

    private void carryOut(Batch batch) {
        batch.effects().forEach(effect -> effect.run(this));
        if (batch.stateNumber() > wantedState) {
            wantedState = batch.stateNumber();
            long number = wantedState;
            stage.later(SAVE_MILLIS, () -> {
                surroundings.saved(core.state());
                take(new Input.Saved(number));
            });
        }
        wakeAt(batch.nextLookMillis());
    }

    private void wakeAt(long moment) {
        if (moment < wakeMillis) {
            wakeMillis = moment;
            stage.later(Math.max(0, moment - stage.nowMillis()), () -> {
                if (wakeMillis == moment) {
                    wakeMillis = Long.MAX_VALUE;
                    take(new Input.Woke());
                }
            });
        }
    }

    @Override
    public void hear(Wire from, List<String> words, Consumer<Resp> answer) {
        if (words.size() == 3 && words.get(1).equalsIgnoreCase("SETNAME")) {
            from.named(words.get(2));
        }
        ask(words, from.name(), answer);
    }

    /**
     * A client's command.
     *
     * @param words the command
     * @param answer takes the answer, at once or after a save
     */
    void ask(List<String> words, Consumer<Resp> answer) {
        ask(words, "", answer);
    }

    private void ask(List<String> words, String caller, Consumer<Resp> answer) {
        Commands.Resolved resolved = commands.resolve(words);
        if (resolved instanceof Commands.Refused refused) {
            answer.accept(refused.error());
        } else if (resolved instanceof Commands.Known known) {
            String name = known.command().fullName();
            switch (name) {
                case "ping" -> answer.accept(PONG);
                case "auth", "client|setname" -> answer.accept(Resp.OK);
                default -> execute(new Input.Commanded(++lastClient, name, words, caller), answer);
            }
        }
    }

    private void execute(Input.Commanded command, Consumer<Resp> answer) {
        Optional<Resp> atOnce = core.read(stage.nowMillis(), command);
        if (atOnce.isPresent()) {
            answer.accept(atOnce.get());
        } else {
            clients.put(command.client(), answer);
            take(command);
        }
    }

    /** The section of INFO that supervisors are told of. */
    String info() {
        return core.infoSection(stage.nowMillis());
    }

    /** How it sees a master; nothing when it watches none of that name. */
    Optional<MasterStatus> sees(String master) {
        return core.status(stage.nowMillis()).master(master);
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        Wire wire = new Wire(this, effect);
        wires.put(effect.link(), wire);
        wire.connect();
    }

    @Override
    public void send(Effect.Send effect) {
        Optional.ofNullable(wires.get(effect.link()))
                .filter(Wire::isOpen)
                .ifPresent(wire -> wire.send(effect.request()));
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        wires.remove(effect.link());
    }

    @Override
    public void reply(Effect.Reply effect) {
        Optional.ofNullable(clients.remove(effect.client())).ifPresent(client -> client.accept(effect.answer()));
    }

    @Override
    public void announce(Effect.Announce effect) {
        events.add(effect.event().type());
        surroundings.told(effect.event().type().level(), effect.event().toString());
    }

    @Override
    public void log(Effect.Log effect) {
        surroundings.told(effect.level(), effect.text());
    }

    @Override
    public void resolve(Effect.Resolve effect) {
        // There are no host names on the stage.
    }

    @Override
    public void drained(Effect.Drained effect) {
        // Nobody ends before the rehearsal does.
    }

    @Override
    public void showRole(Effect.ShowRole effect) {
        // There is no pod.
    }

    @Override
    public void holdLease(Effect.HoldLease effect) {
        // There is no Kubernetes API.
    }

    @Override
    public void startScript(Effect.StartScript effect) {
        // There are no scripts.
    }

    @Override
    public void killScript(Effect.KillScript effect) {
        // There are no scripts.
    }

    @Override
    public void keepFile(Effect.KeepFile effect) {
        // There are no files.
    }

    @Override
    public void crash(Effect.Crash effect) {
        throw new IllegalStateException("nobody ordered a crash");
    }

    @Override
    public void setLogLevel(Effect.SetLogLevel effect) {
        // There is no log.
    }
}
