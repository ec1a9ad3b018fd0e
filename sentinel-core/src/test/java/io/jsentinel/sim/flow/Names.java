package io.jsentinel.sim.flow;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.stock.StockSentinel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What processes are called in a flow: their addresses and identities in what they say are replaced by short names. */
final class Names {

    private final SimCluster cluster;
    private final Map<String, String> shown = new TreeMap<>();

    /** The processes of a cluster, each by its own name as long as nothing else is said. */
    Names(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** A process is called otherwise: the first server of a master has the name of what is watched. */
    void call(String process, String name) {
        shown.put(process, name);
    }

    /** What a process is called. */
    String of(SimProcess process) {
        return shown.getOrDefault(process.name(), process.name());
    }

    /** What the process at an address is called; the address itself when there is none. */
    String at(Endpoint endpoint) {
        return all().stream()
                .filter(process -> process.endpoint().equals(endpoint))
                .findFirst()
                .map(this::of)
                .orElse(endpoint.toString());
    }

    /** A text with names instead of addresses, in all forms that the protocol has for these, and instead of identities. */
    String in(String text) {
        String named = text;
        for (SimProcess process : all()) {
            Endpoint endpoint = process.endpoint();
            for (String between : List.of(":", " ", ",")) {
                named = named.replaceAll(
                        "\\b" + endpoint.host().replace(".", "\\.") + between + endpoint.port() + "\\b", of(process));
            }
        }
        for (SimSentinel sentinel : cluster.sentinels()) {
            if (sentinel.core() != null) {
                named = named.replace(sentinel.core().realm().self().runId().toString(), of(sentinel));
            }
        }
        for (StockSentinel sentinel : cluster.stockSentinels()) {
            named = sentinel.runId().isEmpty() ? named : named.replace(sentinel.runId(), of(sentinel));
        }
        return named;
    }

    private List<SimProcess> all() {
        List<SimProcess> all = new ArrayList<>(cluster.redises());
        all.addAll(cluster.sentinels());
        all.addAll(cluster.stockSentinels());
        return all;
    }
}
