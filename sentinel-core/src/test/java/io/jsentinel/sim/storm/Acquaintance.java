package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.sim.stock.StockView;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who knows whom at one moment: a sentinel knows where its master, the replicas and the other sentinels are, and a replica
 * knows its master. Sentinels between which no such way leads can never hear of each other, whatever they do.
 */
final class Acquaintance {

    private final SimCluster cluster;
    private final TreeMap<String, TreeSet<String>> known = new TreeMap<>();

    /** Among the sentinels that watch a master, and the servers. */
    Acquaintance(SimCluster cluster, String master) {
        this.cluster = cluster;
        for (SimSentinel sentinel : cluster.sentinels()) {
            sentinel.core()
                    .realm()
                    .watches()
                    .named(master)
                    .ifPresent(watch -> instances(watch.master()).forEach(i -> meets(sentinel, at(i.endpoint()))));
        }
        for (StockSentinel sentinel : cluster.stockSentinels()) {
            sentinel.view(master).stream()
                    .flatMap(Acquaintance::addresses)
                    .forEach(address -> meets(sentinel, at(address)));
        }
        for (SimRedis redis : cluster.redises()) {
            meets(redis, redis.replication().source().map(SimProcess.class::cast));
        }
    }

    private static Stream<Instance> instances(Master master) {
        return Stream.of(Stream.of(master), master.replicas().stream(), master.peers().stream())
                .flatMap(s -> s);
    }

    private static Stream<Endpoint> addresses(StockView view) {
        return Stream.of(Stream.of(view.currentAddress()), view.replicas().stream(), view.peers().stream())
                .flatMap(s -> s);
    }

    private Optional<SimProcess> at(Endpoint shown) {
        return cluster.world().network().at(new Endpoint(cluster.world().dns().firstOf(shown.host()), shown.port()));
    }

    private void meets(SimProcess one, Optional<SimProcess> other) {
        other.ifPresent(o -> {
            known.computeIfAbsent(one.name(), n -> new TreeSet<>()).add(o.name());
            known.computeIfAbsent(o.name(), n -> new TreeSet<>()).add(one.name());
        });
    }

    /** Whether a way leads from each sentinel to every other one. */
    boolean isConnected() {
        List<String> sentinels = new ArrayList<>();
        cluster.sentinels().forEach(s -> sentinels.add(s.name()));
        cluster.stockSentinels().forEach(s -> sentinels.add(s.name()));
        TreeSet<String> reached = new TreeSet<>(List.of(sentinels.get(0)));
        ArrayDeque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            for (String name : known.getOrDefault(next.poll(), new TreeSet<>())) {
                if (reached.add(name)) {
                    next.add(name);
                }
            }
        }
        return reached.containsAll(sentinels);
    }
}
