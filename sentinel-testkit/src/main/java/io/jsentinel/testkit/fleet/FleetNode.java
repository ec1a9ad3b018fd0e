package io.jsentinel.testkit.fleet;

import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One server of a fleet: which role it has, who is connected, what its INFO says. Used by the fleet's thread only. */
final class FleetNode {

    private static final long OFFSET = 1_000;

    private final int port;
    private final String runId;
    private final ServerSocketChannel listener;
    private final List<FleetNode> group;
    private final Set<FleetConnection> connections = new LinkedHashSet<>();
    private final Map<String, Set<FleetConnection>> subscribers = new LinkedHashMap<>();
    private int masterPort;
    private boolean dead;
    private byte[] info;

    /** A master, among the servers of its group, to which it is added. */
    FleetNode(int port, ServerSocketChannel listener, List<FleetNode> group) {
        this.port = port;
        this.listener = listener;
        this.group = group;
        this.runId = (Integer.toHexString(port) + "f".repeat(40)).substring(0, 40);
        group.add(this);
    }

    int port() {
        return port;
    }

    ServerSocketChannel listener() {
        return listener;
    }

    Set<FleetConnection> connections() {
        return connections;
    }

    boolean isDead() {
        return dead;
    }

    boolean isMaster() {
        return masterPort == 0;
    }

    /** Makes it a replica of a port, or a master with port 0. */
    void follow(int newMasterPort) {
        masterPort = newMasterPort;
        forgetInfo();
    }

    void die() {
        dead = true;
        forgetInfo();
    }

    /** Who hears a channel; a set that changes are made to. */
    Set<FleetConnection> subscribers(String channel) {
        return subscribers.computeIfAbsent(channel, name -> new LinkedHashSet<>());
    }

    /** Takes a connection that has ended out of everything. */
    void forget(FleetConnection connection) {
        connections.remove(connection);
        subscribers.values().forEach(set -> set.remove(connection));
    }

    /** The answer to INFO, whichever section is asked for, as bytes of RESP. */
    byte[] info() {
        if (info == null) {
            String text = "# Server\r\nredis_version:7.0.15\r\nrun_id:" + runId + "\r\n# Replication\r\n"
                    + (isMaster() ? masterInfo() : replicaInfo())
                    + "master_failover_state:no-failover\r\nmaster_replid:" + "a".repeat(40) + "\r\n"
                    + "master_replid2:" + "0".repeat(40) + "\r\nmaster_repl_offset:" + OFFSET
                    + "\r\nsecond_repl_offset:-1\r\n";
            info = new Bytes().bulk(text).copy();
        }
        return info;
    }

    private String masterInfo() {
        List<FleetNode> replicas = replicas();
        StringBuilder text = new StringBuilder("role:master\r\nconnected_slaves:")
                .append(replicas.size())
                .append("\r\n");
        for (int i = 0; i < replicas.size(); i++) {
            text.append("slave").append(i).append(":ip=127.0.0.1,port=").append(replicas.get(i).port);
            text.append(",state=online,offset=").append(OFFSET).append(",lag=0\r\n");
        }
        return text.toString();
    }

    private String replicaInfo() {
        String link = linkIsUp() ? "up\r\n" : "down\r\nmaster_link_down_since_seconds:1\r\n";
        return "role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:" + masterPort + "\r\nmaster_link_status:" + link
                + "master_last_io_seconds_ago:" + (linkIsUp() ? 0 : -1) + "\r\nmaster_sync_in_progress:0\r\n"
                + "slave_read_repl_offset:" + OFFSET + "\r\nslave_repl_offset:" + OFFSET
                + "\r\nslave_priority:100\r\nslave_read_only:1\r\nreplica_announced:1\r\nconnected_slaves:0\r\n";
    }

    /** Adds the answer to ROLE. */
    void role(Bytes out) {
        if (isMaster()) {
            List<FleetNode> replicas = replicas();
            out.header('*', 3).bulk("master").header(':', OFFSET).header('*', replicas.size());
            replicas.forEach(replica -> out.header('*', 3)
                    .bulk("127.0.0.1")
                    .bulk(Integer.toString(replica.port))
                    .bulk(Long.toString(OFFSET)));
        } else {
            out.header('*', 5).bulk("slave").bulk("127.0.0.1").header(':', masterPort);
            out.bulk(linkIsUp() ? "connected" : "connect").header(':', OFFSET);
        }
    }

    private boolean linkIsUp() {
        return group.stream().anyMatch(node -> node.port == masterPort && !node.dead);
    }

    private List<FleetNode> replicas() {
        List<FleetNode> replicas = new ArrayList<>();
        for (FleetNode node : group) {
            if (node.masterPort == port && !node.dead) {
                replicas.add(node);
            }
        }
        return replicas;
    }

    private void forgetInfo() {
        group.forEach(node -> node.info = null);
    }

    /** The text of INFO without the form of RESP, for failure messages. */
    @Override
    public String toString() {
        return port + "\n" + new String(info(), StandardCharsets.ISO_8859_1);
    }
}
