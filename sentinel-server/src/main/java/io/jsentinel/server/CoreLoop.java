package io.jsentinel.server;

import io.jsentinel.Sentinel;
import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.kubernetes.PodApi;
import io.jsentinel.server.link.HostResolver;
import io.jsentinel.server.link.RedisLinks;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.metrics.Readings;
import io.jsentinel.server.net.Backend;
import io.jsentinel.server.net.Sessions;
import io.jsentinel.server.script.ScriptRunner;
import io.jsentinel.server.store.KeptFiles;
import io.jsentinel.server.store.LoadedConfig;
import io.jsentinel.server.store.SecretFile;
import io.jsentinel.server.tls.Tls;
import io.jsentinel.status.Status;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only caller of the core's step: brings it every input with the time, carries out what it asks for, has its
 * state saved, and wakes it when it wants to be woken. Everything here runs on the event loop, except what scripts
 * tell, which hops to it.
 */
final class CoreLoop implements Backend, RedisLinks.Listener, HostResolver.Listener, ScriptRunner.Listener {

    /** When the core is woken after a fault of ours. */
    private static final long AFTER_FAULT_MILLIS = 100;

    /** The exit status of a crash that somebody ordered. */
    private static final int CRASH_STATUS = 99;

    /** No client has this number: an answer to it goes nowhere. */
    private static final long NOBODY = 0;

    private static final Logger LOG = LoggerFactory.getLogger(CoreLoop.class);

    private final EventLoop loop;
    private final Sentinel sentinel;
    private final ServerConfig config;
    private final ServerLog log;
    private final LastResort lastResort;
    private final Runnable shutdown;
    private final Sessions sessions;
    private final RedisLinks links;
    private final HostResolver resolver;
    private final EffectRunner effects;
    private final ScriptRunner scripts;
    private final KeptFiles files;
    private final StateSaves saves;
    private final WakeTimer timer;
    private final long originNanos = System.nanoTime();

    private final ArrayDeque<Input> inputs = new ArrayDeque<>();
    private final List<CompletableFuture<Effect.Drained>> drains = new ArrayList<>();
    private boolean stepping;
    private boolean stopped;

    /**
     * What the loop is wired to.
     *
     * @param loop the event loop
     * @param sessions makes the registry of the clients, whose commands come to the given backend
     * @param log the log
     * @param lastResort ends the process when this cannot go on
     * @param shutdown called when a client asks for the end
     * @param tls what may encrypt the connections that we make
     * @param dnsServers the DNS servers to ask in place of the system's, if any
     * @param source the address that connections to nodes come from; empty = whichever the system takes
     */
    record Wiring(
            EventLoop loop,
            Function<Backend, Sessions> sessions,
            ServerLog log,
            LastResort lastResort,
            Runnable shutdown,
            Optional<Tls> tls,
            List<InetSocketAddress> dnsServers,
            Optional<InetAddress> source) {}

    CoreLoop(Wiring wiring, Sentinel sentinel, LoadedConfig config) {
        this.loop = wiring.loop();
        this.config = config.configuration().server();
        this.sentinel = sentinel;
        this.log = wiring.log();
        this.lastResort = wiring.lastResort();
        this.shutdown = wiring.shutdown();
        this.links = new RedisLinks(loop, this, wiring.tls());
        this.resolver = new HostResolver(loop, wiring.dnsServers(), this);
        wiring.source().ifPresent(links::comeFrom);
        this.sessions = wiring.sessions().apply(this);
        Path dir = ServerPaths.dir(config.configuration().server());
        this.scripts = new ScriptRunner(dir, log, this);
        this.files = ServerPaths.keptFiles(
                config.configuration().server(), (file, fault) -> onLoop(() -> step(new Input.FileKept(file, fault))));
        EffectRunner.Hands hands = new EffectRunner.Hands(links, resolver, sessions, scripts, files);
        this.effects = new EffectRunner(hands, log, this::crash, this::drained);
        this.saves = new StateSaves(loop, log, lastResort, config, this::state, this::step);
        lastResort.doFirst(saves::settle);
        this.timer = new WakeTimer(loop, this::nowMillis, () -> step(new Input.Woke()));
    }

    /** The clients. */
    Sessions sessions() {
        return sessions;
    }

    /** Has the Kubernetes API used from now on; before the first step. */
    void use(PodApi api) {
        effects.use(api);
    }

    /** The Kubernetes API told something new; from any thread. */
    void clusterTold(ClusterView view) {
        onLoop(() -> step(new Input.ClusterTold(view)));
    }

    /** Takes the first step. */
    void start() {
        carryOut(sentinel.start(nowMillis()));
    }

    /**
     * Finishes what must be finished before this process ends.
     *
     * @param budgetMillis how long that may take
     * @param local the addresses by which the Redis server beside us is known; empty for none
     * @return what came of it, on the event loop; all who ask while it is under way hear the same
     */
    CompletableFuture<Effect.Drained> drain(long budgetMillis, List<Endpoint> local) {
        CompletableFuture<Effect.Drained> outcome = new CompletableFuture<>();
        onLoop(() -> {
            drains.add(outcome);
            step(new Input.Drain(budgetMillis, local));
        });
        return outcome;
    }

    private void drained(Effect.Drained effect) {
        List<CompletableFuture<Effect.Drained>> waiting = List.copyOf(drains);
        drains.clear();
        waiting.forEach(outcome -> outcome.complete(effect));
    }

    /** Ends all links and saves what is not saved; nothing is stepped any more. */
    void stop() {
        stopped = true;
        timer.cancel();
        scripts.close();
        links.closeAll();
        resolver.close();
        files.close();
        saves.close();
    }

    /** Ends this process without telling anybody; what was to be saved is, as in Redis, which saves before it speaks. */
    private void crash() {
        saves.close();
        Runtime.getRuntime().halt(CRASH_STATUS);
    }

    /** What the state file must say: the core's state, and the users. */
    private SentinelConfig state() {
        return sentinel.state().withUsers(sessions.accounts().toSave());
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - originNanos);
    }

    /** Steps, but not inside a step: an effect may cause an input, a reply the client's next command for example. */
    private void step(Input input) {
        inputs.add(input);
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            for (Input next = inputs.poll(); next != null && !stopped; next = inputs.poll()) {
                take(next);
            }
        } finally {
            stepping = false;
        }
    }

    private void take(Input input) {
        try {
            carryOut(sentinel.step(nowMillis(), input));
        } catch (RuntimeException fault) {
            // A fault of ours. A watcher that stopped watching would be worse than one that has stumbled.
            Resp answer = faulty(input, fault);
            if (input instanceof Input.Commanded command) {
                sessions.reply(command.client(), answer);
            }
            timer.wakeAt(nowMillis() + AFTER_FAULT_MILLIS);
        } catch (Error cause) {
            // What of the step was done is unknown, and whatever is missing will be missing in the next one.
            lastResort.failed("the core cannot work on " + input.getClass().getSimpleName(), cause);
            throw cause;
        }
    }

    /** Writes a fault of ours to the log; returns the answer for the client that met it. */
    private Resp faulty(Input input, RuntimeException fault) {
        String kind = input.getClass().getSimpleName();
        LOG.error("the core failed on {}", kind, fault);
        log.write(Level.WARNING, "FAULT: the core failed on " + kind + ": " + fault + " (please report this)");
        return Resp.error("internal fault, see the log");
    }

    private void carryOut(Batch batch) {
        saves.want(batch.stateNumber(), batch.urgentState());
        batch.effects().forEach(effect -> effect.run(effects));
        effects.finish();
        timer.wakeAt(batch.nextLookMillis());
    }

    @Override
    public void command(long client, String name, List<String> args, String caller) {
        Input.Commanded command = new Input.Commanded(client, name, args, caller);
        Optional<Resp> answer = read(command);
        if (answer.isPresent()) {
            sessions.reply(client, answer.get());
        } else {
            step(command);
        }
    }

    /** A picture of everything, as it is now. */
    Status status() {
        return sentinel.status(nowMillis());
    }

    /** Load balancers rely on what we know of roles and lag from now on. */
    void observed() {
        onLoop(() -> sentinel.realm().self().observed());
    }

    /** Whether a failover was begun since the start, by us or by others; from any thread. */
    boolean knowsFailover() {
        return effects.knowsFailover();
    }

    /** What metrics are made of, as it is now. */
    Readings readings() {
        return new Readings(status(), sessions.infoText(), timer.lateness(), resolver.lookups(), effects.apiRequests());
    }

    /** The configuration of the process, as it was read at the start. */
    ServerConfig config() {
        return config;
    }

    /**
     * Carries out a command of ours as if a client had sent it.
     *
     * @param words the words of a SENTINEL subcommand
     * @param answer hears the answer, once
     */
    void ask(List<String> words, Consumer<Resp> answer) {
        command(sessions.ask(answer), words.get(0) + "|" + words.get(1), words, "");
    }

    private Optional<Resp> read(Input.Commanded command) {
        try {
            return sentinel.read(nowMillis(), command);
        } catch (RuntimeException fault) {
            return Optional.of(faulty(command, fault));
        }
    }

    /** Takes the new secret of a file, as if somebody had set it; one that is read at the start only stays. */
    void secretChanged(SecretFile file) {
        List<String> setting = file.setting();
        List<String> command = switch (setting.size()) {
            case 3 -> List.of("sentinel", "set", setting.get(2), setting.get(1), file.secret());
            case 2 -> List.of("sentinel", "config", "set", setting.get(1), file.secret());
            default -> List.of();
        };
        String name = String.join(" ", setting);
        if (command.isEmpty()) {
            log.write(Level.WARNING, "the file of " + name + " has changed: it takes effect at the next start");
            return;
        }
        log.write(Level.NOTICE, "the file of " + name + " has changed: the new secret is used from now on");
        step(new Input.Commanded(NOBODY, command.get(0) + "|" + command.get(1), command));
    }

    @Override
    public String sentinelInfo() {
        return sentinel.infoSection(nowMillis());
    }

    @Override
    public void usersChanged() {
        // With an ACL file it is for ACL SAVE to save them.
        if (sessions.accounts().file().isEmpty()) {
            saves.wantUsers();
        }
    }

    @Override
    public void shutdown() {
        shutdown.run();
    }

    @Override
    public void broken(Error cause) {
        // Too little memory may be what one client caused, and passes. What else is an Error is there to stay.
        if (!(cause instanceof VirtualMachineError)) {
            lastResort.failed("connections cannot be served", cause);
        }
    }

    @Override
    public void up(LinkId link, String localHost, boolean isShared) {
        step(new Input.LinkUp(link, localHost, isShared));
    }

    @Override
    public void down(LinkId link, String reason) {
        step(new Input.LinkDown(link, reason));
    }

    @Override
    public void resolved(String name, List<String> addresses, boolean isFailure) {
        step(new Input.Resolved(name, addresses, isFailure));
    }

    @Override
    public void answered(LinkId link, Request request, Resp answer) {
        step(new Input.Answered(link, request, answer));
    }

    @Override
    public void heard(LinkId link, String channel, String payload) {
        step(new Input.Heard(link, channel, payload));
    }

    @Override
    public void scriptStarted(long job, long pid) {
        onLoop(() -> step(new Input.ScriptStarted(job, pid)));
    }

    @Override
    public void scriptEnded(long job, int exitCode, int signal) {
        onLoop(() -> step(new Input.ScriptEnded(job, exitCode, signal)));
    }

    private void onLoop(Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException e) {
            // The daemon has ended; scripts go on without it.
        }
    }
}
