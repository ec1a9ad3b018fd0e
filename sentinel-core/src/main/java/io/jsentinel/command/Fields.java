package io.jsentinel.command;

import static io.jsentinel.topology.Times.shownAge;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.failover.Failover;
import io.jsentinel.resp.Resp;
import io.jsentinel.status.Flags;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * The names and values of one instance in SENTINEL MASTER, REPLICAS and SENTINELS, in the fixed order of Redis. All
 * values are strings; times are ages in milliseconds.
 */
final class Fields {

    private final List<Resp> pairs = new ArrayList<>();
    private final long nowMillis;

    private Fields(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    static Resp ofMaster(Watch watch, long nowMillis) {
        Fields fields = new Fields(nowMillis);
        fields.common(watch.master(), watch);
        fields.node(watch.master());
        fields.master(watch.master());
        return new Resp.Pairs(fields.pairs);
    }

    static Resp ofReplica(Replica replica, Watch watch, long nowMillis) {
        Fields fields = new Fields(nowMillis);
        fields.common(replica, watch);
        fields.node(replica);
        fields.replica(replica);
        return new Resp.Pairs(fields.pairs);
    }

    static Resp ofPeer(Peer peer, Watch watch, long nowMillis) {
        Fields fields = new Fields(nowMillis);
        fields.common(peer, watch);
        fields.add("last-hello-message", shownAge(peer.lastHelloMillis(), nowMillis));
        fields.add("voted-leader", peer.votedFor().map(RunId::value).orElse("?"));
        fields.add("voted-leader-epoch", peer.votedEpoch());
        return new Resp.Pairs(fields.pairs);
    }

    private void common(Instance instance, Watch watch) {
        Link link = instance.link();
        add("name", instance.name());
        add("ip", instance.endpoint().host());
        add("port", instance.endpoint().port());
        add("runid", instance.shownRunId());
        add("flags", Flags.of(instance, watch));
        add("link-pending-commands", link.pending());
        add("link-refcount", instance instanceof Peer peer ? watch.linkUsers(peer) : 1);
        Failover failover = watch.failover();
        if (instance == watch.master() && failover.isInProgress()) {
            add("failover-state", failover.state().word());
        }
        add("last-ping-sent", lastPingSent(link));
        add("last-ok-ping-reply", shownAge(link.lastAvailableMillis(), nowMillis));
        add("last-ping-reply", shownAge(link.lastPongMillis(), nowMillis));
        if (instance.isDown()) {
            add("s-down-time", shownAge(instance.downSinceMillis(), nowMillis));
        }
        if (instance instanceof Master master && master.isObjectivelyDown()) {
            add("o-down-time", shownAge(master.objectivelyDownSinceMillis(), nowMillis));
        }
        add("down-after-milliseconds", watch.master().settings().downAfterMillis());
    }

    /** The age of the oldest unanswered ping; where there is no connection, the time since the last sign of life. */
    private long lastPingSent(Link link) {
        return link.isUp() || link.isOpening()
                ? shownAge(link.unansweredPingMillis(), nowMillis)
                : shownAge(link.lastAvailableMillis(), nowMillis);
    }

    private void node(Node node) {
        add("info-refresh", shownAge(node.infoMillis(), nowMillis));
        add("role-reported", node.reportedRole().word());
        add("role-reported-time", shownAge(node.reportedRoleSinceMillis(), nowMillis));
    }

    private void master(Master master) {
        add("config-epoch", master.configEpoch());
        add("num-slaves", master.replicas().size());
        add("num-other-sentinels", master.peers().size());
        add("quorum", master.settings().quorum());
        add("failover-timeout", master.settings().failoverTimeoutMillis());
        add("parallel-syncs", master.settings().parallelSyncs());
        master.settings().notificationScript().ifPresent(path -> add("notification-script", path));
        master.settings().clientReconfigScript().ifPresent(path -> add("client-reconfig-script", path));
    }

    private void replica(Replica replica) {
        add("master-link-down-time", Math.max(0, replica.report().masterLinkDownMillis()));
        add("master-link-status", replica.report().masterLinkUp() ? "ok" : "err");
        add("master-host", replica.report().masterEndpoint().map(Endpoint::host).orElse("?"));
        add("master-port", replica.report().masterEndpoint().map(Endpoint::port).orElse(0));
        add("slave-priority", replica.report().priority());
        add("slave-repl-offset", replica.report().offset());
        add("replica-announced", replica.report().announced() ? 1 : 0);
    }

    private void add(String name, long value) {
        add(name, Long.toString(value));
    }

    private void add(String name, String value) {
        pairs.add(Resp.bulk(name));
        pairs.add(Resp.bulk(value));
    }
}
