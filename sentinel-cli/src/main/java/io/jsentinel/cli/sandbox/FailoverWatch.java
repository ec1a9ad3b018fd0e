package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.CountingWriter;
import io.jsentinel.testkit.ServerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a fault: the failover with the time that it took, and later the return of the server as a replica.
 * For one thread.
 */
final class FailoverWatch {

    private final Scene scene;
    private final Narrator narrator;
    private final EventFeed events;
    private final CountingWriter writer;
    private final List<Failover> done = new ArrayList<>();
    private final Map<Integer, Long> returningSinceNanos = new HashMap<>();
    private Optional<Fault> fault = Optional.empty();

    FailoverWatch(Scene scene, Narrator narrator, EventFeed events, CountingWriter writer) {
        this.scene = scene;
        this.narrator = narrator;
        this.events = events;
        this.writer = writer;
    }

    /** The master on this port fails now. */
    void masterFails(int port) {
        fault = Optional.of(new Fault(false, port, System.nanoTime()));
        returningSinceNanos.remove(port);
    }

    /** The master on this port is told now to hand over. */
    void masterIsTold(int port) {
        fault = Optional.of(new Fault(true, port, System.nanoTime()));
        writer.markGap();
    }

    /** The master does not hand over. */
    void orderRefused() {
        fault = Optional.empty();
    }

    /** A process that was down or frozen comes back now; if no failover has come yet, none is waited for any more. */
    void returns(ServerProcess process) {
        if (fault.isPresent() && fault.get().port() == process.port()) {
            String how = process.isAlive() ? " comes back" : " comes back without data";
            narrator.say(Tone.WARNING, scene.name(process) + how + " before another master has taken over");
            fault = Optional.empty();
        }
        if (scene.servers().contains(process)) {
            returningSinceNanos.put(process.port(), System.nanoTime());
        }
    }

    /** The failover that is waited for, as far as it has come. */
    Optional<Failover> underWay() {
        return fault.map(present -> Failover.after(present, events, writer));
    }

    /** Whether neither a failover nor a return is waited for. */
    boolean isIdle() {
        return fault.isEmpty() && returningSinceNanos.isEmpty();
    }

    /** All failovers that have happened. */
    List<Failover> done() {
        return List.copyOf(done);
    }

    /** Tells what has happened, by a topology of this moment. */
    void look(Topology topology) {
        underWay().filter(Failover::isComplete).ifPresent(this::tell);
        Iterator<Map.Entry<Integer, Long>> returning =
                returningSinceNanos.entrySet().iterator();
        while (returning.hasNext()) {
            Map.Entry<Integer, Long> entry = returning.next();
            Optional<String> role = role(entry.getKey(), topology);
            if (role.isPresent()) {
                long millis = (System.nanoTime() - entry.getValue()) / 1_000_000;
                narrator.say(
                        Tone.GOOD, scene.name(entry.getKey()) + role.get() + ", after " + Failover.seconds(millis));
                returning.remove();
            }
        }
    }

    private void tell(Failover failover) {
        done.add(failover);
        fault = Optional.empty();
        String gap = Failover.seconds(failover.gapMillis());
        narrator.say(
                Tone.GOOD,
                failover.fault().isOrder()
                        ? "failover: another master accepts writes, which have waited for " + gap
                        : "failover: another master accepts writes " + gap + " after the fault");
        narrator.more(failover.parts());
    }

    /** What a server that has come back is now, once it has its place. */
    private Optional<String> role(int port, Topology topology) {
        if (topology.masterPort().isEmpty()) {
            return Optional.empty();
        }
        int master = topology.masterPort().getAsInt();
        return topology.nodes().stream()
                .filter(node -> node.port() == port && node.isUp())
                .filter(node -> port == master ? node.isMaster() : node.linkUp() && node.masterPort() == master)
                .map(node -> port == master ? " is the master again" : " is a replica again, of " + scene.name(master))
                .findFirst();
    }
}
