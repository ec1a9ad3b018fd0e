package io.jsentinel.failover;

import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Self;
import java.util.random.RandomGenerator;

/**
 * The order in which sentinels that see a master down try to lead, and how long each waits for those before it: as long as
 * whoever comes before needs to hear of the agreement and to be heard, by what was measured lately.
 */
final class Turns {

    /** The pause between the attempts of two sentinels before anything was measured. */
    static final int UNKNOWN_MILLIS = 60;

    /** The shortest such pause: a process may be held up that long at any time. */
    static final int MIN_MILLIS = 8;

    /** The longest: who needs longer is not waited for. */
    static final int MAX_MILLIS = 500;

    /** So many masters may be lost at once without being a crowd. */
    private static final int CROWD = 32;

    /** How much longer those before us are waited for with each master that is lost above that. */
    private static final int PER_MASTER_MILLIS = 2;

    /** How much longer each of them is waited for at most. */
    static final int MAX_CROWD_MILLIS = 2_500;

    /** For how many of them, at most. */
    private static final int MOST_IN_CROWD = 2;

    /** The last turn: in a large group nobody waits longer. */
    static final int LAST = 4;

    private final Master master;
    private final Self self;
    private final RandomGenerator random;

    Turns(Master master, Self self, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.random = random;
    }

    /** How long we wait for our turn: not at all when nobody else comes before us; else with some chance on top. */
    long delayMillis(Outbox out) {
        long before = before();
        if (before == 0) {
            return 0;
        }
        long turn = lengthMillis(out);
        return Math.min(before, LAST) * turn + chance(turn / 2);
    }

    private long before() {
        return master.peers().stream()
                .filter(p -> p.link().isUp() && !p.isDown() && p.saysMasterDown())
                .filter(p -> p.runId().compareTo(self.runId()) < 0)
                .count();
    }

    /**
     * What those before us need on top of that at this moment, as each may have hundreds of masters to replace. Where two lead a
     * failover of the same master, one after the other, each has the work of it, and all others of both. A process that has died is
     * counted before it is down, as its connections are gone at once; one that hangs is down first.
     *
     * @param afterAll whether we come after all others, whoever they are
     */
    long crowdMillis(boolean afterAll) {
        int lost = Math.max(master.mastersDown(), master.link().missing() / 2);
        int each = Math.max(0, Math.min(MAX_CROWD_MILLIS, PER_MASTER_MILLIS * (lost - CROWD)));
        long waits = afterAll ? MOST_IN_CROWD + 1 : Math.min(before(), MOST_IN_CROWD);
        return each == 0 || waits == 0 ? 0 : waits * each + Math.floorMod(place(), each / 2 + 1);
    }

    /** Different for each master and sentinel, so that those who wait for the same do not all begin together. */
    private int place() {
        return 31 * self.runId().hashCode() + master.name().hashCode();
    }

    /** The length of a turn: two round trips and, where the vote is not on disk yet, a save. */
    long lengthMillis(Outbox out) {
        long answer = 0;
        for (Peer peer : master.peers()) {
            if (peer.link().isUp() && !peer.isDown()) {
                answer = Math.max(answer, peer.link().answerTimes().millisOr(UNKNOWN_MILLIS / 3));
            }
        }
        long needed = 2 * answer + out.saveTimes().millisOr(UNKNOWN_MILLIS / 3);
        return Math.max(MIN_MILLIS, Math.min(MAX_MILLIS, needed));
    }

    /** Up to so many milliseconds, at random. */
    long chance(long upToMillis) {
        return random.nextInt((int) upToMillis + 1);
    }
}
