package io.jsentinel;

import io.jsentinel.address.RunId;
import io.jsentinel.command.CoreCommands;
import io.jsentinel.command.InfoCommand;
import io.jsentinel.command.SaveReplies;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.SavedDirectives;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.health.Stall;
import io.jsentinel.pod.LeaseState;
import io.jsentinel.resp.Resp;
import io.jsentinel.script.ScriptQueue;
import io.jsentinel.sidecar.Sidecar;
import io.jsentinel.status.Chronicle;
import io.jsentinel.status.Status;
import io.jsentinel.status.StatusReading;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Inputs;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Drain;
import io.jsentinel.watch.LinkEvents;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The state machine that decides. It has no clock, no thread and no socket: {@link #step} is the only way in, the batch
 * that it returns the only way out, and the same inputs give the same batches.
 */
public final class Sentinel implements Inputs {

    private final Outbox out = new Outbox();
    private final Realm realm;
    private final Chronicle chronicle;
    private final LinkEvents linkEvents;
    private final CoreCommands commands;
    private final Drain drain;
    private final Sidecar sidecar;
    private final SaveReplies saveReplies = new SaveReplies();
    private long promisedMillis = Long.MAX_VALUE;

    /**
     * A sentinel as it is configured, or as it was when it last saved its state.
     *
     * @param startup what it starts from
     * @param random the only source of chance
     */
    public Sentinel(Startup startup, RandomGenerator random) {
        SentinelConfig config = startup.config();
        RunId runId =
                config.myId().or(() -> startup.sidecar().config().identity()).orElseGet(() -> RunId.draw(random));
        Self self = new Self(runId, config, startup.process(), startup.listening());
        Roster roster = new Roster();
        realm = new Realm(self, roster, new Watches(self, roster, random), new Stall(self), new ScriptQueue());
        useNames();
        chronicle = new Chronicle(realm.watches()::named);
        chronicle.ownRunId(runId.value());
        out.witnessedBy(chronicle::observe);
        linkEvents = new LinkEvents(realm);
        drain = new Drain(self, realm.watches());
        sidecar = new Sidecar(startup.sidecar(), realm, random);
        commands = new CoreCommands(realm, linkEvents, saveReplies, startup.executable(), sidecar);
    }

    /**
     * The first step: begins to watch what is configured.
     *
     * @param nowMillis the moment, on the monotonic clock of all later steps
     */
    public Batch start(long nowMillis) {
        begin(nowMillis);
        out.stateChanged();
        out.log(Level.WARNING, "Sentinel ID is " + realm.self().runId());
        for (MasterConfig master : realm.self().config().masters()) {
            if (sidecar.seeks(master)) {
                sidecar.start(master, out);
            } else {
                realm.watches().add(master, out);
            }
        }
        return finish();
    }

    /**
     * Takes in one input and acts on it at once.
     *
     * @param nowMillis the moment; never earlier than that of the step before
     * @param input what came
     * @return what is to be done, and when to be woken
     */
    public Batch step(long nowMillis, Input input) {
        begin(nowMillis);
        long late = realm.stall().lateMillis(promisedMillis, out);
        if (late > 0) {
            realm.roster().links().forEach(link -> link.forgive(late));
            boolean tilts = realm.stall().tiltsNow(out);
            realm.watches().all().forEach(watch -> watch.stalled(late, tilts, out));
        }
        input.deliver(this);
        return finish();
    }

    private void begin(long nowMillis) {
        out.begin(nowMillis);
        realm.roster().names().begin(nowMillis);
    }

    /** Host names are used as is configured now: SENTINEL CONFIG SET changes it. */
    private void useNames() {
        SentinelConfig config = realm.self().config();
        realm.roster().names().use(config.resolveHostnames(), config.announceHostnames());
    }

    private Batch finish() {
        useNames();
        realm.stall().end(out);
        saveReplies.expire(out);
        commands.expire(out);
        sidecar.advance(out);
        realm.watches().lookAtDue(realm.stall(), out);
        sidecar.show(out);
        drain.advance(out);
        chronicle.stepEnded();
        for (LinkId link : realm.roster().drainRetired()) {
            out.add(new Effect.CloseLink(link));
        }
        realm.scripts().advance(realm.self().timing(), out);
        for (String name : realm.roster().names().drainWanted()) {
            out.add(new Effect.Resolve(name));
        }
        long next = Math.min(realm.watches().nextLookMillis(), saveReplies.nextLookMillis());
        next = Math.min(next, Math.min(drain.nextLookMillis(), sidecar.nextLookMillis()));
        next = Math.min(next, Math.min(realm.scripts().nextLookMillis(), commands.nextLookMillis()));
        promisedMillis = realm.stall().isTilted() ? Math.min(next, realm.stall().endMillis()) : next;
        return out.finish(promisedMillis);
    }

    /**
     * The answer to a client's command that only looks, without a step: such commands are by far the most, and nothing
     * has to be decided, sent or saved for them.
     *
     * @param nowMillis the moment; never earlier than that of the last step
     * @param command what a client asks
     * @return nothing when the command needs a {@link #step}
     */
    public Optional<Resp> read(long nowMillis, Input.Commanded command) {
        return commands.read(command, nowMillis);
    }

    /** Everything that must survive a restart, as it is now. */
    public SentinelConfig state() {
        Self self = realm.self();
        List<MasterConfig> masters = new ArrayList<>(realm.watches().state());
        sidecar.unwatched().ifPresent(masters::add);
        return self.config()
                .withState(self.runId(), self.currentEpoch(), masters)
                .withDirectives(
                        new SavedDirectives(Optional.empty(), self.process().savedLogLevel()));
    }

    /** The section {@code # Sentinel} of INFO. */
    public String infoSection(long nowMillis) {
        return InfoCommand.sentinelSection(realm, nowMillis);
    }

    /**
     * A picture of everything, for those who must not look into the core themselves.
     *
     * @param nowMillis the moment; never earlier than that of the last step
     */
    public Status status(long nowMillis) {
        return StatusReading.take(
                new StatusReading.Subject(realm, sidecar), chronicle.past(), out.isSaveFailing(), nowMillis);
    }

    /** The Redis server beside us, as far as there is one; for reading. */
    public Sidecar sidecar() {
        return sidecar;
    }

    /** What this sentinel knows; for reading. */
    public Realm realm() {
        return realm;
    }

    @Override
    public void onWoke(Input.Woke input) {
        out.woke();
        realm.watches().touchHeard(out);
    }

    @Override
    public void onLinkUp(Input.LinkUp input) {
        if (!sidecar.onUp(input, out)) {
            linkEvents.onUp(input, out);
        }
    }

    @Override
    public void onLinkDown(Input.LinkDown input) {
        if (!sidecar.onDown(input)) {
            linkEvents.onDown(input, out);
        }
    }

    @Override
    public void onResolved(Input.Resolved input) {
        realm.roster().names().answered(input.name(), input.addresses());
        commands.onResolved(out);
        realm.watches().onResolved(input.name(), out);
        sidecar.onResolved(input, out);
    }

    @Override
    public void onAnswered(Input.Answered input) {
        if (!sidecar.onAnswered(input, out)) {
            linkEvents.onAnswered(input, out);
        }
    }

    @Override
    public void onHeard(Input.Heard input) {
        linkEvents.onHeard(input, out);
    }

    @Override
    public void onCommanded(Input.Commanded input) {
        commands.execute(input, out);
    }

    @Override
    public void onDrain(Input.Drain input) {
        drain.begin(input, out);
        sidecar.onDrain();
    }

    @Override
    public void onFileKept(Input.FileKept input) {
        sidecar.onFileKept(input, out);
    }

    @Override
    public void onSaved(Input.Saved input) {
        if (out.isSaveFailing()) {
            out.announce(EventType.SAVE_FAILING_ENDED, "#the state is saved again");
        }
        out.saved(input.stateNumber());
        realm.self().saved(input.stateNumber());
        realm.watches().touchAwaitingSave(out);
        saveReplies.onSaved(input.stateNumber(), out);
    }

    @Override
    public void onSaveFailed(Input.SaveFailed input) {
        if (!out.isSaveFailing()) {
            out.announce(EventType.SAVE_FAILING, "#" + input.reason());
        }
        out.saveFailed();
        realm.watches().touchAwaitingSave(out);
        saveReplies.onSaveFailed(input.stateNumber(), out);
    }

    @Override
    public void onLeaseHeld(Input.LeaseHeld input) {
        realm.self().leaseHeld(input.held());
        realm.watches().all().forEach(watch -> realm.watches().touch(watch, out));
    }

    @Override
    public void onScriptStarted(Input.ScriptStarted input) {
        realm.scripts().onStarted(input, out);
    }

    @Override
    public void onClusterTold(Input.ClusterTold input) {
        boolean held = input.view().lease() == LeaseState.HELD;
        boolean isNews = held != (realm.self().cluster().lease() == LeaseState.HELD);
        realm.self().cluster(input.view());
        input.view().replicas().ifPresent(sidecar::podsTold);
        if (isNews) {
            onLeaseHeld(new Input.LeaseHeld(held));
        }
    }

    @Override
    public void onScriptEnded(Input.ScriptEnded input) {
        realm.scripts().onEnded(input, realm.self().timing(), out);
    }
}
