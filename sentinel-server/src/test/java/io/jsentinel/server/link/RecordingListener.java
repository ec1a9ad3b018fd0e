package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what is told, one line each, for a test to wait for. */
final class RecordingListener implements RedisLinks.Listener {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void up(LinkId link, String localHost, boolean isShared) {
        told.add(link.number() + (isShared ? " up, shared, " : " up ") + localHost);
    }

    @Override
    public void down(LinkId link, String reason) {
        told.add(link.number() + " down " + reason);
    }

    @Override
    public void answered(LinkId link, Request request, Resp answer) {
        String text = answer instanceof Resp.Array || answer instanceof Resp.Push ? "confirmed" : answer.textOrEmpty();
        told.add(link.number() + " " + request.kind() + " " + text);
    }

    @Override
    public void heard(LinkId link, String channel, String payload) {
        told.add(link.number() + " heard " + channel + " " + payload);
    }

    @Override
    public void broken(Error cause) {
        told.add("broken " + cause);
    }

    /** The next line; fails when none comes. */
    String next() throws InterruptedException {
        String line = told.poll(10, TimeUnit.SECONDS);
        assertThat(line).as("something is told").isNotNull();
        return line;
    }

    boolean isEmpty() {
        return told.isEmpty();
    }
}
