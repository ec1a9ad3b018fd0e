package io.jsentinel.watch;

import io.jsentinel.failover.Failover;
import io.jsentinel.health.Complaints;
import io.jsentinel.health.Refusal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;

/** What answers other than INFO say about a node: alive, busy, or not willing to listen to us. */
final class NodeAnswers {

    private final Master master;
    private final Failover failover;

    NodeAnswers(Master master, Failover failover) {
        this.master = master;
        this.failover = failover;
    }

    void onAnswered(Node node, Request request, Resp answer, Outbox out) {
        switch (request.kind()) {
            case MULTI, SLAVEOF, REPLICAOF, CONFIG_REWRITE, CLIENT_KILL, REPLICA_KILL, EXEC ->
                failover.orders().answered(node, request, answer, out);
            case PAUSE_WRITES -> {
                failover.pauseAnswered(request, answer);
                onOther(node, request, answer, out);
            }
            case RANDOM_KEY, EXISTS -> {
                failover.foreignGuard().answered(node, request, answer, out);
                onOther(node, request, answer, out);
            }
            case PING -> onPong(node, request, answer, out);
            case INFO -> {
                node.infoRefused();
                onOther(node, request, answer, out);
            }
            default -> onOther(node, request, answer, out);
        }
    }

    private static void onOther(Node node, Request request, Resp answer, Outbox out) {
        if (answer instanceof Resp.Error error) {
            Complaints.refused(node, request, error.text(), out);
        } else {
            Complaints.accepted(node, request, out);
        }
    }

    private void onPong(Node node, Request request, Resp answer, Outbox out) {
        takePong(node.link(), answer, out.nowMillis());
        if (isPong(answer)) {
            Complaints.accepted(node, request, out);
            if (node == master) {
                master.rebootOver();
            }
            return;
        }
        Complaints.refused(node, request, wordsOf(answer), out);
        if (answer.textOrEmpty().startsWith("BUSY") && node.isDown() && !node.isScriptKillSent()) {
            out.send(node.link(), Requests.of(master).scriptKill());
            node.scriptKillSent();
        }
    }

    /** Notes what the answer to a ping says: {@code LOADING} and {@code MASTERDOWN} are signs of life, too. */
    static void takePong(Link link, Resp answer, long nowMillis) {
        if (isPong(answer) || answer instanceof Resp.Error error && Refusal.isAlive(error.text())) {
            link.available(nowMillis);
        } else {
            link.pongWithoutLife(nowMillis);
        }
    }

    static boolean isPong(Resp answer) {
        return answer instanceof Resp.Simple simple && simple.text().startsWith("PONG");
    }

    /** What was answered to a ping instead of PONG, an error or anything else. */
    static String wordsOf(Resp answer) {
        String text = answer.textOrEmpty();
        if (answer instanceof Resp.Error) {
            return text;
        }
        return text.isEmpty() ? "no PONG" : "'" + text + "' instead of PONG";
    }
}
