package io.jsentinel.server;

import io.jsentinel.event.EventType;
import io.jsentinel.server.kubernetes.ApiCounters;
import io.jsentinel.server.kubernetes.PodApi;
import io.jsentinel.server.link.HostResolver;
import io.jsentinel.server.link.RedisLinks;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.net.Sessions;
import io.jsentinel.server.script.ScriptRunner;
import io.jsentinel.server.store.KeptFiles;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Effects;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out what the core wants: one method for each kind of effect. Runs on the event loop. */
final class EffectRunner implements Effects {

    private final RedisLinks links;
    private final HostResolver resolver;
    private final Sessions sessions;
    private final ServerLog log;
    private final ScriptRunner scripts;
    private final Runnable crash;
    private Optional<PodApi> podApi = Optional.empty();
    private final KeptFiles files;
    private final Consumer<Effect.Drained> drained;
    private volatile boolean knowsFailover;

    /**
     * Who does what is asked for.
     *
     * @param links the connections to nodes and sentinels
     * @param resolver finds the addresses of names
     * @param sessions the clients
     * @param scripts the scripts of people
     * @param files the files beside the Redis server of our pod
     */
    record Hands(RedisLinks links, HostResolver resolver, Sessions sessions, ScriptRunner scripts, KeptFiles files) {}

    /**
     * A runner of effects.
     *
     * @param hands who does what is asked for
     * @param log the log
     * @param crash ends this process; does not return
     * @param drained hears that this process may end
     */
    EffectRunner(Hands hands, ServerLog log, Runnable crash, Consumer<Effect.Drained> drained) {
        this.links = hands.links();
        this.resolver = hands.resolver();
        this.sessions = hands.sessions();
        this.log = log;
        this.scripts = hands.scripts();
        this.files = hands.files();
        this.crash = crash;
        this.drained = drained;
    }

    /** From now on the Kubernetes API is used. */
    void use(PodApi api) {
        podApi = Optional.of(api);
    }

    /** How many requests of each kind went to the Kubernetes API; empty where it is not used. */
    Map<ApiCounters.Kind, Long> apiRequests() {
        return podApi.map(api -> api.counters().requests()).orElse(Map.of());
    }

    @Override
    public void showRole(Effect.ShowRole effect) {
        podApi.ifPresent(api -> api.show(effect.role()));
    }

    @Override
    public void holdLease(Effect.HoldLease effect) {
        podApi.ifPresent(api -> api.holdLease(effect.wanted()));
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        links.open(effect.link(), effect.to(), effect.beside());
    }

    @Override
    public void send(Effect.Send effect) {
        links.send(effect.link(), effect.request());
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        // What was sent in the same step leaves first: the last order to a node that is then watched anew.
        links.flush();
        links.close(effect.link());
    }

    @Override
    public void resolve(Effect.Resolve effect) {
        resolver.resolve(effect.name());
    }

    @Override
    public void reply(Effect.Reply effect) {
        sessions.reply(effect.client(), effect.answer());
    }

    @Override
    public void drained(Effect.Drained effect) {
        drained.accept(effect);
    }

    @Override
    public void announce(Effect.Announce effect) {
        if (effect.event().type() == EventType.NEW_EPOCH) {
            knowsFailover = true;
        }
        log.write(effect.event().type().level(), effect.event().toString());
        podApi.ifPresent(api -> api.tell(effect.event()));
        if (effect.event().type().isPublished()) {
            sessions.publish(effect.event());
        }
    }

    @Override
    public void startScript(Effect.StartScript effect) {
        scripts.start(effect.job(), effect.argv());
    }

    @Override
    public void killScript(Effect.KillScript effect) {
        scripts.kill(effect.job());
    }

    @Override
    public void keepFile(Effect.KeepFile effect) {
        files.keep(effect.file(), effect.text());
    }

    @Override
    public void crash(Effect.Crash effect) {
        crash.run();
    }

    @Override
    public void log(Effect.Log effect) {
        log.write(effect.level(), effect.text());
    }

    @Override
    public void setLogLevel(Effect.SetLogLevel effect) {
        log.setThreshold(ServerLog.threshold(effect.level()));
    }

    /** Whether a new epoch was announced, with which every failover begins; from any thread. */
    boolean knowsFailover() {
        return knowsFailover;
    }

    /** Everything of one step was said. */
    void finish() {
        links.flush();
    }
}
