package io.jsentinel.sim.storm;

import io.jsentinel.sim.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The cluster of a storm.
 *
 * @param sentinels how many sentinels watch it
 * @param likeRedis how many of them fail over as Redis does, beginning with the first
 * @param stock how many of them are models of Redis' own, beginning with the last
 * @param masters what they watch
 * @param names how servers are known
 * @param leastDelayMillis the least time a message takes
 * @param mostDelayMillis the most time a message takes
 * @param isWritten whether a client writes to the first master
 */
public record StormShape(
        int sentinels,
        int likeRedis,
        int stock,
        List<MasterShape> masters,
        Names names,
        int leastDelayMillis,
        int mostDelayMillis,
        boolean isWritten) {

    private static final long[] DOWN_AFTER = {1_000, 2_000, 3_000, 5_000, 10_000};
    private static final long[] TIMEOUT = {10_000, 20_000, 30_000, 60_000, 180_000};
    private static final int[][] DELAYS = {{1, 1}, {1, 1}, {1, 5}, {5, 30}};

    /** How servers are known. */
    public enum Names {
        /** By addresses. */
        NONE,
        /** By names, while sentinels tell each other addresses. */
        RESOLVED,
        /** By names everywhere. */
        ANNOUNCED
    }

    /** A shape by chance; most are small, few have fifty masters. */
    static StormShape draw(Random random) {
        int masters = countOfMasters(random);
        int chance = random.nextInt(100);
        int sentinels = chance < 90 || masters > 2 ? 3 : chance < 98 ? 5 : 7;
        List<MasterShape> list = new ArrayList<>();
        for (int i = 0; i < masters; i++) {
            list.add(drawMaster(i == 0 ? "m" : "m" + i, masters > 2, sentinels, random));
        }
        int names = random.nextInt(100);
        int[] delays = DELAYS[random.nextInt(DELAYS.length)];
        return new StormShape(
                sentinels,
                random.nextInt(100) < 30 ? 1 + random.nextInt(sentinels) : 0,
                0,
                List.copyOf(list),
                names < 85 ? Names.NONE : names < 93 ? Names.RESOLVED : Names.ANNOUNCED,
                delays[0],
                delays[1],
                random.nextInt(4) == 0);
    }

    private static int countOfMasters(Random random) {
        int chance = random.nextInt(1_000);
        if (chance < 920) {
            return 1;
        }
        if (chance < 985) {
            return 2;
        }
        return chance < 999 ? 3 + random.nextInt(3) : 10 + random.nextInt(41);
    }

    private static MasterShape drawMaster(String name, boolean one, int sentinels, Random random) {
        int chance = random.nextInt(100);
        int replicas = one || chance < 40 ? 1 : chance < 85 ? 2 : chance < 95 ? 3 : 4;
        return new MasterShape(
                name,
                replicas,
                random.nextInt(10) < 7 ? sentinels / 2 + 1 : 1 + random.nextInt(sentinels),
                DOWN_AFTER[random.nextInt(DOWN_AFTER.length)],
                TIMEOUT[random.nextInt(TIMEOUT.length)],
                1 + random.nextInt(3),
                random.nextInt(3) == 0 ? random.nextInt(5_000) : 5);
    }

    /** The scenario that begins with this cluster. */
    Plan plan(long seed) {
        Plan plan = Plan.sentinels(sentinels - stock)
                .stockSentinels(stock)
                .seed(seed)
                .delays(leastDelayMillis, mostDelayMillis);
        if (names == Names.RESOLVED) {
            plan.byName();
        } else if (names == Names.ANNOUNCED) {
            plan.announcingNames();
        }
        boolean runsScripts = stock == 0 && StormTheme.of(seed) == StormTheme.SCRIPTS;
        Plan.MasterOption scripts = runsScripts ? Plan.scripts() : settings -> settings;
        for (MasterShape master : masters) {
            plan.monitor(
                    master.name(),
                    scripts,
                    Plan.quorum(master.quorum()),
                    Plan.downAfter(master.downAfterMillis()),
                    Plan.failoverTimeout(master.failoverTimeoutMillis()),
                    Plan.parallelSyncs(master.parallelSyncs()));
            for (int i = 1; i <= master.replicas(); i++) {
                plan.replica(master.replica(i), Plan.syncTakes(master.syncMillis()));
            }
        }
        return plan;
    }

    /** The same cluster, in which so many members of the quorum are models of Redis' own sentinels. */
    StormShape withStock(int count) {
        return new StormShape(
                sentinels, likeRedis, count, masters, names, leastDelayMillis, mostDelayMillis, isWritten);
    }

    /** The same cluster without a client. */
    StormShape unwritten() {
        return new StormShape(sentinels, likeRedis, stock, masters, names, leastDelayMillis, mostDelayMillis, false);
    }

    /** The same with another first master. */
    StormShape withFirst(MasterShape first) {
        List<MasterShape> list = new ArrayList<>(masters);
        list.set(0, first);
        return new StormShape(
                sentinels, likeRedis, stock, List.copyOf(list), names, leastDelayMillis, mostDelayMillis, isWritten);
    }

    /** The same with names for all servers. */
    StormShape named() {
        Names known = names == Names.NONE ? Names.RESOLVED : names;
        return new StormShape(
                sentinels, likeRedis, stock, masters, known, leastDelayMillis, mostDelayMillis, isWritten);
    }

    /** The names of all sentinels. */
    List<String> sentinelNames() {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= sentinels; i++) {
            all.add("s" + i);
        }
        return all;
    }

    /** The names of all servers of a master, the first one first. */
    static List<String> serverNames(MasterShape master) {
        List<String> all = new ArrayList<>(List.of(master.name()));
        for (int i = 1; i <= master.replicas(); i++) {
            all.add(master.replica(i));
        }
        return all;
    }
}
