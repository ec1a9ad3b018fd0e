package io.jsentinel.sim;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.ArrayDeque;

/** One connection of a sentinel: answers come in the order of the requests; nothing comes after its end. */
final class SimLink implements SimConnection.ClientEnd {

    private final SimSentinel owner;
    private final LinkId id;
    private final SimConnection connection;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();

    SimLink(SimSentinel owner, Effect.OpenLink effect) {
        this.owner = owner;
        this.id = effect.link();
        this.connection = SimConnection.open(owner, effect.to(), this);
    }

    void send(Request request) {
        waiting.add(request);
        connection.command(request.args());
    }

    void close() {
        connection.closeByClient();
    }

    @Override
    public void connected() {
        owner.take(new Input.LinkUp(id, owner.endpoint().host()));
    }

    @Override
    public void answered(Resp answer) {
        owner.take(new Input.Answered(id, waiting.remove(), answer));
    }

    @Override
    public void pushed(String channel, String payload) {
        owner.take(new Input.Heard(id, channel, payload));
    }

    @Override
    public void closed(String reason) {
        owner.ended(id);
        owner.take(new Input.LinkDown(id, reason));
    }
}
