package io.jsentinel.cli.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Who is who at one moment, as the processes themselves tell. */
record Topology(List<NodeView> nodes, List<SentinelView> sentinels) {

    /** The same without what changes all the time: equal shapes need not be shown twice. */
    Topology shape() {
        return new Topology(nodes.stream().map(NodeView::withoutOffset).collect(Collectors.toList()), sentinels);
    }

    /** The port of the master that more than half of all sentinels name, the ones that cannot be asked included. */
    OptionalInt masterPort() {
        Map<Integer, Long> votes = sentinels.stream()
                .filter(SentinelView::isUp)
                .collect(Collectors.groupingBy(SentinelView::masterPort, Collectors.counting()));
        Optional<Integer> port = votes.entrySet().stream()
                .filter(vote -> 2 * vote.getValue() > sentinels.size())
                .map(Map.Entry::getKey)
                .findFirst();
        return port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty();
    }

    /** The first thing that keeps this from being quiet and well, in words; nothing when it is. */
    Optional<String> unrest() {
        OptionalInt master = masterPort();
        if (master.isEmpty()) {
            return Optional.of("no majority of the sentinels names one master");
        }
        return nodes.stream()
                .flatMap(node -> unrest(node, master.getAsInt()).stream())
                .findFirst()
                .or(() -> sentinels.stream()
                        .flatMap(sentinel -> unrest(sentinel, master.getAsInt()).stream())
                        .findFirst());
    }

    private Optional<String> unrest(NodeView node, int master) {
        if (node.port() == master) {
            return node.isUp() && node.isMaster() ? Optional.empty() : Optional.of(node.name() + " is no master yet");
        }
        boolean well = switch (node.condition()) {
            case UP -> node.masterPort() == master && node.linkUp();
            case SILENT -> false;
            case FROZEN, DOWN -> true;
        };
        return well ? Optional.empty() : Optional.of(node.name() + " is not yet a replica of the master");
    }

    private Optional<String> unrest(SentinelView sentinel, int master) {
        if (sentinel.condition() == Condition.FROZEN || sentinel.condition() == Condition.DOWN) {
            return Optional.empty();
        }
        long replicas = nodes.stream()
                .filter(node -> node.isUp() && node.port() != master)
                .count();
        boolean well = sentinel.isUp()
                && sentinel.masterPort() == master
                && sentinel.doubts().isEmpty()
                && sentinel.usableReplicas() == replicas
                && sentinel.otherSentinels() == sentinels.size() - 1;
        return well ? Optional.empty() : Optional.of(sentinel.name() + " does not yet see all as it is");
    }
}
