package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.sim.stock.StockSentinel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The cluster that a scenario begins with. Unless told otherwise, down-after is 5 s and failover-timeout 60 s. */
public final class Plan {

    /** The offset of a master that nobody writes to. */
    private static final long MASTER_OFFSET = 100;

    private final int sentinels;
    private int stockSentinels;
    private final Map<String, MasterPlan> masters = new LinkedHashMap<>();
    private String lastMaster = "";
    private String sharedHost = "";
    private long seed = 1;
    private boolean byName;
    private boolean announcesNames;
    private int leastDelayMillis = 1;
    private int mostDelayMillis = 1;

    private record MasterPlan(MasterSettings settings, Map<String, List<NodeOption>> replicas) {}

    /** How a master is watched. */
    public interface MasterOption extends UnaryOperator<MasterSettings> {}

    /** How a Redis server is. */
    public interface NodeOption extends Consumer<SimRedis> {}

    private Plan(int sentinels) {
        this.sentinels = sentinels;
    }

    public static Plan sentinels(int count) {
        return new Plan(count);
    }

    /** So many more sentinels, which behave like those of Redis 7.0; their names go on where those of the others end. */
    public Plan stockSentinels(int count) {
        stockSentinels = count;
        return this;
    }

    public static MasterOption quorum(int value) {
        return settings -> settings.withQuorum(value);
    }

    public static MasterOption downAfter(long millis) {
        return settings -> settings.withDownAfterMillis(millis);
    }

    public static MasterOption failoverTimeout(long millis) {
        return settings -> settings.withFailoverTimeoutMillis(millis);
    }

    public static MasterOption parallelSyncs(int value) {
        return settings -> settings.withParallelSyncs(value);
    }

    /** How long a master may load after a restart. */
    public static MasterOption rebootDownAfter(long millis) {
        return settings -> settings.withRebootDownAfterMillis(millis);
    }

    /** With both kinds of scripts. */
    public static MasterOption scripts() {
        return settings -> settings.withNotificationScript(Optional.of("notify.sh"))
                .withClientReconfigScript(Optional.of("reconfig.sh"));
    }

    /** How far the replica has read; its master has written 100. */
    public static NodeOption offset(long bytes) {
        return redis -> redis.replication().lagsBehind(MASTER_OFFSET - bytes);
    }

    public static NodeOption priority(int value) {
        return redis -> redis.priority(value);
    }

    public static NodeOption syncTakes(long millis) {
        return redis -> redis.replication().syncTakes(millis);
    }

    /** What its master writes reaches it so much later. */
    public static NodeOption replicatesAfter(long millis) {
        return redis -> redis.replication().delays(millis);
    }

    public Plan seed(long value) {
        seed = value;
        return this;
    }

    /** How long a message takes, at random between the two. */
    public Plan delays(int leastMillis, int mostMillis) {
        leastDelayMillis = leastMillis;
        mostDelayMillis = mostMillis;
        return this;
    }

    /** All Redis servers are on one host. */
    public Plan onOneHost() {
        sharedHost = "10.0.0.1";
        return this;
    }

    /** All Redis servers are known by names, {@code <name>.test}; sentinels tell addresses. */
    public Plan byName() {
        byName = true;
        return this;
    }

    /** All Redis servers are known by names, and sentinels tell names, too. */
    public Plan announcingNames() {
        announcesNames = true;
        return byName();
    }

    /** A master, watched by all sentinels under the name that its server has. */
    public Plan monitor(String name, MasterOption... options) {
        MasterSettings settings = MasterSettings.defaults(1)
                .withDownAfterMillis(Moments.seconds(5))
                .withFailoverTimeoutMillis(Moments.seconds(60));
        for (MasterOption option : options) {
            settings = option.apply(settings);
        }
        masters.put(name, new MasterPlan(settings, new LinkedHashMap<>()));
        lastMaster = name;
        return this;
    }

    /** A replica of the master named last. */
    public Plan replica(String name, NodeOption... options) {
        masters.get(lastMaster).replicas().put(name, List.of(options));
        return this;
    }

    /** Starts everything; no time has passed yet. */
    public Play start() {
        SimWorld world = new SimWorld(seed);
        world.network().delays(leastDelayMillis, mostDelayMillis);
        SimCluster cluster = new SimCluster(world);
        List<MasterConfig> configs = new ArrayList<>();
        masters.forEach((name, plan) -> configs.add(addNodes(cluster, name, plan)));
        for (int i = 1; i <= sentinels; i++) {
            SentinelConfig config = watching(configs);
            cluster.add(new SimSentinel(world, "s" + i, new Endpoint("10.0.1." + i, 26379), config));
        }
        for (int i = sentinels + 1; i <= sentinels + stockSentinels; i++) {
            cluster.add(new StockSentinel(world, "s" + i, new Endpoint("10.0.1." + i, 26379), watching(configs)));
        }
        cluster.startAll();
        return new Play(cluster, seed);
    }

    /** Starts everything and waits until every sentinel knows everybody and has said so to its disk. */
    public Play untilStable() {
        return start().stable();
    }

    private SentinelConfig watching(List<MasterConfig> masters) {
        return new SentinelConfig(
                Optional.empty(), 0, Optional.empty(), 0, Credentials.NONE, true, byName, announcesNames, masters);
    }

    private MasterConfig addNodes(SimCluster cluster, String name, MasterPlan plan) {
        SimRedis master = redis(cluster, name);
        cluster.watches(name);
        master.replication().written(MASTER_OFFSET);
        plan.replicas().forEach((replicaName, options) -> {
            SimRedis replica = redis(cluster, replicaName);
            replica.configuredToFollow(Optional.of(told(master)));
            cluster.expects(name, replicaName);
            cluster.onceStarted(() -> options.forEach(option -> option.accept(replica)));
        });
        return new MasterConfig(name, told(master), plan.settings(), MasterMemory.EMPTY);
    }

    /** The host name of a server. */
    public static String nameOf(String redis) {
        return redis + ".test";
    }

    private Endpoint told(SimRedis redis) {
        return byName ? new Endpoint(nameOf(redis.name()), redis.endpoint().port()) : redis.endpoint();
    }

    private SimRedis redis(SimCluster cluster, String name) {
        int number = cluster.redisCount() + 1;
        Endpoint endpoint = sharedHost.isEmpty()
                ? new Endpoint("10.0." + (2 + number / 250) + "." + (1 + number % 250), 6379)
                : new Endpoint(sharedHost, 7000 + number);
        SimRedis redis = new SimRedis(cluster.world(), name, endpoint);
        if (byName) {
            cluster.world().dns().set(nameOf(name), endpoint.host());
            redis.announcedAs(nameOf(name));
        }
        cluster.add(redis);
        return redis;
    }
}
