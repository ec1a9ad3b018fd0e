package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster.Subject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What other daemons really answered to one daemon about its masters: counted from the answers as they came in, without
 * what the core makes of them. A question without a candidate counts like an answer: its sender saw the master down. Each
 * is as old as when it was sent: what waited in the network says nothing of now.
 */
final class Evidence {

    private static final String QUESTION = "sentinel|is-master-down-by-addr";
    private static final String NOBODY = "*";

    /** How long an answer counts: longer than the core rests on one, since a process that stood still a little may. */
    private static final long FRESH_MILLIS = 8_000;

    /** By master, who gave it, and where the master was that it is about: of one it says nothing that undoes what it said of another. */
    private final TreeMap<String, Answer> answers = new TreeMap<>();

    /** Whom each one said to have voted for in each epoch: what it says of a newer one takes nothing back. */
    private final TreeMap<String, String> votes = new TreeMap<>();

    private record Answer(long millis, boolean isDown) {}

    /** Takes in a step: a start forgets what was answered before. */
    void take(SimStep step) {
        if (step.input().isEmpty()) {
            answers.clear();
            votes.clear();
        }
        step.input().ifPresent(input -> {
            if (input instanceof Input.Answered answered && answered.request().kind() == Request.Kind.MASTER_DOWN) {
                answered(step, answered);
            }
            if (input instanceof Input.Commanded command && command.name().equals(QUESTION)) {
                asked(step, command);
            }
        });
    }

    private void asked(SimStep step, Input.Commanded question) {
        List<String> words = question.args();
        if (!words.get(5).equals(NOBODY)) {
            return;
        }
        Endpoint about = new Endpoint(words.get(2), Integer.parseInt(words.get(3)));
        step.by()
                .core()
                .realm()
                .roster()
                .masterAt(about)
                .ifPresent(master -> master.peers().stream()
                        .filter(peer -> question.caller().contains(peer.runId().brief()))
                        .map(peer -> key(master.name(), peer.runId().value()))
                        // The other may ask by a name: what counts is where the master is now.
                        .forEach(key ->
                                answers.put(about(key, master.endpoint()), new Answer(step.sentMillis(), true))));
    }

    private void answered(SimStep step, Input.Answered input) {
        subject(step, input.link()).ifPresent(subject -> {
            if (subject instanceof Subject.OfPeer of
                    && input.answer() instanceof Resp.Array array
                    && array.items().size() == 3) {
                List<Resp> items = array.items();
                String key = key(input.request().master(), of.runId().value());
                answers.put(
                        about(key, Requests.masterDownAddress(input.request())),
                        new Answer(step.sentMillis(), items.get(0).equals(Resp.integer(1))));
                if (items.get(2) instanceof Resp.Int epoch) {
                    votes.put(key + " " + epoch.value(), items.get(1).textOrEmpty());
                }
            }
        });
    }

    /** Whom an answer comes from: its connection may have been replaced in the very step that took the answer in. */
    private static Optional<Subject> subject(SimStep step, LinkId link) {
        boolean isReplaced = Said.kind(step, Effect.CloseLink.class)
                .anyMatch(close -> close.link().equals(link));
        return step.by().core().realm().roster().subject(isReplaced ? link.next() : link);
    }

    private static String key(String master, String peer) {
        return master + " " + peer;
    }

    private static String about(String key, Endpoint address) {
        return key + " " + address.spaced();
    }

    /** How many daemons see a master down, as far as they have said so a short while ago; with the one that counts. */
    long seenDown(Master master, long nowMillis) {
        return 1
                + master.peers().stream()
                        .map(peer -> key(master.name(), peer.runId().value()))
                        .map(key -> answers.get(about(key, master.endpoint())))
                        .filter(a -> a != null && a.isDown() && nowMillis - a.millis() <= FRESH_MILLIS)
                        .count();
    }

    /** How many daemons gave their vote in an epoch to a leader that counts them; with its own. */
    long votes(Master master, String leader, long epoch) {
        return 1
                + master.peers().stream()
                        .map(peer -> key(master.name(), peer.runId().value()) + " " + epoch)
                        .filter(key -> leader.equals(votes.get(key)))
                        .count();
    }
}
