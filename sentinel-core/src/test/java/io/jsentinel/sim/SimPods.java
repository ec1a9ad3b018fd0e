package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.pod.BootState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A set of pods in a simulated world. After every single event it is looked whether there is more than one master, which
 * must never be.
 */
public final class SimPods {

    private static final int DOWN_AFTER_MILLIS = 5_000;

    private final SimWorld world;
    private final List<SimPod> pods = new ArrayList<>();
    private int lastHost;
    private boolean mayHaveSeveral;

    public SimPods(long seed, int size, Boot boot) {
        world = new SimWorld(seed);
        world.network().delays(1, 20);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            add(boot);
        }
    }

    /** One more pod, which does not run yet. */
    public SimPod add(Boot boot) {
        String name = "redis-" + pods.size();
        String host = nextHost();
        SimRedis redis = new SimRedis(world, name, new Endpoint(host, SimPod.REDIS_PORT));
        MasterSettings settings =
                MasterSettings.defaults(boot.replicas() / 2 + 1).withDownAfterMillis(DOWN_AFTER_MILLIS);
        SentinelConfig config = new SentinelConfig(
                Optional.empty(),
                0,
                Optional.of(name + "." + SimPod.SERVICE),
                0,
                Credentials.NONE,
                true,
                true,
                true,
                List.of(new MasterConfig("m", new Endpoint(host, SimPod.REDIS_PORT), settings, MasterMemory.EMPTY)));
        Endpoint listener = new Endpoint(host, SimPod.SENTINEL_PORT);
        SimPod pod = new SimPod(name, redis, new SimSentinel(world, name + "-daemon", listener, config), boot);
        redis.replication().emptied();
        pods.add(pod);
        return pod;
    }

    private String nextHost() {
        return "10.1.0." + ++lastHost;
    }

    public SimWorld world() {
        return world;
    }

    public SimPod pod(int ordinal) {
        return pods.get(ordinal);
    }

    public List<SimPod> all() {
        return pods;
    }

    /** Starts a pod: its server and its daemon, in any order. */
    public SimPods start(int ordinal) {
        SimPod pod = pod(ordinal);
        world.queue().after(world.random().nextInt(200), pod.redis()::start);
        world.queue().after(world.random().nextInt(200), () -> {
            pod.daemon().start();
            publish();
        });
        return passes(250);
    }

    /** Starts pods within a time, in any order. */
    public SimPods startAll(int withinMillis) {
        List<SimPod> order = new ArrayList<>(pods);
        Collections.shuffle(order, world.random());
        for (SimPod pod : order) {
            world.queue()
                    .after(
                            world.random().nextInt(withinMillis),
                            () -> pod.redis().start());
            world.queue().after(world.random().nextInt(withinMillis), () -> {
                pod.daemon().start();
                publish();
            });
        }
        return passes(withinMillis);
    }

    public SimPods kill(int ordinal) {
        pod(ordinal).kill();
        publish();
        return this;
    }

    public SimPods killAll() {
        pods.forEach(SimPod::kill);
        publish();
        return this;
    }

    /** All pods come back elsewhere; none may run. */
    public SimPods moveAll() {
        pods.forEach(pod -> pod.moveTo(nextHost()));
        return this;
    }

    /** Names follow the pods that run. */
    public void publish() {
        List<String> addresses = new ArrayList<>();
        for (SimPod pod : pods) {
            if (pod.isRunning()) {
                addresses.add(pod.address());
                world.dns().set(pod.host(), pod.address());
            } else {
                world.dns().set(pod.host());
            }
        }
        world.dns().set(SimPod.SERVICE, addresses.toArray(String[]::new));
    }

    /** From now on more than one master is no fault: one that a partition hides is there until it is healed. */
    public SimPods mayHaveSeveralMasters() {
        mayHaveSeveral = true;
        return this;
    }

    /** What was hidden is healed: from now on there is at most one master again. */
    SimPods mustHaveOneMaster() {
        mayHaveSeveral = false;
        return this;
    }

    public SimPods passes(long millis) {
        long end = world.nowMillis() + millis;
        while (world.queue().runNext(end)) {
            look();
        }
        return this;
    }

    private void look() {
        if (!mayHaveSeveral && masters().size() > 1) {
            throw new AssertionError("more than one master at " + world.nowMillis() + ": " + masters());
        }
    }

    public List<SimPod> masters() {
        return pods.stream()
                .filter(pod ->
                        pod.redis().isRunning() && pod.redis().replication().isMaster())
                .toList();
    }

    /** Waits until one pod is the master, all that run follow it and name it. */
    public SimPod settled(long withinMillis) {
        long end = world.nowMillis() + withinMillis;
        while (world.nowMillis() < end) {
            passes(50);
            Optional<SimPod> master = masters().stream().findFirst().filter(this::isSettledOn);
            if (master.isPresent()) {
                return master.get();
            }
        }
        throw new AssertionError("not settled: masters " + masters() + ", " + states());
    }

    private boolean isSettledOn(SimPod master) {
        return pods.stream().filter(SimPod::isRunning).allMatch(pod -> {
            boolean names = pod.daemon()
                    .core()
                    .realm()
                    .watches()
                    .named("m")
                    .filter(watch -> watch.master().endpoint().host().equals(master.host()))
                    .isPresent();
            return names && (pod == master || pod.redis().replication().isLinkUp());
        });
    }

    /** How far each daemon is, and why not farther. */
    public List<String> states() {
        return pods.stream()
                .filter(SimPod::isRunning)
                .map(pod -> pod + " " + state(pod))
                .toList();
    }

    public BootState state(SimPod pod) {
        return pod.daemon().core().sidecar().state();
    }

    /** The master has taken writes: so many keys more, and what replicas that follow it read of them. */
    public SimPods writes(SimPod master, long keys) {
        long now = master.redis().replication().keys() + keys;
        master.redis().replication().hasKeys(now);
        master.redis().replication().written(master.redis().replication().offset() + 10 * keys);
        return this;
    }
}
