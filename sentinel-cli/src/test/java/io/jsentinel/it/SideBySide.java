package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One connection to the stock sentinel and one to ours, over which the same bytes go. What comes back is compared
 * byte for byte, once what must vary (own ids and ports, run ids, ages, versions) is the same word on both sides.
 */
final class SideBySide implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Fields whose values differ from moment to moment. */
    private static final Pattern MOVING = Pattern.compile(
            "\\$\\d+\r\n(link-pending-commands|last-ping-sent|last-ok-ping-reply|last-ping-reply|info-refresh"
                    + "|role-reported-time|slave-repl-offset|last-hello-message|version)\r\n\\$\\d+\r\n[^\r]*\r\n");

    private static final Pattern CLIENT_NUMBER = Pattern.compile("\\$2\r\nid\r\n:\\d+\r\n");

    private final SentinelProcess stock;
    private final SentinelProcess ours;
    private final RespClient stockClient;
    private final RespClient ourClient;
    private final Map<String, String> excused;
    private final List<String> differences = new ArrayList<>();
    private String lastOfStock = "";
    private String lastOfOurs = "";

    /**
     * Two new connections.
     *
     * @param excused commands whose answers may differ, each with the reason
     */
    SideBySide(SentinelProcess stock, SentinelProcess ours, Map<String, String> excused) {
        this.stock = stock;
        this.ours = ours;
        this.excused = excused;
        this.stockClient = RespClient.connect(stock.port(), TIMEOUT);
        this.ourClient = RespClient.connect(ours.port(), TIMEOUT);
    }

    /** Asks both, one answer each. */
    SideBySide ask(String... words) {
        return ask(1, words);
    }

    /** Asks both, this many answers each. */
    SideBySide ask(int answers, String... words) {
        return exchange(String.join(" ", words), RespClient.command(words), client -> read(client, answers));
    }

    /** Asks both a line of words between blanks, one answer each. */
    SideBySide line(String command) {
        return ask(command.split(" ", -1));
    }

    /** Asks both each line of a text, as {@link #line} does. */
    SideBySide lines(String block) {
        block.lines().forEach(this::line);
        return this;
    }

    /** Sends bytes to both, which this many answers follow. */
    SideBySide raw(int answers, String bytes) {
        return exchange(bytes, bytes, client -> read(client, answers));
    }

    /** Sends bytes to both, after which both must end the connection, with or without an answer. */
    SideBySide rawToEnd(String bytes) {
        return exchange(bytes, bytes, RespClient::readRawToEnd);
    }

    /** Reads what comes without having been asked for on these connections. */
    SideBySide hear(String what, int messages) {
        return exchange(what, "", client -> read(client, messages));
    }

    private SideBySide exchange(String label, String bytes, Function<RespClient, String> reading) {
        lastOfStock = answer(stockClient, bytes, reading);
        lastOfOurs = answer(ourClient, bytes, reading);
        String expected = normal(lastOfStock, stock, ours);
        String actual = normal(lastOfOurs, ours, stock);
        if (!expected.equals(actual) && !excused.containsKey(label)) {
            differences.add("%s%n   stock: %s%n   ours:  %s".formatted(shown(label), shown(expected), shown(actual)));
        }
        return this;
    }

    /** What came back; that nothing came is an answer, too. */
    private static String answer(RespClient client, String bytes, Function<RespClient, String> reading) {
        try {
            client.raw(bytes);
            return reading.apply(client);
        } catch (UncheckedIOException e) {
            return "(" + e.getCause().getClass().getSimpleName() + ")";
        }
    }

    private static String read(RespClient client, int answers) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < answers; i++) {
            all.append(client.readRawReply());
        }
        return all.toString();
    }

    private static String normal(String answer, SentinelProcess self, SentinelProcess other) {
        String same = MOVING.matcher(answer).replaceAll("<$1>");
        same = CLIENT_NUMBER.matcher(same).replaceAll("<id>");
        return same.replace(Integer.toString(self.port()), "<own port>")
                .replace(Integer.toString(other.port()), "<other port>")
                .replaceAll("\r\n[0-9a-f]{40}\r\n", "\r\n<run id>\r\n");
    }

    private static String shown(String bytes) {
        String text = bytes.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        return text.length() <= 3_000 ? text : text.substring(0, 3_000) + "...";
    }

    /** The last answer of each as it came, by whose it is: {@code stock} and {@code ours}. */
    Map<String, String> last() {
        return Map.of("stock", lastOfStock, "ours", lastOfOurs);
    }

    /** Forgets that the last answers differed. */
    SideBySide excuseLast(int differencesBefore) {
        while (differences.size() > differencesBefore) {
            differences.remove(differences.size() - 1);
        }
        return this;
    }

    /** How many answers differed so far. */
    int differences() {
        return differences.size();
    }

    /** Fails when any answers differed. */
    void mustAgree() {
        assertThat(String.join("\n", differences)).as("answers that differ").isEmpty();
    }

    @Override
    public void close() {
        stockClient.close();
        ourClient.close();
    }
}
