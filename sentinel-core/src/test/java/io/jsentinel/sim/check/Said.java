package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Readings of one step: what a daemon said in it, and what it has on disk at that moment. */
final class Said {

    private static final String MASTER = "master ";
    private static final String OF = " @ ";

    private Said() {}

    /** The events that were announced, in order. */
    static List<Event> events(SimStep step) {
        List<Event> events = List.of();
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Announce announce) {
                if (events.isEmpty()) {
                    events = new ArrayList<>();
                }
                events.add(announce.event());
            }
        }
        return events;
    }

    /** The requests of one kind that go out, in order. */
    static List<Effect.Send> sends(SimStep step, Request.Kind kind) {
        List<Effect.Send> sends = List.of();
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send && send.request().kind() == kind) {
                if (sends.isEmpty()) {
                    sends = new ArrayList<>();
                }
                sends.add(send);
            }
        }
        return sends;
    }

    /** The effects of one type, in order. */
    static <T extends Effect> Stream<T> kind(SimStep step, Class<T> type) {
        return step.batch().effects().stream().filter(type::isInstance).map(type::cast);
    }

    /** The words of a hello in a request that publishes one. */
    static String helloWords(Effect.Send send) {
        return send.request().args().get(2);
    }

    /** The hello in a request that publishes one. */
    static HelloMessage hello(Effect.Send send) {
        String payload = helloWords(send);
        return HelloMessage.parse(payload)
                .orElseThrow(() -> new Violation("Said", "a hello that is none was sent: " + payload));
    }

    /** The command that came in, if one with that full name did. */
    static Optional<Input.Commanded> command(SimStep step, String name) {
        return step.input().orElse(null) instanceof Input.Commanded command
                        && command.name().equals(name)
                ? Optional.of(command)
                : Optional.empty();
    }

    /** The name of the master that an event is about; nothing when it is about none, or says so in other words. */
    static Optional<String> masterOf(Event event) {
        String payload = event.payload();
        if (payload.startsWith(MASTER)) {
            return Optional.of(payload.split(" ")[1]);
        }
        int at = payload.indexOf(OF);
        return at < 0
                ? Optional.empty()
                : Optional.of(payload.substring(at + OF.length()).split(" ")[0]);
    }

    /** The watch that an event of that type is about, if the step has one. */
    static Optional<Watch> watchOf(SimStep step, EventType type) {
        return events(step).stream()
                .filter(event -> event.type() == type)
                .flatMap(event -> masterOf(event).stream())
                .flatMap(name -> watch(step.by(), name).stream())
                .findFirst();
    }

    /** A watch of a daemon. */
    static Optional<Watch> watch(SimSentinel daemon, String master) {
        return daemon.core().realm().watches().named(master);
    }

    /** The name of the master at an address, as a daemon knows it. */
    static Optional<String> masterAt(SimSentinel daemon, Endpoint endpoint) {
        return daemon.core().realm().roster().masterAt(endpoint).map(m -> m.name());
    }

    /** What a daemon has on disk of a master. */
    static Optional<MasterConfig> onDisk(SimSentinel daemon, String master) {
        if (daemon.store().file().isPresent()) {
            for (MasterConfig saved : daemon.store().file().get().masters()) {
                if (saved.name().equals(master)) {
                    return Optional.of(saved);
                }
            }
        }
        return Optional.empty();
    }

    /** The epoch of the newest vote for a master that a daemon has on disk, 0 for none. */
    static long votedOnDisk(SimSentinel daemon, String master) {
        return onDisk(daemon, master).map(m -> m.memory().leaderEpoch()).orElse(0L);
    }

    /** The epoch of a master's configuration that a daemon has on disk, 0 for none. */
    static long configuredOnDisk(SimSentinel daemon, String master) {
        return onDisk(daemon, master).map(m -> m.memory().configEpoch()).orElse(0L);
    }

    /** The identity of a daemon. */
    static String id(SimSentinel daemon) {
        return daemon.core().realm().self().runId().value();
    }

    /** The beginning of every sentence about a step: who, and when. */
    static String at(SimStep step) {
        return step.by().name() + " at " + step.millis() + " ms: ";
    }
}
