package io.jsentinel.sim.storm;

import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.Announce;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.config.SidecarConfig.Guard;
import io.jsentinel.config.SidecarConfig.Local;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.config.SidecarConfig.SoloPromotion;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimSentinel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a few storms have besides their faults, so that rare things happen, too. A theme is drawn from the same number as the
 * storm, but with another chance: a storm without one is what it would be if there were none.
 */
enum StormTheme {
    /** Most storms have none. */
    NONE,
    /** Scripts are run, and the first master dies; in one of three storms they fail, in another one they do not end. */
    SCRIPTS,
    /** The first master dies, and its replicas need longer for a copy than the failover may take. */
    LONG_COPIES,
    /** The first master dies, and a replica does not let itself be ordered for longer than that is waited for. */
    REFUSALS,
    /** Each sentinel of the first master is beside a server, and all but the first one go; nothing else happens. */
    FENCE;

    /** Of how many storms one has a theme. */
    private static final int ONE_OF = 16;

    private static final long SALT = 0x7E3EL << 32;
    private static final String FIRST_MASTER = "m";

    /** Long enough for a script that does not end to be killed, and for a replica that does not follow to be given up. */
    private static final long LONG_SPAN_MILLIS = 75_000;

    /** The faults of a theme last shorter than its span, so that there is time for what comes of their end. */
    private static final long LASTS_MILLIS = 45_000;

    private static final int FENCE_AFTER_MILLIS = 10_000;

    /** The theme of a number. */
    static StormTheme of(long seed) {
        Random random = new Random(seed * 0xD1B54A32D192ED03L ^ SALT);
        return random.nextInt(ONE_OF) != 0 ? NONE : values()[1 + random.nextInt(values().length - 1)];
    }

    /** Neither for one that loses nothing, nor where models of Redis' own sentinels are members. */
    private static boolean suits(StormPlan plan) {
        return !plan.isPlanned() && plan.shape().stock() == 0;
    }

    /** The plan that a storm has with this theme. */
    StormPlan changed(StormPlan plan) {
        if (!suits(plan)) {
            return plan;
        }
        long at = 1_000 + Math.floorMod(plan.seed(), 2_000L);
        return switch (this) {
            case NONE -> plan;
            case SCRIPTS -> with(plan, plan.shape(), List.of(masterDies(at)));
            case LONG_COPIES -> with(plan, plan.shape().withFirst(slow(first(plan))), List.of(masterDies(at)));
            case REFUSALS -> {
                MasterShape two = atLeast(2, first(plan));
                yield with(
                        plan,
                        plan.shape().withFirst(two),
                        List.of(fault(FaultKind.SERVER_REFUSES, 0, two.replica(1)), masterDies(at)));
            }
            // Other faults would be those of a set of pods without its pods: there is no role file, and no record.
            case FENCE -> with(plan.with(List.of()), plan.shape().named(), othersEnd(plan.shape(), at));
        };
    }

    private static MasterShape first(StormPlan plan) {
        return plan.shape().masters().get(0);
    }

    private static MasterShape atLeast(int replicas, MasterShape shape) {
        return new MasterShape(
                shape.name(),
                Math.max(replicas, shape.replicas()),
                shape.quorum(),
                shape.downAfterMillis(),
                shape.failoverTimeoutMillis(),
                shape.parallelSyncs(),
                shape.syncMillis());
    }

    private static MasterShape slow(MasterShape shape) {
        long timeout = 10_000;
        return new MasterShape(
                shape.name(),
                Math.max(3, shape.replicas()),
                shape.quorum(),
                Math.min(3_000, shape.downAfterMillis()),
                timeout,
                1,
                timeout + timeout / 2);
    }

    private static Fault masterDies(long at) {
        return fault(FaultKind.SERVER_CRASH, at, "master of " + FIRST_MASTER);
    }

    private static Fault fault(FaultKind kind, long at, String target) {
        return new Fault(kind, at, LASTS_MILLIS, target, "", 0);
    }

    private static List<Fault> othersEnd(StormShape shape, long at) {
        return shape.sentinelNames().stream()
                .skip(1)
                .map(name -> new Fault(FaultKind.SENTINEL_CRASH, at, 3 * FENCE_AFTER_MILLIS, name, "", 0))
                .toList();
    }

    private static StormPlan with(StormPlan plan, StormShape shape, List<Fault> more) {
        List<Fault> all = new ArrayList<>(plan.faults());
        all.addAll(more);
        all.sort((one, other) -> Long.compare(one.atMillis(), other.atMillis()));
        return new StormPlan(plan.seed(), shape, Math.max(plan.spanMillis(), LONG_SPAN_MILLIS), List.copyOf(all));
    }

    /** Before the sentinels of a storm start. */
    void prepare(StormPlan plan, SimCluster cluster) {
        if (this == SCRIPTS) {
            switch ((int) Math.floorMod(plan.seed(), 3L)) {
                case 0 -> cluster.sentinels().forEach(s -> s.scripts().end(20, 3));
                case 1 -> cluster.sentinels().forEach(s -> s.scripts().end(600_000, 0));
                default -> cluster.sentinels().forEach(s -> s.scripts().end(2_000, 1));
            }
        } else if (this == FENCE && suits(plan)) {
            List<String> servers = StormShape.serverNames(first(plan));
            List<SimSentinel> sentinels = cluster.sentinels();
            for (int i = 0; i < Math.min(servers.size(), sentinels.size()); i++) {
                sentinels.get(i).sidecar(beside(servers.get(i), plan.seed() % 2 == 0 ? Fence.LABEL : Fence.PAUSE));
            }
        }
    }

    private static SidecarConfig beside(String server, Fence level) {
        return new SidecarConfig(
                new Pod(server, "", "", "test", Announce.NAME),
                new Local(FIRST_MASTER, "127.0.0.1", 6379, "role.conf", "sidecar.record"),
                Boot.DEFAULT,
                new Guard(60_000, level, FENCE_AFTER_MILLIS, SoloPromotion.NEVER));
    }

    /** When all faults end. */
    void calm(SimCluster cluster) {
        if (this == SCRIPTS) {
            cluster.sentinels().forEach(s -> s.scripts().end(20, 0));
        }
    }
}
