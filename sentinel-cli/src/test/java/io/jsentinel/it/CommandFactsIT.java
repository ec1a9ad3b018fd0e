package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What COMMAND tells of each command is what Redis 7.0 tells, but for the order, and for the words for people. */
@NeedsStock
class CommandFactsIT {

    private static SentinelProcess stock;
    private static SentinelProcess ours;

    @BeforeAll
    static void start() {
        stock = SentinelProcess.command(Cluster.Kind.STOCK.command()).start();
        ours = SentinelProcess.command(Cluster.Kind.OURS.command())
                .line(WirePair.VERSION_LINE)
                .start();
    }

    @AfterAll
    static void end() {
        if (stock != null) {
            stock.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    @Test
    void theSameCommandsAreListed() {
        assertThat(names(ours)).isEqualTo(names(stock)).hasSize(72);
    }

    private static List<String> names(SentinelProcess sentinel) {
        try (RespClient client = sentinel.client()) {
            return client.call("COMMAND", "LIST").asTexts().stream().sorted().toList();
        }
    }

    @Test
    void theyHaveTheSameShapes() {
        assertThat(shapes(ours, "COMMAND")).containsExactlyInAnyOrderElementsOf(shapes(stock, "COMMAND"));
        assertThat(shapes(ours, "COMMAND", "INFO"))
                .containsExactlyInAnyOrderElementsOf(shapes(stock, "COMMAND", "INFO"));
    }

    /** SENTINEL FAILOVER takes more words here. */
    private static String usual(String shape) {
        String name = "Text[value=sentinel|failover, form=BULK] ";
        return shape.replace(name + "Int[value=-3]", name + "Int[value=3]");
    }

    private static List<String> shapes(SentinelProcess sentinel, String... words) {
        try (RespClient client = sentinel.client()) {
            return client.call(words).asList().stream()
                    .map(CommandFactsIT::shape)
                    .map(CommandFactsIT::usual)
                    .toList();
        }
    }

    /** The ten parts of one command; those of its subcommands in the order of their names. */
    private static String shape(Reply command) {
        List<Reply> parts = command.asList();
        String own = parts.subList(0, 9).stream().map(Object::toString).collect(Collectors.joining(" "));
        return parts.get(9).asList().stream()
                        .map(CommandFactsIT::shape)
                        .sorted()
                        .toList() + " in " + own;
    }

    @Test
    void theyAreDocumentedAlike() {
        Map<String, String> expected = docs(stock);

        assertThat(expected).hasSize(72);
        Map<String, String> told = docs(ours);
        assertThat(told.get("sentinel|failover")).contains("COORDINATED", "TIMEOUT");
        told.put("sentinel|failover", expected.get("sentinel|failover"));
        assertThat(told).isEqualTo(expected);
    }

    private static Map<String, String> docs(SentinelProcess sentinel) {
        Map<String, String> all = new TreeMap<>();
        try (RespClient client = sentinel.client()) {
            collect(client.call("COMMAND", "DOCS").asList(), all);
        }
        return all;
    }

    /** What is said of each command, names and values in turn, in its order and without the summary. */
    private static void collect(List<Reply> namesAndDocs, Map<String, String> into) {
        for (int at = 0; at < namesAndDocs.size(); at += 2) {
            List<Reply> facts = namesAndDocs.get(at + 1).asList();
            List<String> told = new ArrayList<>();
            for (int fact = 0; fact < facts.size(); fact += 2) {
                String name = facts.get(fact).asText();
                if (name.equals("subcommands")) {
                    told.add(name);
                    collect(facts.get(fact + 1).asList(), into);
                } else {
                    told.add(name + "="
                            + (name.equals("summary") ? "" : facts.get(fact + 1).toString()));
                }
            }
            into.put(namesAndDocs.get(at).asText(), String.join("\n", told));
        }
    }
}
