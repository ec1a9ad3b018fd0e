package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.stock.StockMaster.State;
import io.jsentinel.sim.stock.StockNode.Reconfiguration;
import java.util.Optional;

/** Reads the INFO of a server, and acts on what it says. */
final class StockInfo {

    private static final long CONVERT_MILLIS = 4 * StockTimes.PUBLISH_PERIOD;

    private final StockSentinel owner;
    private final StockMaster master;

    StockInfo(StockSentinel owner, StockMaster master) {
        this.owner = owner;
        this.master = master;
    }

    /** Takes in an answer; an error says nothing. */
    void read(StockNode node, Resp answer) {
        if (!(answer instanceof Resp.Bulk text) || !isKnown(node)) {
            return;
        }
        Optional<Boolean> isMaster = Optional.empty();
        node.linkDownMillis = 0;
        String host = "";
        for (String line : text.text().split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1);
            switch (name) {
                case "role" -> isMaster = Optional.of(value.equals("master"));
                case "run_id" -> runId(node, value);
                case "master_host" -> host = value;
                case "master_port" -> follows(node, host + ":" + value);
                case "master_link_status" -> node.isLinkUp = value.equals("up");
                case "master_link_down_since_seconds" -> node.linkDownMillis = 1_000 * Long.parseLong(value);
                case "slave_priority" -> node.priority = Integer.parseInt(value);
                case "slave_repl_offset" -> node.offset = Long.parseLong(value);
                default -> listed(node, name, value);
            }
        }
        node.infoMillis = owner.nowMillis();
        act(node, isMaster.orElse(false));
    }

    private boolean isKnown(StockNode node) {
        return node == master.node || master.replicas.containsValue(node);
    }

    private void runId(StockNode node, String value) {
        if (!node.runId.isEmpty() && !node.runId.equals(value)) {
            owner.announce(EventType.REBOOT, master.text(node));
        }
        node.runId = value;
    }

    private void follows(StockNode node, String address) {
        if (!address.equals(node.follows)) {
            node.follows = address;
            node.followsMillis = owner.nowMillis();
        }
    }

    /** A line {@code slave0:ip=..,port=..,...} of the master: a replica that is not known yet is added, and never removed. */
    private void listed(StockNode node, String name, String value) {
        if (node != master.node || !name.matches("slave[0-9]+")) {
            return;
        }
        String[] fields = value.split(",");
        Endpoint address = new Endpoint(
                fields[0].substring(fields[0].indexOf('=') + 1),
                Integer.parseInt(fields[1].substring(fields[1].indexOf('=') + 1)));
        if (!master.replicas.containsKey(address)) {
            owner.announce(EventType.SLAVE, master.text(master.addReplica(address)));
            owner.save();
        }
    }

    private void act(StockNode node, boolean isMaster) {
        if (isMaster != node.saysMaster) {
            node.saysMaster = isMaster;
            node.roleMillis = owner.nowMillis();
            node.followsMillis = isMaster ? node.followsMillis : owner.nowMillis();
            boolean isRight = isMaster == (node == master.node);
            owner.announce(
                    isRight ? EventType.ROLE_CHANGE : EventType.ROLE_CHANGE_UNEXPECTED,
                    master.text(node) + " new reported role is " + (isMaster ? "master" : "slave"));
        }
        if (owner.isInTilt() || node == master.node) {
            return;
        }
        boolean isPromoted = master.promoted.filter(p -> p == node).isPresent();
        if (isMaster && isPromoted && master.state == State.WAIT_PROMOTION) {
            promoted(node);
        } else if (isMaster && !isPromoted) {
            convert(node);
        } else if (!isMaster) {
            fix(node);
            reconfigured(node);
        }
    }

    private void promoted(StockNode node) {
        master.configEpoch = master.failoverEpoch;
        master.enter(State.RECONF_SLAVES);
        owner.save();
        owner.announce(EventType.PROMOTED_SLAVE, master.text(node));
        owner.announce(EventType.FAILOVER_STATE_RECONF_SLAVES, master.text(master.node));
        master.all().forEach(i -> i.publishedMillis = owner.nowMillis() - StockTimes.PUBLISH_PERIOD - 1);
    }

    /** A replica that says for a while that it is a master is made a replica again. */
    private void convert(StockNode node) {
        long now = owner.nowMillis();
        if (master.looksSane() && hasBeenUpFor(node, CONVERT_MILLIS) && now - node.roleMillis > CONVERT_MILLIS) {
            follow(node);
            owner.announce(EventType.CONVERT_TO_SLAVE, master.text(node));
        }
    }

    /** A replica that follows somebody else for longer than the failover timeout is sent to the master. */
    private void fix(StockNode node) {
        long wait = master.settings.failoverTimeoutMillis();
        if (!node.follows.equals(master.node.address.joined())
                && master.looksSane()
                && hasBeenUpFor(node, wait)
                && owner.nowMillis() - node.followsMillis > wait) {
            follow(node);
            owner.announce(EventType.FIX_SLAVE_CONFIG, master.text(node));
        }
    }

    private boolean hasBeenUpFor(StockNode node, long millis) {
        return owner.nowMillis() - node.downSinceMillis > millis;
    }

    private void follow(StockNode node) {
        Endpoint address = master.node.address;
        node.link.slaveOf(address.host(), Integer.toString(address.port()));
    }

    /** How far a replica is that was told to follow the promoted one. */
    private void reconfigured(StockNode node) {
        boolean follows = master.promoted
                .filter(p -> node.follows.equals(p.address.joined()))
                .isPresent();
        if (node.reconfiguration == Reconfiguration.SENT && follows) {
            node.reconfiguration = Reconfiguration.IN_PROGRESS;
            owner.announce(EventType.SLAVE_RECONF_INPROG, master.text(node));
        }
        if (node.reconfiguration == Reconfiguration.IN_PROGRESS && node.isLinkUp) {
            node.reconfiguration = Reconfiguration.DONE;
            owner.announce(EventType.SLAVE_RECONF_DONE, master.text(node));
        }
    }
}
