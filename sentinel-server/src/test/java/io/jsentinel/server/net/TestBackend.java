package io.jsentinel.server.net;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A daemon that knows one master: answers some commands at once, MYID a turn later, CKQUORUM when it is told to. */
final class TestBackend implements Backend {

    static final String MY_ID = "f80b2e89b1dcc6d4b9806e2e8ab4bc705ca253ad";

    final AtomicBoolean shutDown = new AtomicBoolean();

    /** What was told to be broken. */
    final List<Error> broken = new CopyOnWriteArrayList<>();

    /** Happens at the begin of each command. */
    volatile Runnable accident = () -> {};

    private final EventLoop loop;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private Sessions sessions;

    TestBackend(EventLoop loop) {
        this.loop = loop;
    }

    void answerBy(Sessions by) {
        sessions = by;
    }

    @Override
    public void command(long client, String name, List<String> args, String caller) {
        accident.run();
        switch (name) {
            case "role" -> sessions.reply(client, Resp.array(Resp.bulk("sentinel"), Resp.bulks(List.of("mymaster"))));
            case "publish" -> sessions.reply(client, publish(args));
            case "sentinel|myid" -> loop.execute(() -> sessions.reply(client, Resp.bulk(MY_ID)));
            case "sentinel|get-master-addr-by-name" -> sessions.reply(client, address(args));
            case "sentinel|ckquorum" -> waiting.add(client);
            case "sentinel|set" -> {
                sessions.publish(new Event(EventType.SET, "master mm 127.0.0.1 1 " + args.get(3) + " " + args.get(4)));
                sessions.reply(client, Resp.OK);
            }
            default -> sessions.reply(client, Resp.error("not in this test"));
        }
    }

    /** Answers all that wait for CKQUORUM; on the event loop. */
    int answerWaiting() {
        int answered = waiting.size();
        while (!waiting.isEmpty()) {
            sessions.reply(waiting.poll(), new Resp.Simple("OK 2 usable Sentinels."));
        }
        return answered;
    }

    @Override
    public void broken(Error cause) {
        broken.add(cause);
    }

    @Override
    public String sentinelInfo() {
        return "# Sentinel\r\nsentinel_masters:1\r\nsentinel_tilt:0\r\n";
    }

    @Override
    public void usersChanged() {
        // It has no file.
    }

    @Override
    public void shutdown() {
        shutDown.set(true);
    }

    private static Resp publish(List<String> args) {
        return args.get(1).equals("__sentinel__:hello")
                ? Resp.integer(1)
                : Resp.error("Only HELLO messages are accepted by Sentinel instances.");
    }

    private static Resp address(List<String> args) {
        return args.get(2).equals("mymaster") ? Resp.bulks(List.of("127.0.0.1", "14100")) : Resp.NULL_ARRAY;
    }
}
