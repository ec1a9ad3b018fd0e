package io.jsentinel.health;

import io.jsentinel.topology.Master;

/**
 * Whether enough sentinels of a master can be reached, as SENTINEL CKQUORUM tells it. Source: Redis docs, "Sentinel API".
 *
 * @param usable how many sentinels are not down, this one included
 * @param known how many sentinels there are, this one included
 * @param quorum whether they can agree that the master is down
 * @param majority whether they can authorise a failover
 */
public record QuorumCheck(int usable, int known, boolean quorum, boolean majority) {

    /** How it is with a master now. */
    public static QuorumCheck of(Master master) {
        int known = master.peers().size() + 1;
        int usable = 1 + (int) master.peers().stream().filter(p -> !p.isDown()).count();
        return new QuorumCheck(usable, known, usable >= master.settings().quorum(), usable >= known / 2 + 1);
    }

    /** Whether a failover is possible as far as sentinels are concerned. */
    public boolean isReached() {
        return quorum && majority;
    }

    /** Redis' words, without the code of the error. */
    public String text() {
        if (isReached()) {
            return "OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached";
        }
        StringBuilder text = new StringBuilder("NOQUORUM " + usable + " usable Sentinels. ");
        if (!quorum) {
            text.append("Not enough available Sentinels to reach the specified quorum for this master");
        }
        if (!majority) {
            text.append(quorum ? "" : ". ")
                    .append("Not enough available Sentinels to reach the majority and authorize a failover");
        }
        return text.toString();
    }
}
