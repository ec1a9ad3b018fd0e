package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.FakeDns;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real servers, each with an address of its own in 127.0.0.0/8 and a name that a DNS server of this JVM knows, and our
 * daemons, which ask that one. Each server lists itself by its name.
 */
final class NamedServers implements AutoCloseable {

    /** The name of the master. */
    static final String NAME = "mymaster";

    private final FakeDns dns = FakeDns.start();
    private final Map<String, RedisServer> servers = new LinkedHashMap<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();
    private final List<EventLog> logs = new ArrayList<>();

    FakeDns dns() {
        return dns;
    }

    SentinelProcess sentinel(int index) {
        return sentinels.get(index);
    }

    EventLog log(int index) {
        return logs.get(index);
    }

    RedisServer server(String host) {
        return servers.get(host);
    }

    /** Starts a master under a name at an address. */
    NamedServers master(String host, String ip) {
        return start(host, ip, FreePort.next(), "", 0);
    }

    /** Starts a replica of the server at an address. */
    NamedServers replica(String host, String ip, String masterHost, String masterIp) {
        return start(host, ip, FreePort.next(), masterIp, server(masterHost).port());
    }

    private NamedServers start(String host, String ip, int port, String masterIp, int masterPort) {
        var setup = RedisServer.setup()
                .port(port)
                .set("bind", "127.0.0.1 " + ip)
                .set("replica-announce-ip", host)
                .set("repl-timeout", "5");
        if (masterPort != 0) {
            setup.set("replicaof", masterIp + " " + masterPort);
        }
        servers.put(host, setup.start());
        dns.set(host, ip);
        return this;
    }

    /** A server ends, and begins anew under its name at another address, as what it was configured to be. */
    void move(String host, String ip, String masterIp, int masterPort) {
        RedisServer old = servers.get(host);
        int port = old.port();
        old.close();
        start(host, ip, port, masterIp, masterPort);
    }

    /** What one of our daemons is to be that resolves names and watches the server of that name with quorum 2. */
    SentinelSetup setup(String host) {
        return daemon().monitor(NAME, host, server(host).port(), 2).failoverTimeoutMillis(5_000);
    }

    /** What one of our daemons is to be that resolves names and watches nothing. */
    SentinelSetup daemon() {
        List<String> command = Stream.concat(
                        Stream.of("/usr/bin/env", "JSENTINEL_DNS_SERVERS=" + dns.server()),
                        JsentinelCommand.of().stream())
                .toList();
        return SentinelProcess.command(command).line("sentinel resolve-hostnames yes");
    }

    /** Starts a daemon. */
    NamedServers add(SentinelSetup setup) {
        SentinelProcess sentinel = setup.start();
        sentinels.add(sentinel);
        logs.add(EventLog.on(sentinel));
        return this;
    }

    /** Waits until every daemon sees the master, all replicas and all others up. */
    void awaitAcquainted() {
        sentinels.forEach(sentinel -> Await.atMost(HEAL_BOUND)
                .showing(this::toString)
                .until(sentinel + " knows all others", () -> isAcquainted(sentinel)));
    }

    private boolean isAcquainted(SentinelProcess sentinel) {
        Map<String, String> master = sentinel.call("SENTINEL", "MASTER", NAME).asTextMap();
        List<Map<String, String>> replicas = replicas(sentinel);
        return master.get("flags").equals("master")
                && master.get("num-other-sentinels").equals(Integer.toString(sentinels.size() - 1))
                && replicas.size() == servers.size() - 1
                && replicas.stream()
                        .allMatch(replica -> replica.get("flags").equals("slave")
                                && replica.get("master-link-status").equals("ok"));
    }

    /** What a daemon lists as replicas. */
    static List<Map<String, String>> replicas(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "REPLICAS", NAME).asList().stream()
                .map(Reply::asTextMap)
                .toList();
    }

    /** Where a daemon says that the master is: host and port. */
    static List<String> address(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).asTexts();
    }

    /** Waits until every daemon says that the master is the server of that name, at this host. */
    void awaitMaster(String name, String host) {
        List<String> wanted = List.of(host, Integer.toString(server(name).port()));
        for (SentinelProcess sentinel : sentinels) {
            Await.atMost(HEAL_BOUND)
                    .showing(this::toString)
                    .until(sentinel + " names " + wanted, () -> address(sentinel), wanted::equals);
        }
        Await.atMost(HEAL_BOUND)
                .showing(this::toString)
                .until(name + " is a master", () -> server(name).isMaster());
    }

    /** The state of all, for failure messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("questions: " + dns.questions() + "\n");
        sentinels.forEach(sentinel ->
                text.append(sentinel).append('\n').append(sentinel.logTail()).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
        sentinels.forEach(SentinelProcess::close);
        servers.values().forEach(RedisServer::close);
        dns.close();
    }
}
