package io.jsentinel.testkit;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a client to the master: it asks one sentinel, and the next one when that fails. Connections are kept.
 * For one thread.
 */
final class MasterLookup implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final List<InetSocketAddress> sentinels;
    private final String masterName;
    private final Map<InetSocketAddress, RespClient> clients = new HashMap<>();
    private int turn;

    MasterLookup(List<InetSocketAddress> sentinels, String masterName) {
        this.sentinels = List.copyOf(sentinels);
        this.masterName = masterName;
    }

    /** Connects to all sentinels that can be reached, so that no question waits for that. */
    void connect() {
        for (InetSocketAddress sentinel : sentinels) {
            try {
                clients.computeIfAbsent(sentinel, at -> RespClient.connect(at, TIMEOUT, TIMEOUT));
            } catch (UncheckedIOException e) {
                // It is tried again when it is its turn.
            }
        }
    }

    /**
     * What the first sentinel answers that names another master than this one; when none does, what one of them
     * answers, if any. Each is asked once at most.
     */
    Optional<InetSocketAddress> findOtherThan(Optional<InetSocketAddress> useless) {
        Optional<InetSocketAddress> found = Optional.empty();
        for (int i = 0; i < sentinels.size(); i++) {
            Optional<InetSocketAddress> answer = find();
            if (answer.isPresent() && !answer.equals(useless)) {
                return answer;
            }
            if (answer.isPresent()) {
                found = answer;
                askNextOne();
            }
        }
        return found;
    }

    /** What the sentinel whose turn it is answers; nothing when it fails, and then it is the next one's turn. */
    Optional<InetSocketAddress> find() {
        InetSocketAddress sentinel = sentinels.get(turn);
        try {
            RespClient client = clients.computeIfAbsent(sentinel, at -> RespClient.connect(at, TIMEOUT, TIMEOUT));
            Reply answer = client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
            if (answer instanceof Reply.Array) {
                List<String> address = answer.asTexts();
                return Optional.of(new InetSocketAddress(address.get(0), Integer.parseInt(address.get(1))));
            }
        } catch (UncheckedIOException e) {
            Optional.ofNullable(clients.remove(sentinel)).ifPresent(RespClient::close);
        }
        askNextOne();
        return Optional.empty();
    }

    /** Makes it the next sentinel's turn: the address of the last one was of no use. */
    void askNextOne() {
        turn = (turn + 1) % sentinels.size();
    }

    @Override
    public void close() {
        clients.values().forEach(RespClient::close);
        clients.clear();
    }
}
