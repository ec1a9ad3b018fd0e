package io.jsentinel.sim;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Watches one sentinel's mouth, and writes every vote that it tells into the ledger of the cluster. */
final class VoteWitness {

    private static final String NOBODY = "*";

    private final SimSentinel sentinel;
    private final Map<Long, String> questions = new LinkedHashMap<>();

    VoteWitness(SimSentinel sentinel) {
        this.sentinel = sentinel;
    }

    /** The sentinel was asked something. */
    void asked(long number, String command, List<String> words) {
        if (command.equals("sentinel|is-master-down-by-addr")) {
            questions.put(number, words.get(2) + ":" + words.get(3));
        }
    }

    /** The sentinel answered. */
    void answered(long number, Resp answer) {
        String master = questions.isEmpty() ? null : questions.remove(number);
        if (master != null
                && answer instanceof Resp.Array array
                && array.items().size() == 3
                && array.items().get(2) instanceof Resp.Int epoch) {
            told(master, epoch.value(), array.items().get(1).textOrEmpty());
        }
    }

    /** The sentinel asks another one: with its own name it tells that it voted for itself. */
    void asks(Request request) {
        if (request.kind() == Request.Kind.MASTER_DOWN) {
            List<String> words = request.args();
            told(words.get(2) + ":" + words.get(3), Long.parseLong(words.get(4)), words.get(5));
        }
    }

    private void told(String master, long epoch, String leader) {
        if (!leader.equals(NOBODY)) {
            sentinel.world()
                    .votes()
                    .told(sentinel.name() + " " + sentinel.core().realm().self().runId(), master, epoch, leader);
        }
    }
}
