package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.RunId;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self.Listening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever nodes, sentinels and clients say: no step fails, and what is remembered has bounds. */
class GarbageTest {

    private static final Commands TABLE = Commands.of(Personality.DEFAULT);

    private static final int STEPS = 10_000;
    private static final int KEPT = 20;
    private static final List<String> WORDS = List.of(
            "SENTINEL",
            "MONITOR",
            "SET",
            "RESET",
            "REMOVE",
            "FAILOVER",
            "CKQUORUM",
            "MASTERS",
            "REPLICAS",
            "SENTINELS",
            "IS-MASTER-DOWN-BY-ADDR",
            "GET-MASTER-ADDR-BY-NAME",
            "PUBLISH",
            "ROLE",
            "m",
            "n",
            "*",
            "x",
            "127.0.0.1",
            "10.0.0.7",
            "6379",
            "1",
            "2",
            "0",
            "-1",
            "99999999999999999999",
            "quorum",
            "auth-pass",
            "rename-command",
            "down-after-milliseconds",
            "",
            "\r\n",
            "__sentinel__:hello");
    private static final List<String> LINES = List.of(
            "role:master",
            "role:slave",
            "role:x",
            "run_id:" + "e".repeat(40),
            "run_id:" + "f".repeat(40),
            "run_id:",
            "slave0:ip=10.0.0.7,port=6379,state=online",
            "slave1:10.0.0.8,6379,online",
            "slave2:ip=,port=,",
            "master_host:10.0.0.7",
            "master_host:x",
            "master_port:6379",
            "master_port:-1",
            "slave_priority:0",
            "slave_priority:99999999999",
            "slave_repl_offset:5",
            "master_link_status:up",
            "master_link_down_since_seconds:-1",
            "replica_announced:0",
            "loading:1",
            ":",
            "\0");

    private static final List<String> COMMANDS = List.of(
            "SENTINEL MONITOR m 127.0.0.1 6379 1",
            "SENTINEL MONITOR n 10.0.0.7 6379 1",
            "SENTINEL SET m quorum 1 down-after-milliseconds 2000",
            "SENTINEL SET m auth-pass secret auth-user x",
            "SENTINEL SET n rename-command INFO x failover-timeout 5000",
            "SENTINEL RESET *",
            "SENTINEL REMOVE n",
            "SENTINEL FAILOVER m",
            "SENTINEL FAILOVER m",
            "SENTINEL CKQUORUM m",
            "SENTINEL MASTERS",
            "SENTINEL REPLICAS m",
            "SENTINEL SENTINELS m",
            "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 6379 1 x",
            "SENTINEL GET-MASTER-ADDR-BY-NAME m",
            "SENTINEL FLUSHCONFIG");

    private final List<LinkId> links = new ArrayList<>();
    private final List<Effect.Send> sent = new ArrayList<>();
    private Random random;
    private Sentinel core;
    private long nowMillis;
    private long stateNumber;
    private long promisedMillis;

    private void begin(long seed) {
        random = new Random(seed);
        links.clear();
        sent.clear();
        sent.add(new Effect.Send(new LinkId(99, 1), Request.of(Request.Kind.PING)));
        links.add(new LinkId(99, 1));
        core = new Sentinel(
                new Startup(SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty())), random);
        note(core.start(nowMillis));
        step(new Input.Commanded(1, "sentinel|monitor", List.of("SENTINEL MONITOR m 127.0.0.1 6379 1".split(" "))));
    }

    private void step(Input input) {
        note(core.step(nowMillis, input));
    }

    private void note(Batch batch) {
        stateNumber = batch.stateNumber();
        promisedMillis = batch.nextLookMillis();
        for (Effect effect : batch.effects()) {
            if (effect instanceof Effect.OpenLink open) {
                keep(links, open.link());
            } else if (effect instanceof Effect.Send send) {
                keep(sent, send);
            }
        }
    }

    private static <T> void keep(List<T> all, T one) {
        all.add(one);
        if (all.size() > KEPT) {
            all.remove(0);
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Input anything() {
        return switch (random.nextInt(16)) {
            case 0 -> new Input.Woke();
            case 1, 2 -> new Input.LinkUp(any(links), "10.0.0.1");
            case 3 -> new Input.LinkDown(any(links), "reset");
            case 4 -> new Input.Saved(stateNumber);
            case 5 -> new Input.SaveFailed(stateNumber, "no space");
            case 6 -> new Input.Heard(any(links), any(List.of(Requests.HELLO_CHANNEL, "x")), hello());
            case 7 -> command();
            case 8 -> new Input.Answered(any(links), any(sent).request(), answer(0));
            default -> plausible(any(sent));
        };
    }

    /** An answer of the right kind to something that was asked. */
    private Input plausible(Effect.Send asked) {
        Resp answer = switch (asked.request().kind()) {
            case PING -> new Resp.Simple("PONG");
            case INFO -> Resp.bulk(info());
            default -> answer(0);
        };
        return new Input.Answered(asked.link(), asked.request(), answer);
    }

    private String hello() {
        List<String> fields = new ArrayList<>(List.of(
                "10.0." + random.nextInt(9) + "." + random.nextInt(256),
                "26379",
                random.nextInt(3) == 0 ? RunId.draw(random).value() : "d".repeat(1 + random.nextInt(40)),
                Long.toString(random.nextLong() >> random.nextInt(64)),
                any(List.of("m", "n", "x")),
                any(List.of("127.0.0.1", "10.0.0.7", "10.0.3." + random.nextInt(256))),
                "6379",
                Long.toString(random.nextLong() >>> random.nextInt(64))));
        if (random.nextInt(4) == 0) {
            fields.set(random.nextInt(8), any(WORDS));
        }
        return String.join(",", fields);
    }

    private Input command() {
        List<String> words = new ArrayList<>(List.of(any(COMMANDS).split(" ")));
        for (int i = random.nextInt(3); i > 0; i--) {
            words.set(random.nextInt(words.size()), any(WORDS));
        }
        return TABLE.resolve(words) instanceof Commands.Known known
                ? new Input.Commanded(2, known.command().fullName(), words)
                : new Input.Commanded(2, "publish", List.of("PUBLISH", Requests.HELLO_CHANNEL, hello()));
    }

    private Resp answer(int depth) {
        return switch (random.nextInt(depth > 2 ? 8 : 12)) {
            case 0 -> Resp.OK;
            case 1 -> new Resp.Simple("PONG");
            case 2 -> Resp.error(any(List.of("-BUSY x", "-LOADING x", "-NOAUTH x", "", "-")));
            case 3 -> Resp.integer(random.nextLong() >> random.nextInt(64));
            case 4 -> Resp.NULL;
            case 5, 6, 7 -> Resp.bulk(info());
            case 8 -> Resp.NULL_ARRAY;
            case 9 ->
                Resp.array(
                        Resp.integer(random.nextInt(3) - 1),
                        Resp.bulk(any(List.of(
                                "*",
                                "",
                                "d".repeat(40),
                                core.realm().self().runId().value()))),
                        Resp.integer(random.nextLong() >> random.nextInt(64)));
            default -> Resp.array(answer(depth + 1), answer(depth + 1));
        };
    }

    private String info() {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            lines.add(any(LINES));
        }
        return String.join(random.nextInt(5) == 0 ? "\n" : "\r\n", lines);
    }

    @Test
    void noStepFailsAndWhatIsRememberedHasBounds() {
        for (int seed = 1; seed <= 5; seed++) {
            begin(seed);
            for (int i = 0; i < STEPS; i++) {
                long wait = random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(50);
                nowMillis = Math.max(nowMillis, Math.min(nowMillis + wait, Math.max(nowMillis, promisedMillis)));
                Input input = anything();
                try {
                    step(input);
                } catch (RuntimeException failed) {
                    throw new AssertionError("seed " + seed + ", step " + i + ": " + input, failed);
                }
            }
            assertBounds();
        }
    }

    private void assertBounds() {
        assertThat(core.realm().roster().masters().size()).isLessThanOrEqualTo(WORDS.size());
        for (Master master : core.realm().roster().masters()) {
            assertThat(master.replicas().size()).isLessThanOrEqualTo(Master.MAX_MEMBERS);
            assertThat(master.peers().size()).isLessThanOrEqualTo(Master.MAX_MEMBERS);
        }
        int members = core.realm().roster().masters().stream()
                .mapToInt(m -> 2 + 2 * m.replicas().size() + m.peers().size())
                .sum();
        assertThat(core.realm().roster().links().size()).isLessThanOrEqualTo(members);
        assertThat(core.state().masters())
                .hasSize(core.realm().roster().masters().size());
    }
}
