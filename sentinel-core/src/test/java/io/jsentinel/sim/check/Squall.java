package io.jsentinel.sim.check;

import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.resp.Resp;
import io.jsentinel.sim.Play;
import io.jsentinel.sim.SimFlaw;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A short storm over a small cluster: three sentinels, two masters, some random faults in less than a minute. It is cheap
 * enough for thousands of seeds, and all promises are checked from its first step on.
 */
final class Squall {

    private static final String[] SENTINELS = {"s1", "s2", "s3"};
    private static final String[] SERVERS = {"m", "a", "b", "n", "c"};

    /** How long faults go on. */
    private static final int FAULT_MILLIS = 40_000;

    /** How long the cluster is watched after the last fault. */
    private static final long AFTERWARDS_MILLIS = 10_000;

    private final Random random;
    private final Play play;
    private final TreeMap<String, LinkId> oldLinks = new TreeMap<>();

    private Squall(long seed) {
        random = new Random(31 * seed + 7);
        play = sentinels(SENTINELS.length)
                .seed(seed)
                .delays(1, 1 + random.nextInt(20))
                .monitor("m", quorum(2), downAfter(1_000 + random.nextInt(1_000)))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .monitor("n", quorum(2), downAfter(1_500))
                .replica("c")
                .start();
    }

    /**
     * Lets one squall pass over daemons with a flaw.
     *
     * @param flaw what is planted in each daemon
     * @throws Violation when a promise is broken
     */
    static void pass(long seed, Supplier<SimFlaw> flaw) {
        Squall squall = new Squall(seed);
        squall.play.cluster().sentinels().forEach(daemon -> daemon.flaw(flaw.get()));
        Promises.watch(squall.play.cluster());
        squall.play
                .cluster()
                .world()
                .onStep(step -> squall.remember(step.by(), step.batch().effects()));
        squall.rage();
    }

    private void rage() {
        play.passes(15_000);
        int faults = 4 + random.nextInt(6);
        for (int i = 0; i < faults; i++) {
            play.cluster().world().queue().after(random.nextInt(FAULT_MILLIS), this::fault);
        }
        play.passes(FAULT_MILLIS + AFTERWARDS_MILLIS);
    }

    private void remember(SimSentinel daemon, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.OpenLink open && open.link().generation() > 1) {
                LinkId old = new LinkId(open.link().number(), open.link().generation() - 1);
                oldLinks.put(daemon.name(), old);
            }
        }
    }

    private void fault() {
        String sentinel = SENTINELS[random.nextInt(SENTINELS.length)];
        String server = random.nextBoolean() ? SERVERS[0] : SERVERS[random.nextInt(SERVERS.length)];
        int millis = 500 + random.nextInt(12_000);
        switch (random.nextInt(8)) {
            case 0, 1 -> ends(server, millis);
            case 2 -> ends(sentinel, millis);
            case 3 -> {
                play.isolate(random.nextInt(3) > 0 ? sentinel : server);
                later(millis, play::heal);
            }
            case 4 -> {
                play.cutOneWay(sentinel, server);
                later(millis, play::heal);
            }
            case 5 -> {
                // Often just as long as some notice, and too short for a failover.
                boolean isShort = random.nextBoolean();
                play.freeze(isShort ? server : sentinel);
                later(isShort ? 1_000 + millis / 8 : millis, () -> play.thaw(sentinel, server));
            }
            case 6 -> {
                int saveMillis = random.nextInt(800);
                play.cluster().sentinels().forEach(daemon -> daemon.store().saveTakes(saveMillis));
                ends("m", millis);
            }
            default -> belatedAnswer(play.cluster().sentinel(sentinel));
        }
    }

    private void ends(String name, int millis) {
        SimProcess process = play.cluster().process(name);
        if (process.isRunning()) {
            process.crash();
            later(millis, () -> {
                if (process.isCrashed()) {
                    process.start();
                }
            });
        }
    }

    /** An answer that was read from a connection before it ended reaches the daemon when it has another one. */
    private void belatedAnswer(SimSentinel daemon) {
        LinkId old = oldLinks.get(daemon.name());
        if (old != null && daemon.isRunning()) {
            daemon.take(new Input.Answered(old, Request.of(Request.Kind.PING, "PING"), new Resp.Simple("PONG")));
        }
    }

    private void later(int millis, Runnable action) {
        play.cluster().world().queue().after(millis, action);
    }
}
