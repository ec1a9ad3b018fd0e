package io.jsentinel.sim;

import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Times;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All processes of a scenario, by name, and what they are expected to know of each other. */
public final class SimCluster {

    /** Within how much time sentinels start, each at its own moment. */
    private static final int START_MILLIS = 2_000;

    private final SimWorld world;
    private final Map<String, SimRedis> redises = new LinkedHashMap<>();
    private final Map<String, SimSentinel> sentinels = new LinkedHashMap<>();
    private final Map<String, StockSentinel> stock = new LinkedHashMap<>();
    private final Map<String, List<String>> replicas = new LinkedHashMap<>();
    private final List<String> masters = new ArrayList<>();
    private final List<Runnable> onceStarted = new ArrayList<>();
    private List<SimRedis> allRedises = List.of();
    private List<SimSentinel> allSentinels = List.of();
    private List<StockSentinel> allStock = List.of();

    public SimCluster(SimWorld world) {
        this.world = world;
    }

    public SimWorld world() {
        return world;
    }

    public void add(SimRedis redis) {
        redises.put(redis.name(), redis);
        allRedises = List.copyOf(redises.values());
    }

    public void add(SimSentinel sentinel) {
        sentinels.put(sentinel.name(), sentinel);
        allSentinels = List.copyOf(sentinels.values());
    }

    public void add(StockSentinel sentinel) {
        stock.put(sentinel.name(), sentinel);
        allStock = List.copyOf(stock.values());
    }

    /** All sentinels watch that master. */
    public void watches(String master) {
        masters.add(master);
    }

    /** A master has that replica. */
    public void expects(String master, String replica) {
        replicas.computeIfAbsent(master, m -> new ArrayList<>()).add(replica);
    }

    /** The master that a server belongs to, as the scenario was planned: its own name when it is no replica of another. */
    public String groupOf(SimRedis redis) {
        return replicas.entrySet().stream()
                .filter(group -> group.getValue().contains(redis.name()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(redis.name());
    }

    /** Something to do when the Redis servers run and before the sentinels do. */
    public void onceStarted(Runnable action) {
        onceStarted.add(action);
    }

    public int redisCount() {
        return redises.size();
    }

    /** Starts the Redis servers now and the sentinels in the next moments. */
    public void startAll() {
        redises.values().forEach(SimProcess::start);
        onceStarted.forEach(Runnable::run);
        sentinels.values().forEach(this::startSoon);
        stock.values().forEach(this::startSoon);
    }

    private void startSoon(SimProcess process) {
        world.queue().after(world.random().nextInt(START_MILLIS), process::start);
    }

    public SimRedis redis(String name) {
        return find(redises, name);
    }

    public SimSentinel sentinel(String name) {
        return find(sentinels, name);
    }

    public SimProcess process(String name) {
        if (stock.containsKey(name)) {
            return stock.get(name);
        }
        return redises.containsKey(name) ? redises.get(name) : find(sentinels, name);
    }

    private static <T> T find(Map<String, T> all, String name) {
        T found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + name + " in " + all.keySet());
        }
        return found;
    }

    /** Whether that name is the one of a sentinel that behaves like one of Redis. */
    public boolean isStock(String name) {
        return stock.containsKey(name);
    }

    /** A sentinel that behaves like one of Redis. */
    public StockSentinel stock(String name) {
        return find(stock, name);
    }

    /** The sentinels that behave like those of Redis. */
    public List<StockSentinel> stockSentinels() {
        return allStock;
    }

    /** How many sentinels there are, of both kinds. */
    public int voters() {
        return sentinels.size() + stock.size();
    }

    /** The sentinels that are the core. */
    public List<SimSentinel> sentinels() {
        return allSentinels;
    }

    public List<SimSentinel> runningSentinels() {
        return sentinels.values().stream().filter(SimProcess::isRunning).toList();
    }

    public List<SimRedis> redises() {
        return allRedises;
    }

    /** Whether every running sentinel knows all others and all Redis servers, is connected to them, and has saved. */
    public boolean isStable() {
        int running = 0;
        for (SimSentinel sentinel : allSentinels) {
            if (sentinel.isRunning() && !isStable(sentinel)) {
                return false;
            }
            running += sentinel.isRunning() ? 1 : 0;
        }
        for (StockSentinel sentinel : allStock) {
            if (sentinel.isRunning() && !isStable(sentinel)) {
                return false;
            }
            running += sentinel.isRunning() ? 1 : 0;
        }
        return running > 0;
    }

    private boolean isStable(SimSentinel sentinel) {
        if (!sentinel.store().isIdle()) {
            return false;
        }
        for (Watch watch : sentinel.core().realm().watches().all()) {
            if (!knowsAll(watch)) {
                return false;
            }
        }
        return true;
    }

    private boolean isStable(StockSentinel sentinel) {
        return masters.stream()
                .allMatch(master -> sentinel.view(master)
                        .filter(v -> v.isStable(replicaCount(master), voters() - 1))
                        .isPresent());
    }

    private int replicaCount(String master) {
        return replicas.getOrDefault(master, List.of()).size();
    }

    private boolean knowsAll(Watch watch) {
        Master master = watch.master();
        if (master.peers().size() != voters() - 1
                || master.replicas().size() != replicaCount(master.name())
                || watch.failover().isInProgress()) {
            return false;
        }
        for (Instance instance : master.instances()) {
            if (!isWell(instance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWell(Instance instance) {
        return instance.link().isUp()
                && !instance.isDown()
                && (!(instance instanceof Node node)
                        || node.eventsLink().isUp()
                                && node.infoMillis() != Times.NEVER
                                && node.reportedRole() == node.role()
                                && (node instanceof Master || node.report().masterLinkUp()));
    }
}
