package io.jsentinel.bench.micro;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One core among masters that are well, each with one replica, and two other sentinels. All that it asks is answered at
 * once, in steps of its own; time passes only when nothing is left to answer. The same calls give the same steps.
 */
public final class QuietCluster {

    private static final String CHANNEL = "__sentinel__:hello";
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final long HELLO_MILLIS = 2_000;
    private static final List<Endpoint> PEERS =
            List.of(new Endpoint("10.9.0.2", SENTINEL_PORT), new Endpoint("10.9.0.3", SENTINEL_PORT));

    private final List<MasterConfig> masters;
    private final Sentinel core;
    private final Map<LinkId, Endpoint> links = new LinkedHashMap<>();
    private final Map<LinkId, Endpoint> subscribed = new LinkedHashMap<>();
    private final Map<Endpoint, Resp> infos = new LinkedHashMap<>();
    private final ArrayDeque<Input> waiting = new ArrayDeque<>();
    private long nowMillis = 1_000;
    private long nextLookMillis;
    private long nextHelloMillis = HELLO_MILLIS;
    private long savedState;
    private long steps;
    private long requests;

    /** A cluster in which nothing has been discovered yet; {@code count} masters, 1 to 10,000. */
    public QuietCluster(int count) {
        masters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Endpoint master = server(1, i);
            masters.add(new MasterConfig("m" + i, master, MasterSettings.defaults(2), MasterMemory.EMPTY));
            infos.put(master, new Resp.Bulk(Texts.masterInfo(server(2, i))));
            infos.put(server(2, i), new Resp.Bulk(Texts.replicaInfo(master)));
        }
        SentinelConfig config = new SentinelConfig(
                Optional.empty(), 0, Optional.empty(), 0, Credentials.NONE, true, false, false, masters);
        core = new Sentinel(
                new Startup(config, Timing.DEFAULT, new Listening(SENTINEL_PORT, Optional.empty())), new Random(1));
        take(core.start(nowMillis));
    }

    private static Endpoint server(int kind, int number) {
        return new Endpoint("10." + kind + "." + number / 250 + "." + (1 + number % 250), PORT);
    }

    /** Lets time pass: all steps of so many milliseconds. */
    public void passes(long millis) {
        long end = nowMillis + millis;
        while (true) {
            while (!waiting.isEmpty()) {
                step(waiting.remove());
            }
            long next = Math.min(nextLookMillis, nextHelloMillis);
            if (next > end) {
                nowMillis = end;
                return;
            }
            nowMillis = Math.max(nowMillis, next);
            if (nextHelloMillis <= nowMillis) {
                nextHelloMillis = nowMillis + HELLO_MILLIS;
                hellos();
            } else {
                step(new Input.Woke());
            }
        }
    }

    private void hellos() {
        subscribed.forEach((link, server) -> {
            int number = Integer.parseInt(server.host().split("\\.")[2]) * 250
                    + Integer.parseInt(server.host().split("\\.")[3])
                    - 1;
            for (Endpoint peer : PEERS) {
                MasterConfig master = masters.get(number);
                RunId id = new RunId(("e" + peer.host().replace(".", "") + "0".repeat(40)).substring(0, 40));
                String text = new HelloMessage(peer, id, 0, master.name(), master.address(), 0).format();
                waiting.add(new Input.Heard(link, CHANNEL, text));
            }
        });
    }

    private void step(Input input) {
        steps++;
        take(core.step(nowMillis, input));
    }

    private void take(Batch batch) {
        nextLookMillis = batch.nextLookMillis();
        for (Effect effect : batch.effects()) {
            if (effect instanceof Effect.OpenLink open) {
                links.put(open.link(), open.to());
                waiting.add(new Input.LinkUp(open.link(), "10.9.0.1"));
            } else if (effect instanceof Effect.CloseLink close) {
                links.remove(close.link());
                subscribed.remove(close.link());
            } else if (effect instanceof Effect.Send send && links.containsKey(send.link())) {
                requests++;
                waiting.add(new Input.Answered(send.link(), send.request(), answer(send)));
            }
        }
        if (batch.stateNumber() > savedState) {
            savedState = batch.stateNumber();
            waiting.add(new Input.Saved(savedState));
        }
    }

    private Resp answer(Effect.Send send) {
        Request request = send.request();
        String name = request.args().get(0).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "PING" -> new Resp.Simple("PONG");
            case "INFO" -> infos.get(links.get(send.link()));
            case "PUBLISH" -> Resp.integer(3);
            case "SUBSCRIBE" -> {
                subscribed.put(send.link(), links.get(send.link()));
                yield Resp.array(Resp.bulk("subscribe"), Resp.bulk(CHANNEL), Resp.integer(1));
            }
            // Servers before Redis 6, and sentinels of Redis.
            case "HELLO", "SENTINEL" -> Resp.error("ERR unknown command '" + name + "'");
            default -> Resp.OK;
        };
    }

    /** Whether the core knows every replica and both other sentinels of every master. */
    public boolean isDiscovered() {
        String known = core.infoSection(nowMillis);
        long whole = known.lines()
                .filter(line -> line.contains("status=ok,") && line.endsWith("slaves=1,sentinels=3"))
                .count();
        return whole == masters.size();
    }

    /** How many connections are open. */
    public int connections() {
        return links.size();
    }

    /** How many steps the core has made. */
    public long steps() {
        return steps;
    }

    /** How many requests it has sent. */
    public long requests() {
        return requests;
    }
}
