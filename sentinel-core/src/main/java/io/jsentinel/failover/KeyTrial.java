package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.health.Refusal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether one process holds data of a master, found out by its keys: it is asked for some at random, and the master
 * whether it has them. Two data sets of different origin have few names in common, two copies of one nearly all.
 */
final class KeyTrial {

    /** How many keys are asked for. */
    static final int SAMPLE = 16;

    /** The longest key that is compared. */
    private static final int MAX_KEY = 1024;

    private final RunId runId;
    private final Optional<Endpoint> comparedWith;
    private final List<String> keys = new ArrayList<>();
    private Optional<LinkId> askedOn = Optional.empty();
    private int awaited;
    private boolean isSpoiled;
    private Optional<Request> question = Optional.empty();
    private Optional<LinkId> questionOn = Optional.empty();
    private Optional<Boolean> isOurs = Optional.empty();

    /**
     * A trial which has not begun.
     *
     * @param runId the process that is on trial
     * @param comparedWith where the master is whose keys it is to have
     */
    KeyTrial(RunId runId, Endpoint comparedWith) {
        this(runId, Optional.of(comparedWith));
    }

    private KeyTrial(RunId runId, Optional<Endpoint> comparedWith) {
        this.runId = runId;
        this.comparedWith = comparedWith;
    }

    /** The trial of a process that is known to be ours. */
    static KeyTrial passed(RunId runId) {
        KeyTrial trial = new KeyTrial(runId, Optional.empty());
        trial.isOurs = Optional.of(true);
        return trial;
    }

    /** Whether it is about the process that a node is now. */
    boolean isOf(Replica replica) {
        return replica.runId().filter(runId::equals).isPresent();
    }

    /**
     * Whether it says something where that is the master: who lacks the keys of one, as that lost them, may have those of
     * the next.
     */
    boolean holdsFor(Endpoint master) {
        return isOurs.orElse(false) || comparedWith.filter(master::equals).isPresent();
    }

    /** What came of it, once that is known. */
    Optional<Boolean> isOurs() {
        return isOurs;
    }

    /** Asks what is not asked yet, or was asked on a connection that is gone. */
    void advance(Replica replica, Master master, Outbox out) {
        if (isOurs.isPresent() || !replica.link().isUp()) {
            return;
        }
        if (askedOn.filter(replica.link().id()::equals).isEmpty()) {
            askedOn = Optional.of(replica.link().id());
            keys.clear();
            isSpoiled = false;
            awaited = SAMPLE;
            for (int i = 0; i < SAMPLE; i++) {
                out.send(replica.link(), Requests.of(master).randomKey());
            }
        } else {
            compare(master, out);
        }
    }

    /** Asks the master whether it has the keys, as soon as there are some. */
    void compare(Master master, Outbox out) {
        if (isOurs.isPresent() || askedOn.isEmpty() || awaited > 0) {
            return;
        }
        boolean isAsked = questionOn.filter(master.link().id()::equals).isPresent();
        if (!isAsked && master.link().isUp()) {
            Request exists = Requests.of(master).exists(keys);
            question = Optional.of(exists);
            questionOn = Optional.of(master.link().id());
            out.send(master.link(), exists);
        }
    }

    /**
     * The process told a key, or that it has none, or will not tell. Who shows nothing proves nothing; but one that knows
     * our account, and lets it do only some things, was set up for us.
     *
     * @param hasAccount whether we have an account of our own with the master's servers
     */
    void told(Resp answer, boolean hasAccount) {
        if (isOurs.isPresent() || awaited == 0) {
            return;
        }
        awaited--;
        isSpoiled |= isTooEarly(answer);
        boolean isKey = answer instanceof Resp.Bulk key && key.text().length() <= MAX_KEY;
        if (isKey && !keys.contains(answer.textOrEmpty())) {
            keys.add(answer.textOrEmpty());
        }
        if (isForbidden(answer) && hasAccount) {
            isOurs = Optional.of(true);
        } else if (awaited == 0 && isSpoiled) {
            // It cannot tell yet: it is asked again when it is next looked at.
            askedOn = Optional.empty();
        } else if (awaited == 0 && keys.isEmpty()) {
            isOurs = Optional.of(false);
        }
    }

    /** A server that reads its data, or is held up by a script, says nothing about what it has. */
    private static boolean isTooEarly(Resp answer) {
        return answer instanceof Resp.Error error && Refusal.concernsAll(error.text());
    }

    private static boolean isForbidden(Resp answer) {
        return answer instanceof Resp.Error error && Refusal.code(error.text()).equals("NOPERM");
    }

    /** Whether that is the question that the master was asked. */
    boolean asked(Request request) {
        return question.filter(asked -> asked == request).isPresent();
    }

    /**
     * The master told how many of the keys it has, or will not tell.
     *
     * @param hasAccount whether we have an account of our own with the master's servers
     */
    void compared(Resp answer, boolean hasAccount) {
        question = Optional.empty();
        if (isTooEarly(answer)) {
            questionOn = Optional.empty();
            return;
        }
        boolean isShared = answer instanceof Resp.Int shared && 2 * shared.value() >= keys.size();
        isOurs = Optional.of(isShared || isForbidden(answer) && hasAccount);
    }
}
