package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import io.jsentinel.sidecar.Sidecar;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.watch.LinkEvents;
import io.jsentinel.watch.Realm;
import java.util.Optional;
import java.util.function.Predicate;

/** Carries out the commands that concern what is watched; all others concern the client's connection only. */
public final class CoreCommands {

    /** What only this process itself asks for: a master is being worked on, and the other sentinels are told. */
    private static final String PAUSE = "sentinel|pause";

    /** The end of that. */
    private static final String RESUME = "sentinel|resume";

    private final QueryCommands queries;
    private final ConfigCommands configs;
    private final FailoverCommands failovers;
    private final DebugCommand debug;
    private final SettingsCommand settings;
    private final ScriptCommands scripts;
    private final LinkEvents hellos;
    private final Sidecar sidecar;

    /**
     * Makes the commands of a sentinel.
     *
     * @param realm what it knows
     * @param hellos who takes in a hello that comes as a command
     * @param saveReplies who answers when a change is saved
     * @param executable whether a script can be run, by its path as people give it
     * @param sidecar who answers the daemons of other pods
     */
    public CoreCommands(
            Realm realm, LinkEvents hellos, SaveReplies saveReplies, Predicate<String> executable, Sidecar sidecar) {
        this.queries = new QueryCommands(realm, saveReplies);
        this.failovers = new FailoverCommands(realm.watches());
        this.debug = new DebugCommand(realm.self(), realm.watches());
        this.settings = new SettingsCommand(realm.self(), realm.watches(), saveReplies);
        this.configs = new ConfigCommands(realm, saveReplies, executable);
        this.scripts = new ScriptCommands(realm.self(), realm.scripts());
        this.hellos = hellos;
        this.sidecar = sidecar;
    }

    /**
     * The answer to a command that only looks; nothing for one that may change something, which {@link #execute} carries
     * out.
     *
     * @param nowMillis the moment
     */
    public Optional<Resp> read(Commanded command, long nowMillis) {
        return switch (command.name()) {
            case "sentinel|get-master-addr-by-name", "sentinel|get-primary-addr-by-name" ->
                Optional.of(queries.masterAddress(command));
            case "role" -> Optional.of(queries.role());
            case "sentinel|masters", "sentinel|primaries" -> Optional.of(queries.masters(nowMillis));
            case "sentinel|master", "sentinel|primary" -> Optional.of(queries.master(command, nowMillis));
            case "sentinel|replicas", "sentinel|slaves" -> Optional.of(queries.replicas(command, nowMillis));
            case "sentinel|sentinels" -> Optional.of(queries.sentinels(command, nowMillis));
            case "sentinel|ckquorum" -> Optional.of(queries.checkQuorum(command));
            case "sentinel|info-cache" -> Optional.of(queries.infoCache(command, nowMillis));
            case "sentinel|pending-scripts" -> Optional.of(scripts.pending(nowMillis));
            case "sentinel|myid" -> Optional.of(queries.myId());
            default -> Optional.empty();
        };
    }

    /** Carries out a command; its answer is an effect of this step or of a later one. */
    public void execute(Commanded command, Outbox out) {
        Optional<Resp> answer = read(command, out.nowMillis());
        if (answer.isPresent()) {
            reply(command, answer.get(), out);
            return;
        }
        switch (command.name()) {
            case "sentinel|is-master-down-by-addr", "sentinel|is-primary-down-by-addr" ->
                queries.isMasterDown(command, out);
            case "publish" -> reply(command, publish(command, out), out);
            case "sentinel|failover" -> reply(command, failovers.failover(command, out), out);
            case "sentinel|peerstate" -> reply(command, sidecar.peerState(command.args(), out), out);
            case "sentinel|config" -> settings.config(command, out);
            case "sentinel|debug" -> reply(command, debug.debug(command.args(), out), out);
            case "sentinel|monitor" -> configs.monitor(command, out);
            case "sentinel|remove" -> configs.remove(command, out);
            case "sentinel|set" -> configs.set(command, out);
            case PAUSE, RESUME -> configs.pause(command, command.name().equals(PAUSE), out);
            case "sentinel|reset" -> configs.reset(command, out);
            case "sentinel|simulate-failure" -> reply(command, scripts.simulateFailure(command), out);
            case "sentinel|flushconfig" -> configs.flushConfig(command, out);
            default -> throw new IllegalStateException("a command that the core does not know: " + command.name());
        }
    }

    /** A host name was answered: the commands that waited for it go on. */
    public void onResolved(Outbox out) {
        configs.onResolved(out);
    }

    /** Answers those who must not wait for a host name any longer. */
    public void expire(Outbox out) {
        configs.expire(out);
    }

    /** When the first one must not wait any longer. */
    public long nextLookMillis() {
        return configs.nextLookMillis();
    }

    private static void reply(Commanded command, Resp answer, Outbox out) {
        out.reply(command.client(), answer);
    }

    /** A hello from another sentinel; it is answered with 1 whatever it was, as in Redis. */
    private Resp publish(Commanded command, Outbox out) {
        if (!command.args().get(1).equals(Requests.HELLO_CHANNEL)) {
            return Resp.error("Only HELLO messages are accepted by Sentinel instances.");
        }
        hellos.receive(command.args().get(2), out);
        return Resp.integer(1);
    }
}
