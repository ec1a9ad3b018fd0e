package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.ServerProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who carries out the steps that break or mend something. Each says what it does, and returns why it could not be
 * done, or nothing when it was.
 */
final class Director {

    private static final String NO_MASTER = "no majority of the sentinels names one master";

    private final Scene scene;
    private final TopologyWatch topology;
    private final FailoverWatch failovers;
    private final Narrator narrator;

    Director(Play play) {
        this.scene = play.scene();
        this.topology = play.topology();
        this.failovers = play.failovers();
        this.narrator = play.narrator();
    }

    /** Ends the master at once. */
    Optional<String> kill() {
        return breakMaster("kill -9 ", RedisServer::kill);
    }

    /** Stops the master. */
    Optional<String> freeze() {
        return breakMaster("kill -STOP ", RedisServer::freeze);
    }

    /** Has the master hand over to a replica. */
    Optional<String> handOver() {
        Optional<SentinelProcess> asked =
                scene.sentinels().stream().filter(Scene::isRunning).findFirst();
        if (asked.isEmpty()) {
            return Optional.of("no sentinel runs");
        }
        OptionalInt port = topology.lookNow().masterPort();
        if (port.isEmpty()) {
            return Optional.of(NO_MASTER);
        }
        narrator.say(Tone.STRONG, "SENTINEL FAILOVER " + Scene.MASTER_NAME + " to " + scene.name(asked.get()));
        failovers.masterIsTold(port.getAsInt());
        Reply answer = asked.get().call("SENTINEL", "FAILOVER", Scene.MASTER_NAME);
        if (answer instanceof Reply.Error error) {
            failovers.orderRefused();
            return Optional.of(error.message());
        }
        return Optional.empty();
    }

    private Optional<String> breakMaster(String what, Consumer<RedisServer> fault) {
        OptionalInt port = topology.lookNow().masterPort();
        if (port.isEmpty()) {
            return Optional.of(NO_MASTER);
        }
        RedisServer master = scene.server(port.getAsInt());
        if (!Scene.isRunning(master)) {
            return Optional.of(scene.name(master) + ", which the sentinels still name, is "
                    + (master.isFrozen() ? "frozen" : "down") + " already");
        }
        narrator.say(Tone.STRONG, what + scene.name(master) + ", the master");
        failovers.masterFails(master.port());
        fault.accept(master);
        return Optional.empty();
    }

    /** Ends the last sentinel that runs. */
    Optional<String> killSentinel() {
        List<SentinelProcess> running =
                scene.sentinels().stream().filter(Scene::isRunning).collect(Collectors.toList());
        if (running.isEmpty()) {
            return Optional.of("no sentinel runs");
        }
        SentinelProcess last = running.get(running.size() - 1);
        narrator.say(Tone.STRONG, "kill -9 " + scene.name(last));
        last.kill();
        return Optional.empty();
    }

    /** Starts again all that is down. */
    Optional<String> restart() {
        return bringBack("restart ", process -> !process.isAlive(), ServerProcess::restart)
                ? Optional.empty()
                : Optional.of("nothing is down");
    }

    /** Lets go on all that is frozen. */
    Optional<String> thaw() {
        return bringBack("kill -CONT ", ServerProcess::isFrozen, ServerProcess::thaw)
                ? Optional.empty()
                : Optional.of("nothing is frozen");
    }

    private boolean bringBack(String what, Predicate<ServerProcess> gone, Consumer<ServerProcess> cure) {
        List<ServerProcess> all = scene.all().stream().filter(gone).collect(Collectors.toList());
        all.forEach(process -> {
            narrator.say(Tone.STRONG, what + scene.name(process));
            failovers.returns(process);
            cure.accept(process);
        });
        topology.lookNow();
        return !all.isEmpty();
    }
}
