package io.jsentinel.watch;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import java.util.TreeMap;

/** What answers other than INFO say about a node: alive, busy, or not willing to listen to us. */
final class NodeAnswers {

    /** The longest part of a foreign text that goes into the log. */
    private static final int MAX_QUOTED = 200;

    /** The most complaints that are remembered; after that all are heard anew. */
    private static final int MAX_COMPLAINTS = 8 * Master.MAX_MEMBERS;

    private final Master master;

    /**
     * The last complaint of each node about each kind of request, until such a request succeeds: one that answers
     * errors to everything is logged once for each kind.
     */
    private final TreeMap<String, String> complaints = new TreeMap<>();

    NodeAnswers(Master master) {
        this.master = master;
    }

    void onAnswered(Node node, Request request, Resp answer, Outbox out) {
        if (request.kind() == Request.Kind.PING) {
            onPong(node, answer, out);
        } else if (request.kind() == Request.Kind.INFO) {
            node.infoRefused();
        }
        if (!(answer instanceof Resp.Error error)) {
            succeeded(node, request);
        } else if (!isPassing(error.text())) {
            complain(node, request, error.text(), out);
        }
    }

    /** A request was done: should such a one be refused later, that is news. */
    void succeeded(Node node, Request request) {
        complaints.remove(subject(node, request));
    }

    private void onPong(Node node, Resp answer, Outbox out) {
        takePong(node.link(), answer, out.nowMillis());
        if (answer instanceof Resp.Simple simple && simple.text().startsWith("PONG")) {
            if (node == master) {
                master.rebootOver();
            }
        } else if (answer.textOrEmpty().startsWith("BUSY") && node.isDown() && !node.isScriptKillSent()) {
            out.send(node.link(), Requests.of(master).scriptKill());
            node.scriptKillSent();
        }
    }

    /** Notes what the answer to a ping says: {@code LOADING} and {@code MASTERDOWN} are signs of life, too. */
    static void takePong(Link link, Resp answer, long nowMillis) {
        boolean alive = answer instanceof Resp.Simple simple && simple.text().startsWith("PONG")
                || answer instanceof Resp.Error error && isPassing(error.text());
        if (alive) {
            link.available(nowMillis);
        } else {
            link.pongWithoutLife(nowMillis);
        }
    }

    private static boolean isPassing(String error) {
        return error.startsWith("LOADING") || error.startsWith("MASTERDOWN");
    }

    private void complain(Instance node, Request request, String error, Outbox out) {
        String text = error.substring(0, Math.min(MAX_QUOTED, error.length()));
        if (complaints.size() > MAX_COMPLAINTS) {
            complaints.clear();
        }
        if (!text.equals(complaints.put(subject(node, request), text))) {
            out.log(Level.WARNING, "Error from " + node.described() + " to " + request.kind() + ": " + text);
        }
    }

    private static String subject(Instance node, Request request) {
        return node.name() + " " + request.kind();
    }
}
