package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.CountingWriter;
import io.jsentinel.testkit.ServerProcess;
import io.jsentinel.testkit.WriteReport;
import io.jsentinel.testkit.WriterPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A scene in which everybody knows each other, with a client that writes, and all who watch it. {@link #look()} makes
 * the watchers tell what is new; one thread calls it again and again.
 */
final class Play implements AutoCloseable {

    private static final long PAUSE_NANOS = 20_000_000;
    private static final Duration WRITE_PAUSE = Duration.ofMillis(5);

    private final Scene scene;
    private final Narrator narrator;
    private final Duration bound;
    private final EventFeed events;
    private final CountingWriter writer;
    private final TopologyWatch topology;
    private final FailoverWatch failovers;
    private final EndWatch ends;

    /** @param bound the longest wait for anything */
    Play(Scene scene, Narrator narrator, Duration bound) {
        this.scene = scene;
        this.narrator = narrator;
        this.bound = bound;
        this.events = EventFeed.of(scene, narrator);
        List<Integer> ports =
                scene.sentinels().stream().map(ServerProcess::port).collect(Collectors.toList());
        this.writer = CountingWriter.start(
                WriterPlan.of(ports, Scene.MASTER_NAME, scene.servers().size() - 1)
                        .pause(WRITE_PAUSE));
        this.topology = new TopologyWatch(scene, narrator);
        this.failovers = new FailoverWatch(scene, narrator, events, writer);
        this.ends = new EndWatch(scene);
    }

    Scene scene() {
        return scene;
    }

    Narrator narrator() {
        return narrator;
    }

    TopologyWatch topology() {
        return topology;
    }

    FailoverWatch failovers() {
        return failovers;
    }

    /** Lets the watchers look and tell. Returns the names of processes that have ended by themselves. */
    List<String> look() {
        topology.look();
        failovers.look(topology.seen());
        if (failovers.underWay().isEmpty()) {
            topology.tellWhatRests();
        }
        return ends.look();
    }

    /** Waits until all know each other and a write is confirmed by every replica, and then begins to tell. */
    void awaitReady() {
        awaitRest();
        await(() -> writer.confirmed() > 0 ? "" : "no write was confirmed by every replica");
        topology.tell();
        events.tell();
    }

    /** Waits until the failover that is under way, if any, has happened. */
    void awaitFailover() {
        await(() -> failovers
                .underWay()
                .map(failover -> "no other master has taken over: " + failover.parts())
                .orElse(""));
    }

    /** Waits until everything that was done has had its effect and all are where they belong. */
    void awaitRest() {
        awaitFailover();
        await(() -> failovers.isIdle() ? "" : "what came back has not found its place");
        await(() -> topology.seen().unrest().orElse(""));
    }

    /** Waits until nothing is missing; {@code missing} says what is, and is empty when nothing is. */
    private void await(Supplier<String> missing) {
        long startNanos = System.nanoTime();
        String last = missing.get();
        while (!last.isEmpty()) {
            if (System.nanoTime() - startNanos >= bound.toNanos()) {
                throw new SandboxFailure("waited " + bound.toSeconds() + " s in vain: " + last);
            }
            List<String> ended = look();
            if (!ended.isEmpty()) {
                throw new SandboxFailure(String.join(" and ", ended) + " ended without having been asked to");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            last = missing.get();
        }
    }

    /** What became of all writes so far. */
    WriteReport writes() {
        return writer.verify(bound);
    }

    @Override
    public void close() {
        writer.close();
        events.close();
    }
}
