package io.jsentinel.health;

import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;

/** Whether enough sentinels agree that a master is down (ODOWN). Source: Redis docs, "SDOWN and ODOWN failure state". */
public final class ObjectiveDown {

    private ObjectiveDown() {}

    /** Judges a master and tells when that changed. */
    public static void judge(Master master, Outbox out) {
        int agreeing = agreeing(master);
        int quorum = master.settings().quorum();
        boolean down = master.isDown() && agreeing >= quorum;
        if (down == master.isObjectivelyDown()) {
            return;
        }
        if (down) {
            master.wentObjectivelyDown(out.nowMillis());
            out.announce(EventType.ODOWN, master, "#quorum " + agreeing + "/" + quorum);
        } else {
            master.cameObjectivelyUp();
            out.announce(EventType.ODOWN_ENDED, master);
        }
    }

    /** How many sentinels see the master down, ourselves included. */
    static int agreeing(Master master) {
        int agreeing = 1;
        for (Peer peer : master.peers()) {
            if (peer.saysMasterDown()) {
                agreeing++;
            }
        }
        return agreeing;
    }
}
