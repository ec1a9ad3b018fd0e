package io.jsentinel.sim.stock;

import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import java.util.List;

/** What a sentinel of Redis does for one master at each beat of its timer. */
final class StockWatch {

    private static final String NOBODY = "*";

    private final StockSentinel owner;
    private final StockMaster master;
    private final StockFailover failover;

    StockWatch(StockSentinel owner, StockMaster master) {
        this.owner = owner;
        this.master = master;
        this.failover = new StockFailover(owner, master);
    }

    StockFailover failover() {
        return failover;
    }

    /** One beat: the master, its replicas, then its sentinels. */
    void beat() {
        for (StockInstance instance : master.all()) {
            instance.link.connect();
            talk(instance);
            owner.leaveTiltWhenDue();
            if (!owner.isInTilt()) {
                judge(instance);
            }
        }
    }

    private void judge(StockInstance instance) {
        checkDown(instance);
        if (instance == master.node) {
            checkObjectivelyDown();
            if (failover.isDue()) {
                failover.begin();
                ask(true);
            }
            failover.step();
            ask(false);
        }
    }

    /** Sends what is due: INFO, PING, our hello. */
    private void talk(StockInstance instance) {
        StockLink link = instance.link;
        if (link.isUsable() && instance instanceof StockNode node) {
            long period = isInTrouble(node) ? StockTimes.INFO_PERIOD_IN_TROUBLE : StockTimes.INFO_PERIOD;
            if (owner.nowMillis() - node.infoMillis > period) {
                link.send(answer -> new StockInfo(owner, master).read(node, answer), "INFO");
            }
        }
        if (link.isUsable()) {
            link.pingIfDue(master.settings.downAfterMillis());
        }
        if (link.isUsable() && owner.nowMillis() - instance.publishedMillis > StockTimes.PUBLISH_PERIOD) {
            String hello = StockHello.text(owner, master);
            link.send(answer -> published(instance, answer), "PUBLISH", StockLink.HELLO_CHANNEL, hello);
        }
    }

    private void published(StockInstance instance, Resp answer) {
        if (!(answer instanceof Resp.Error)) {
            instance.publishedMillis = owner.nowMillis();
        }
    }

    private boolean isInTrouble(StockNode node) {
        return node != master.node && (master.isObjectivelyDown || master.isInProgress() || node.linkDownMillis != 0);
    }

    private void checkDown(StockInstance instance) {
        long now = owner.nowMillis();
        long downAfter = master.settings.downAfterMillis();
        instance.link.dropSilent(downAfter);
        boolean isMute = instance.link.silentMillis() > downAfter;
        boolean isDemoted = instance == master.node
                && !master.node.saysMaster
                && now - master.node.roleMillis > downAfter + 2 * StockTimes.INFO_PERIOD;
        boolean isDown = isMute || isDemoted;
        if (isDown != instance.isDown) {
            instance.isDown = isDown;
            instance.downSinceMillis = isDown ? now : instance.downSinceMillis;
            owner.announce(isDown ? EventType.SDOWN : EventType.SDOWN_ENDED, master.text(instance));
        }
    }

    private void checkObjectivelyDown() {
        long agreeing =
                1 + master.peers.values().stream().filter(p -> p.saysDown).count();
        int quorum = master.settings.quorum();
        boolean isDown = master.node.isDown && agreeing >= quorum;
        if (isDown && !master.isObjectivelyDown) {
            owner.announce(EventType.ODOWN, master.text(master.node) + " #quorum " + agreeing + "/" + quorum);
        } else if (!isDown && master.isObjectivelyDown) {
            owner.announce(EventType.ODOWN_ENDED, master.text(master.node));
        }
        master.isObjectivelyDown = isDown;
    }

    /** Asks the other sentinels whether the master is down, while it is for us; in a failover of ours also for their votes. */
    private void ask(boolean isForced) {
        for (StockPeer peer : master.peers.values()) {
            long age = owner.nowMillis() - peer.answeredMillis;
            if (age > 5 * StockTimes.ASK_PERIOD) {
                peer.saysDown = false;
                peer.votedFor = "";
            }
            boolean isDue = isForced || age >= StockTimes.ASK_PERIOD;
            if (isDue && master.node.isDown && peer.link.isUsable()) {
                peer.link.send(
                        answer -> answered(peer, answer),
                        "SENTINEL",
                        "is-master-down-by-addr",
                        master.node.address.host(),
                        Integer.toString(master.node.address.port()),
                        Long.toString(owner.epoch()),
                        master.isInProgress() ? owner.runId() : NOBODY);
            }
        }
    }

    private void answered(StockPeer peer, Resp answer) {
        if (!(answer instanceof Resp.Array array) || array.items().size() != 3) {
            return;
        }
        List<Resp> items = array.items();
        if (items.get(0) instanceof Resp.Int down
                && items.get(1) instanceof Resp.Bulk leader
                && items.get(2) instanceof Resp.Int epoch) {
            peer.answeredMillis = owner.nowMillis();
            peer.saysDown = down.value() == 1;
            if (!leader.text().equals(NOBODY)) {
                peer.votedFor = leader.text();
                peer.voteEpoch = epoch.value();
            }
        }
    }
}
