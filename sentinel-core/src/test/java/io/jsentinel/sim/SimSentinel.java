package io.jsentinel.sim;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.address.Endpoint;
import io.jsentinel.command.Commands;
import io.jsentinel.config.FailoverMode;
import io.jsentinel.config.GuardConfig;
import io.jsentinel.config.Personality;
import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.resp.Resp;
import io.jsentinel.sidecar.SidecarStart;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Effects;
import io.jsentinel.step.Input;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A sentinel: the real core, carried by a simulated process that does what the server does. */
public final class SimSentinel extends SimProcess implements Effects {

    private static final Commands COMMANDS = Commands.of(Personality.DEFAULT);

    private static final Resp PONG = new Resp.Simple("PONG");

    private final SentinelConfig firstConfig;
    private final SimClock clock;
    private final SimStore store = new SimStore(this);
    private final SimReplies replies = new SimReplies();
    private final Map<LinkId, SimLink> links = new LinkedHashMap<>();
    private final Map<Long, Resp> ownAnswers = new LinkedHashMap<>();
    private final VoteWitness witness = new VoteWitness(this);
    private final SimScripts scripts = new SimScripts(this);
    private final SimRecord debugRecord = new SimRecord();
    private GuardConfig guards = GuardConfig.DEFAULT;
    private SidecarConfig sidecar = SidecarConfig.OFF;
    private Optional<SimPod> pod = Optional.empty();
    private Sentinel core;
    private long wakeMillis;
    private long steps;
    private long lastOwnClient;
    private Optional<Effect.Drained> drained = Optional.empty();
    private Optional<Role> shownRole = Optional.empty();
    private boolean isLeaseWanted;
    private SimFlaw flaw = SimFlaw.NONE;
    private boolean likeRedis;

    public SimSentinel(SimWorld world, String name, Endpoint endpoint, SentinelConfig config) {
        super(world, name, endpoint);
        this.firstConfig = config;
        this.clock = new SimClock(world);
    }

    /** It is in a pod, beside a Redis server. */
    public void in(SimPod its) {
        pod = Optional.of(its);
    }

    public Sentinel core() {
        return core;
    }

    /** With which guards it starts. */
    public void guards(GuardConfig value) {
        guards = value;
    }

    /** Beside which server it starts. */
    public void sidecar(SidecarConfig value) {
        sidecar = value;
    }

    public SimStore store() {
        return store;
    }

    /** From now on, until it ends, it fails over as Redis does. */
    public void failsOverAsRedis() {
        var self = core.realm().self();
        self.setProcess(self.process().withFailoverMode(FailoverMode.STOCK));
    }

    /** From now on it fails over as Redis does, also after its next start. */
    public void alwaysFailsOverAsRedis() {
        likeRedis = true;
        if (core != null) {
            failsOverAsRedis();
        }
    }

    /** From now on its clock runs so many millionths faster than the world's, or slower. */
    public void clockRuns(int ppm) {
        clock.runs(ppm);
        receive(() -> {
            wakeMillis = Long.MAX_VALUE;
            take(new Input.Woke());
        });
    }

    /** How many steps the core has made. */
    public long steps() {
        return steps;
    }

    @Override
    public void onStart() {
        store.restarted();
        wakeMillis = Long.MAX_VALUE;
        Startup startup = new Startup(
                flaw.startsFrom(store.file()).orElse(firstConfig),
                ProcessSettings.of(Timing.DEFAULT).withGuards(guards).withSidecar(sidecar),
                new Listening(endpoint().port(), Optional.empty()),
                path -> false,
                pod.map(SimPod::start).orElse(SidecarStart.NONE));
        core = new Sentinel(startup, new Random(world().random().nextLong()));
        shownRole = Optional.empty();
        isLeaseWanted = false;
        if (likeRedis) {
            failsOverAsRedis();
        }
        carryOut(Optional.empty(), flawed(core.start(clock.nowMillis())));
    }

    @Override
    public void onCrash() {
        store.crashed();
        links.values().forEach(SimLink::close);
        links.clear();
        replies.clear();
    }

    /** Gives the core an input, and does what it asks for. */
    public void take(Input input) {
        if (isRunning()) {
            steps++;
            carryOut(Optional.of(input), step(input));
        }
    }

    private Batch step(Input input) {
        if (flaw == SimFlaw.NONE) {
            return core.step(clock.nowMillis(), input);
        }
        List<Effect> effects = new ArrayList<>();
        Batch last = null;
        for (Input inner : flaw.inputs(core, input)) {
            last = core.step(clock.nowMillis(), inner);
            effects.addAll(last.effects());
        }
        return flawed(new Batch(effects, last.stateNumber(), last.urgentState(), last.nextLookMillis()));
    }

    private Batch flawed(Batch batch) {
        return flaw == SimFlaw.NONE
                ? batch
                : new Batch(
                        flaw.effects(core, batch.effects()),
                        batch.stateNumber(),
                        batch.urgentState(),
                        batch.nextLookMillis());
    }

    /** Its core has that fault, from its next step on and in all its lives. */
    public void flaw(SimFlaw planted) {
        flaw = planted;
    }

    private void carryOut(Optional<Input> input, Batch batch) {
        world().stepped(new SimStep(this, clock.nowMillis(), input, batch, world().underWayMillis()));
        for (Effect effect : batch.effects()) {
            if (isCrashed()) {
                return;
            }
            effect.run(this);
        }
        store.want(batch.stateNumber(), batch.urgentState());
        if (batch.nextLookMillis() != wakeMillis && batch.nextLookMillis() != Long.MAX_VALUE) {
            wakeMillis = batch.nextLookMillis();
            long expected = wakeMillis;
            later(clock.until(wakeMillis), () -> wake(expected));
        }
    }

    private void wake(long expected) {
        if (expected == wakeMillis) {
            wakeMillis = Long.MAX_VALUE;
            take(new Input.Woke());
        }
    }

    public void onSaved(long number) {
        take(new Input.Saved(number));
    }

    public void onSaveFailed(long number) {
        take(new Input.SaveFailed(number, "No space left on device"));
    }

    /** A connection of ours has ended by itself. */
    public void ended(LinkId link) {
        links.remove(link);
    }

    @Override
    public void onCommand(SimConnection from, List<String> words) {
        Commands.Resolved resolved = COMMANDS.resolve(words);
        if (resolved instanceof Commands.Refused refused) {
            replies.answerNow(from, refused.error());
        } else if (resolved instanceof Commands.Known known) {
            String name = known.command().fullName();
            switch (name) {
                case "ping" -> replies.answerNow(from, PONG);
                case "auth" -> replies.answerNow(from, Resp.OK);
                case "client|setname" -> {
                    from.named(words.get(2));
                    replies.answerNow(from, Resp.OK);
                }
                default -> {
                    long number = replies.expect(from);
                    witness.asked(number, name, words);
                    take(new Input.Commanded(number, name, words, from.name()));
                }
            }
        }
    }

    @Override
    public void onClosed(SimConnection connection) {
        replies.forget(connection);
    }

    /**
     * Runs a command as a client of this sentinel would.
     *
     * @return the answer, or nothing as long as it waits for a save
     */
    public Optional<Resp> command(String... words) {
        long client = --lastOwnClient;
        if (COMMANDS.resolve(List.of(words)) instanceof Commands.Known known) {
            take(new Input.Commanded(client, known.command().fullName(), List.of(words)));
            return answerTo(client);
        }
        throw new IllegalArgumentException("no such command: " + List.of(words));
    }

    /** The answer to the newest command of a test, when there is one. */
    public Optional<Resp> lastAnswer() {
        return answerTo(lastOwnClient);
    }

    private Optional<Resp> answerTo(long client) {
        return Optional.ofNullable(ownAnswers.get(client));
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        links.put(effect.link(), new SimLink(this, effect));
    }

    @Override
    public void send(Effect.Send effect) {
        SimLink link = links.get(effect.link());
        if (link != null) {
            witness.asks(effect.request());
            link.send(effect.request());
        }
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        SimLink link = links.remove(effect.link());
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void resolve(Effect.Resolve effect) {
        Sentinel asking = core;
        world().dns()
                .ask(
                        effect.name(),
                        answer -> receive(() -> {
                            if (asking == core) {
                                take(new Input.Resolved(effect.name(), answer.addresses(), answer.isFailure()));
                            }
                        }));
    }

    @Override
    public void reply(Effect.Reply effect) {
        if (effect.client() < 0) {
            ownAnswers.put(effect.client(), effect.answer());
        } else {
            witness.answered(effect.client(), effect.answer());
            replies.answer(effect.client(), effect.answer());
        }
    }

    @Override
    public void drained(Effect.Drained effect) {
        drained = Optional.of(effect);
    }

    /** What came of the newest announcement of its end; nothing as long as it is not finished. */
    public Optional<Effect.Drained> drained() {
        return drained;
    }

    /** It is told that it will end. */
    public void drain(long budgetMillis, List<Endpoint> local) {
        drained = Optional.empty();
        take(new Input.Drain(budgetMillis, local));
    }

    @Override
    public void announce(Effect.Announce effect) {
        (effect.event().type().isPublished() ? world().record() : debugRecord)
                .add(new SimRecord.Entry(world().nowMillis(), name(), effect.event()));
    }

    /** What it announced to its log only. */
    public SimRecord debugRecord() {
        return debugRecord;
    }

    /** The scripts that it runs. */
    public SimScripts scripts() {
        return scripts;
    }

    /** What the labels of its pod show. */
    public Optional<Role> shownRole() {
        return shownRole;
    }

    /** Whether it wants the lease of the master. */
    public boolean isLeaseWanted() {
        return isLeaseWanted;
    }

    @Override
    public void showRole(Effect.ShowRole effect) {
        shownRole = effect.role();
    }

    @Override
    public void holdLease(Effect.HoldLease effect) {
        isLeaseWanted = effect.wanted();
    }

    @Override
    public void startScript(Effect.StartScript effect) {
        scripts.start(effect);
    }

    @Override
    public void killScript(Effect.KillScript effect) {
        scripts.kill(effect);
    }

    @Override
    public void keepFile(Effect.KeepFile effect) {
        Sentinel asking = core;
        later(SimPod.WRITE_MILLIS, () -> {
            if (asking == core) {
                pod.orElseThrow().keep(effect);
                take(new Input.FileKept(effect.file(), ""));
            }
        });
    }

    @Override
    public void crash(Effect.Crash effect) {
        crash();
    }

    @Override
    public void setLogLevel(Effect.SetLogLevel effect) {
        // There is no log.
    }

    @Override
    public void log(Effect.Log effect) {
        // Lines for people; nothing rests on them.
    }
}
