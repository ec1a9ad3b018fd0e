package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.health.Complaints;
import io.jsentinel.health.Refusal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.Node;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One order to a node to follow another, or nobody, as it was sent, with what was answered so far. */
final class Order {

    /** What is to be done when all is answered. */
    enum Verdict {
        /** Something is still unanswered. */
        OPEN,
        /** The role is changed. */
        DONE,
        /** Nothing was changed, but it may be by another form. */
        AGAIN_AT_ONCE,
        /** Nothing was changed, and the reason may pass. */
        AGAIN_LATER,
        /** The role cannot be changed by us. */
        REFUSED,
        /** The connection is stuck in a transaction that cannot be ended: another one, then another form. */
        AGAIN_ELSEWHERE
    }

    private final Optional<Endpoint> newMaster;
    private final OrderForm form;
    private final List<Request> parts;
    private final TreeMap<Kind, String> refused = new TreeMap<>();
    private boolean queued;
    private boolean roleChanged;
    private OrderForm nextForm;

    /**
     * An order that is being sent.
     *
     * @param newMaster whom to follow, empty to be a master
     * @param form its form
     * @param parts its commands
     */
    Order(Optional<Endpoint> newMaster, OrderForm form, List<Request> parts) {
        this.newMaster = newMaster;
        this.form = form;
        this.parts = List.copyOf(parts);
        this.nextForm = form;
    }

    Optional<Endpoint> newMaster() {
        return newMaster;
    }

    /** The form in which it is worth being repeated. */
    OrderForm nextForm() {
        return nextForm;
    }

    /** Whether a request is a part of it. */
    boolean has(Request request) {
        return parts.stream().anyMatch(part -> part == request);
    }

    /** Takes in the answer to one of its parts; they come in the order in which the parts were sent. */
    Verdict answered(Node node, Request request, Resp answer, Outbox out) {
        Kind kind = request.kind();
        if (kind == Kind.EXEC && queued) {
            return executed(node, request, answer, out);
        }
        if (answer instanceof Resp.Error error) {
            refused(node, request, error.text(), out);
        } else if (kind == Kind.MULTI) {
            queued = true;
        } else if (!queued) {
            done(node, request, out);
        }
        if (request != parts.get(parts.size() - 1)) {
            return Verdict.OPEN;
        }
        return roleChanged ? Verdict.DONE : roleRefused();
    }

    private Verdict executed(Node node, Request exec, Resp answer, Outbox out) {
        if (answer instanceof Resp.Array results) {
            for (int i = 0; i < results.items().size() && i < parts.size() - 2; i++) {
                if (results.items().get(i) instanceof Resp.Error error) {
                    refused(node, parts.get(i + 1), error.text(), out);
                } else {
                    done(node, parts.get(i + 1), out);
                }
            }
            return roleChanged ? Verdict.DONE : roleRefused();
        }
        String error = answer.textOrEmpty();
        if (!error.startsWith("EXECABORT")) {
            refused(node, exec, error, out);
            nextForm = form.withoutTransaction();
            return Verdict.AGAIN_ELSEWHERE;
        }
        return refused.keySet().stream().anyMatch(Kind::changesRole) ? roleRefused() : aborted();
    }

    private void done(Node node, Request request, Outbox out) {
        roleChanged |= request.kind().changesRole();
        Complaints.accepted(node, request, out);
    }

    private void refused(Node node, Request request, String error, Outbox out) {
        refused.put(request.kind(), error);
        Complaints.refused(node, request, error, out);
    }

    /** The transaction was not carried out because of parts that are not needed. */
    private Verdict aborted() {
        if (refused.values().stream().anyMatch(Refusal::concernsAll)) {
            return Verdict.AGAIN_LATER;
        }
        for (Kind kind : refused.keySet()) {
            nextForm = nextForm.without(kind);
        }
        if (nextForm.equals(form)) {
            nextForm = form.withoutTransaction();
        }
        return Verdict.AGAIN_AT_ONCE;
    }

    /** The role was not changed: by another command it may be, or outside of a transaction. */
    private Verdict roleRefused() {
        String error = refused.entrySet().stream()
                .filter(entry -> entry.getKey().changesRole())
                .map(entry -> entry.getValue())
                .findFirst()
                .orElse("");
        if (Refusal.concernsAll(error)) {
            return Verdict.AGAIN_LATER;
        }
        if (Refusal.isForGood(error) && !form.replicaOf()) {
            nextForm = form.withReplicaOf();
            return Verdict.AGAIN_AT_ONCE;
        }
        if (form.transaction() && queued && !Refusal.isForGood(error)) {
            nextForm = form.withoutTransaction();
            return Verdict.AGAIN_AT_ONCE;
        }
        nextForm = OrderForm.FULL;
        return Verdict.REFUSED;
    }
}
