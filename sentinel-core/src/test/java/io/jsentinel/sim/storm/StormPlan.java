package io.jsentinel.sim.storm;

import io.jsentinel.sim.storm.FaultKind.Aim;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * What happens in a storm: a cluster and its faults. A number gives the whole of it.
 *
 * @param seed the number
 * @param shape the cluster
 * @param spanMillis how long faults may begin; then all of them end
 * @param faults what happens, in the order of its beginning
 */
public record StormPlan(long seed, StormShape shape, long spanMillis, List<Fault> faults) {

    /** Keeps the chance of a plan apart from that of the run that has the same number. */
    private static final long PLAN_SALT = 0x5EEDL << 32;

    /** Keeps the chance of who is like Redis' own apart from all other. */
    private static final long STOCK_SALT = 0x570C4L << 32;

    /** Of how many storms one has models of Redis' own sentinels, unless servers have names there. */
    private static final int STOCK_ONE_OF = 8;

    private static final String MASTER_OF = "master of ";

    /** Of how many plans one has orders of an operator only, and a client that must lose nothing. */
    private static final int PLANNED_ONE_OF = 24;

    /** The plan of a number. */
    public static StormPlan of(long seed) {
        return StormTheme.of(seed).changed(drawn(seed));
    }

    private static StormPlan drawn(long seed) {
        // A first draw of neighbouring seeds is alike.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L ^ PLAN_SALT);
        StormShape shape = StormShape.draw(random);
        if (random.nextInt(PLANNED_ONE_OF) == 0) {
            return planned(seed, shape, random);
        }
        long span = 5_000 + random.nextInt(25_000);
        int count = 1 + random.nextInt(5) + random.nextInt(3) * random.nextInt(3);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(drawFault(shape, span, random));
        }
        return new StormPlan(seed, withStock(seed, shape), span, inOrder(faults));
    }

    /**
     * Some of the members like Redis' own, in some storms. That is drawn apart, so that nothing else about a number depends
     * on it.
     */
    private static StormShape withStock(long seed, StormShape shape) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L ^ STOCK_SALT);
        boolean has = shape.names() == StormShape.Names.NONE && random.nextInt(STOCK_ONE_OF) == 0;
        return has ? shape.withStock(1 + random.nextInt(2)) : shape;
    }

    /** Only hand-overs, in a cluster without trouble. */
    private static StormPlan planned(long seed, StormShape drawn, Random random) {
        StormShape shape = new StormShape(
                drawn.sentinels(), 0, 0, drawn.masters(), StormShape.Names.NONE, 1, 1 + random.nextInt(5), true);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String sentinel = pick(shape.sentinelNames(), random);
            faults.add(
                    new Fault(FaultKind.OPERATOR_FAILOVER, 12_000L * i + random.nextInt(6_000), 0, sentinel, "m", 0));
        }
        return new StormPlan(seed, shape, 35_000, inOrder(faults));
    }

    private static List<Fault> inOrder(List<Fault> faults) {
        return faults.stream()
                .sorted((one, other) -> Long.compare(one.atMillis(), other.atMillis()))
                .toList();
    }

    private static Fault drawFault(StormShape shape, long span, Random random) {
        FaultKind kind;
        do {
            kind = FaultKind.values()[random.nextInt(FaultKind.values().length)];
        } while (!fits(kind, shape));
        MasterShape master = shape.masters().get(random.nextInt(shape.masters().size()));
        String first = target(kind.aim(), shape, master, random);
        String second = "";
        if (kind.aim() == Aim.PAIR) {
            second = pick(shape.sentinelNames(), random);
        } else if (kind.aim() == Aim.COMMAND) {
            second = master.name();
        }
        // From a tenth of a second to half a minute: as often between 0.1 and 1 s as between 3 and 30.
        long lasts = (long) (100 << random.nextInt(9)) + random.nextInt(200);
        return new Fault(kind, random.nextInt((int) span), lasts, first, second, random.nextInt(1_000));
    }

    private static boolean fits(FaultKind kind, StormShape shape) {
        boolean byName = shape.names() != StormShape.Names.NONE;
        return (kind.aim() != Aim.NAME || byName) && (kind != FaultKind.OPERATOR_REMOVES || !byName);
    }

    private static String target(Aim aim, StormShape shape, MasterShape master, Random random) {
        return switch (aim) {
            case SENTINEL, COMMAND -> pick(shape.sentinelNames(), random);
            case SERVER, NAME -> server(master, random);
            case ANY, PAIR -> random.nextInt(3) == 0 ? pick(shape.sentinelNames(), random) : server(master, random);
            case NOBODY -> "";
        };
    }

    private static String server(MasterShape master, Random random) {
        return random.nextInt(2) == 0 ? MASTER_OF + master.name() : pick(StormShape.serverNames(master), random);
    }

    private static String pick(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }

    /** The master that a target speaks of; empty when it is the name of a process. */
    static String masterIn(String target) {
        return target.startsWith(MASTER_OF) ? target.substring(MASTER_OF.length()) : "";
    }

    /** The same with other faults. */
    StormPlan with(List<Fault> others) {
        return new StormPlan(seed, shape, spanMillis, List.copyOf(others));
    }

    /** Whether all that happens are hand-overs, so that no write may be lost. */
    boolean isPlanned() {
        return shape.isWritten()
                && shape.likeRedis() == 0
                && shape.stock() == 0
                && !faults.isEmpty()
                && faults.stream().allMatch(f -> f.kind() == FaultKind.OPERATOR_FAILOVER);
    }

    /** Whether sentinels may have forgotten servers that were away then. */
    boolean forgets() {
        EnumSet<FaultKind> forgetting =
                EnumSet.of(FaultKind.OPERATOR_RESET, FaultKind.OPERATOR_REMOVES, FaultKind.SENTINEL_LOSES_STATE);
        return faults.stream().anyMatch(f -> forgetting.contains(f.kind()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ", theme " + StormTheme.of(seed) + ", " + shape);
        faults.forEach(f -> text.append("\n  ").append(f));
        return text.toString();
    }
}
