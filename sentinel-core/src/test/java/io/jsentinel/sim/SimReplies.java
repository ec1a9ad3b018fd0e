package io.jsentinel.sim;

import io.jsentinel.resp.Resp;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answers that a sentinel owes its clients: on each connection they leave in the order of the commands. */
final class SimReplies {

    private final Map<SimConnection, ArrayDeque<Slot>> byConnection = new LinkedHashMap<>();
    private final Map<Long, Slot> open = new LinkedHashMap<>();
    private long lastNumber;

    private static final class Slot {
        private final SimConnection connection;
        private Resp answer;

        Slot(SimConnection connection) {
            this.connection = connection;
        }
    }

    /** A command came that is answered at once. */
    void answerNow(SimConnection from, Resp answer) {
        ArrayDeque<Slot> queue = byConnection.get(from);
        if (queue == null || queue.isEmpty()) {
            from.answer(answer);
        } else {
            answer(expect(from), answer);
        }
    }

    /** A command came; the number stands for its answer. */
    long expect(SimConnection from) {
        Slot slot = new Slot(from);
        byConnection.computeIfAbsent(from, c -> new ArrayDeque<>()).add(slot);
        open.put(++lastNumber, slot);
        return lastNumber;
    }

    /** The answer is there; it leaves when all before it have left. */
    void answer(long number, Resp answer) {
        Slot slot = open.remove(number);
        if (slot == null) {
            return;
        }
        slot.answer = answer;
        ArrayDeque<Slot> queue = byConnection.get(slot.connection);
        while (queue != null && !queue.isEmpty() && queue.peek().answer != null) {
            slot.connection.answer(queue.poll().answer);
        }
    }

    /** The client is gone. */
    void forget(SimConnection connection) {
        ArrayDeque<Slot> queue = byConnection.remove(connection);
        if (queue != null) {
            open.values().removeAll(queue);
        }
    }

    /** All clients are gone. */
    void clear() {
        byConnection.clear();
        open.clear();
    }
}
