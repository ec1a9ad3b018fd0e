package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.scripts;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.event.Event;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The scenarios that together show every event; each is played once. */
public enum EventScene {
    A_MASTER_IS_REPLACED_AND_COMES_BACK_AS_A_REPLICA(() -> replicas(3)
            .crash("m")
            .within(seconds(10))
            .everySentinelNames("b")
            .passes(seconds(10))
            .restart("m")
            .within(minutes(2))
            .follows("m", "b")
            .passes(seconds(30))),

    A_MASTER_WITHOUT_REPLICAS_GOES_AND_COMES_BACK(() -> sentinels(3)
            .monitor("m", quorum(2))
            .untilStable()
            .crash("m")
            .within(seconds(20))
            .somebodyAnnounces("-failover-abort-no-good-slave")
            .restart("m")
            .passes(seconds(20))),

    THE_MAJORITY_IS_GONE(() -> sentinels(3)
            .monitor("m", quorum(1))
            .replica("a")
            .untilStable()
            .crash("m", "s2", "s3")
            .passes(minutes(1))),

    A_MASTER_HANDS_OVER(
            () -> replicas(3).tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m").passes(seconds(10))),

    A_HAND_OVER_IS_GIVEN_UP(() -> replicas(1)
            .tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m")
            .within(seconds(2))
            .announces("s1", "+failover-state-pause-writes")
            .freeze("a", "b", "c")
            .passes(seconds(10))),

    THE_CHOSEN_REPLICA_IS_NOT_PROMOTED(() -> sentinels(1)
            .monitor("m", quorum(1))
            .replica("a")
            .untilStable()
            .then(cluster -> cluster.redis("a").refusesOrders())
            .crash("m")
            .passes(minutes(3))),

    ANOTHER_REPLICA_DOES_NOT_FOLLOW(() -> replicas(1)
            .then(cluster -> cluster.redis("a").refusesOrders())
            .crash("m")
            .passes(minutes(3))),

    THE_OTHER_REPLICAS_TAKE_TOO_LONG(() -> replicas(1)
            .then(cluster -> cluster.redis("a").replication().syncTakes(minutes(30)))
            .then(cluster -> cluster.redis("c").replication().syncTakes(minutes(30)))
            .crash("m")
            .passes(minutes(3))),

    A_NODE_REFUSES_A_COMMAND_FOR_A_WHILE(() -> replicas(1)
            .then(cluster -> cluster.redis("a").refuses("INFO", "-NOPERM no permissions to run the 'info' command"))
            .passes(minutes(1))
            .then(cluster -> cluster.redis("a").refusesNothing())
            .passes(minutes(1))),

    A_REPLICA_FOLLOWS_A_WRONG_MASTER(() -> replicas(1)
            .then(cluster -> cluster.redis("b")
                    .replication()
                    .follow(Optional.of(cluster.redis("a").endpoint())))
            .passes(minutes(3))),

    A_MASTER_IS_RESTARTED(() -> replicas(1).crash("m").passes(200).restart("m").passes(seconds(30))),

    A_MASTER_COMES_BACK_EMPTY_AND_IS_WANTED_SO(() -> replicas(3)
            .then(cluster -> cluster.redis("m").replication().hasKeys(1_000))
            .passes(seconds(15))
            .crash("m", "s2", "s3")
            .passes(200)
            .restart("m")
            .then(cluster -> cluster.redis("m").replication().emptied())
            .passes(seconds(3))
            .then(cluster -> cluster.redis("m").replication().follow(Optional.empty()))
            .passes(seconds(3))),

    A_FOREIGN_MASTER_HAS_THE_ADDRESS_OF_A_REPLICA(() -> replicas(3)
            .crash("a")
            .passes(seconds(10))
            .then(cluster -> cluster.redis("a").configuredToFollow(Optional.empty()))
            .restart("a")
            .then(cluster -> cluster.redis("a").replication().hasForeignData("other:", 1_000))
            .passes(minutes(1))),

    A_MASTER_SEES_NO_MAJORITY_FOR_A_WHILE(() -> FenceTest.inPods(1, Fence.LABEL)
            .isolate("m", "s1")
            .passes(seconds(30))
            .heal()
            .passes(seconds(30))),

    A_SENTINEL_OF_TWO_MASTERS_MOVES(() -> sentinels(3)
            .monitor("m", quorum(2))
            .monitor("n", quorum(2))
            .untilStable()
            .move("s1", "10.0.9.9")
            .passes(seconds(30))),

    A_SENTINEL_LOSES_ITS_IDENTITY(() -> replicas(3)
            .crash("s1")
            .then(cluster -> cluster.sentinel("s1").store().lost())
            .restart("s1")
            .passes(seconds(30))),

    A_SENTINEL_STANDS_STILL(
            () -> replicas(3).freeze("s1").passes(seconds(5)).thaw("s1").passes(minutes(1))),

    A_DISK_FAILS_FOR_A_WHILE(() -> replicas(1)
            .then(cluster -> cluster.sentinel("s1").store().failing(true))
            .then(cluster -> cluster.sentinel("s1").command("SENTINEL", "SET", "m", "parallel-syncs", "2"))
            .passes(seconds(10))
            .then(cluster -> cluster.sentinel("s1").store().failing(false))
            .passes(seconds(10))),

    PEOPLE_CHANGE_WHAT_IS_WATCHED(() -> replicas(1)
            .then(cluster -> cluster.sentinel("s1").command("SENTINEL", "SET", "m", "auth-pass", "secret"))
            .tells("s1", Resp.integer(1), "SENTINEL", "RESET", "m")
            .then(cluster -> cluster.sentinel("s1").command("SENTINEL", "REMOVE", "m"))
            .passes(seconds(1))),

    SCRIPTS_FAIL_AND_TAKE_TOO_LONG(() -> sentinels(1)
            .monitor("m", quorum(2), scripts())
            .untilStable()
            .then(cluster -> cluster.sentinel("s1").scripts().end(20, 3))
            .crash("m")
            .passes(seconds(30))
            .then(cluster -> cluster.sentinel("s1").scripts().end(minutes(10), 0))
            .restart("m")
            .passes(minutes(5))),

    THE_LAST_MASTER_OF_A_SET_OF_PODS_DOES_NOT_COME_BACK(null, () -> {
        SimPods set = pods();
        SimPod master = set.masters().get(0);
        int index = set.all().indexOf(master);
        return set.killAll().start((index + 1) % 3).start((index + 2) % 3).passes(minutes(2));
    }),

    A_REPLICA_OF_A_SET_OF_PODS_TAKES_WRITES(null, () -> {
        SimPods set = pods().mayHaveSeveralMasters();
        SimPod other = set.all().stream()
                .filter(pod -> pod != set.masters().get(0))
                .findFirst()
                .orElseThrow();
        other.redis().replication().follow(Optional.empty());
        return set.passes(seconds(20));
    });

    private final Supplier<Play> scenario;
    private final Supplier<SimPods> pods;
    private List<Event> events = List.of();

    EventScene(Supplier<Play> scenario) {
        this(scenario, null);
    }

    EventScene(Supplier<Play> scenario, Supplier<SimPods> pods) {
        this.scenario = scenario;
        this.pods = pods;
    }

    private static SimPods pods() {
        SimPods set = new SimPods(1, 3, new Boot(3, seconds(30), seconds(60)));
        set.startAll(1_000).settled(minutes(1));
        return set.passes(seconds(5));
    }

    private static Play replicas(int sentinels) {
        return sentinels(sentinels)
                .monitor("m", quorum(Math.min(2, sentinels)))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .replica("c", offset(10))
                .untilStable();
    }

    /** All events of all sentinels from the first moment on, also those for the log only. */
    public synchronized List<Event> events() {
        if (events.isEmpty() && pods != null) {
            events = pods.get().world().record().since(0).stream()
                    .map(SimRecord.Entry::event)
                    .toList();
        } else if (events.isEmpty()) {
            SimCluster cluster = scenario.get().cluster();
            List<SimRecord.Entry> all = new ArrayList<>(cluster.world().record().since(0));
            cluster.sentinels().forEach(s -> all.addAll(s.debugRecord().since(0)));
            events = all.stream().map(SimRecord.Entry::event).toList();
        }
        return events;
    }
}
