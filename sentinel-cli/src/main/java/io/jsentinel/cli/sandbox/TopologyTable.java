package io.jsentinel.cli.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link Topology} as lines for people, one for each process. */
final class TopologyTable {

    private final IntFunction<String> nameOfPort;
    private final Narrator painter;

    TopologyTable(IntFunction<String> nameOfPort, Narrator painter) {
        this.nameOfPort = nameOfPort;
        this.painter = painter;
    }

    /** One line for each process, redis-servers first. */
    List<String> full(Topology topology) {
        return Stream.concat(
                        nodes(topology),
                        topology.sentinels().stream()
                                .map(sentinel -> row(sentinel.name(), sentinel.port()) + words(sentinel)))
                .collect(Collectors.toList());
    }

    /** One line for each redis-server, and one for all sentinels that say the same. */
    List<String> compact(Topology topology) {
        Map<String, List<String>> sentinels = topology.sentinels().stream()
                .collect(Collectors.groupingBy(
                        this::words, LinkedHashMap::new, Collectors.mapping(SentinelView::name, Collectors.toList())));
        return Stream.concat(
                        nodes(topology),
                        sentinels.entrySet().stream()
                                .map(group -> String.join(", ", group.getValue()) + ": " + group.getKey()))
                .collect(Collectors.toList());
    }

    private Stream<String> nodes(Topology topology) {
        return topology.nodes().stream().map(node -> row(node.name(), node.port()) + words(node));
    }

    private static String row(String name, int port) {
        return String.format(Locale.ROOT, "%-12s %5d  ", name, port);
    }

    private String words(NodeView node) {
        if (!node.isUp()) {
            return words(node.condition());
        }
        if (node.isMaster()) {
            return painter.paint(Tone.GOOD, "master") + ", offset " + node.offset();
        }
        String link = node.linkUp() ? "link up" : painter.paint(Tone.WARNING, "link down");
        return painter.paint(Tone.FAR, "replica") + " of " + nameOfPort.apply(node.masterPort()) + ", " + link
                + ", offset " + node.offset();
    }

    private String words(SentinelView sentinel) {
        if (!sentinel.isUp()) {
            return words(sentinel.condition());
        }
        String doubts = sentinel.doubts().isEmpty()
                ? ""
                : " (" + painter.paint(Tone.WARNING, String.join(", ", sentinel.doubts())) + ")";
        return nameOfPort.apply(sentinel.masterPort()) + " is master" + doubts + ", "
                + count(sentinel.usableReplicas(), "replica") + " up, "
                + count(sentinel.otherSentinels(), "other sentinel");
    }

    private String words(Condition condition) {
        return switch (condition) {
            case UP -> "up";
            case SILENT -> painter.paint(Tone.WARNING, "does not answer");
            case FROZEN -> painter.paint(Tone.WARNING, "frozen");
            case DOWN -> painter.paint(Tone.BAD, "down");
        };
    }

    /** A number with its noun, in the plural unless it is one. */
    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
