package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Members that somebody invents, and that nobody can reach, do not take all our time. */
class InventedMembersTest {

    private static final int INVENTED = 1024;
    private static final int MILLIS = 10_000;
    private static final Endpoint MASTER = new Endpoint("127.0.0.1", 6379);

    private final Sentinel sentinel = new Sentinel(
            new Startup(SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty())),
            new SplittableRandom(1));
    private final TreeMap<Endpoint, Integer> attempts = new TreeMap<>();
    private final Deque<LinkId> refused = new ArrayDeque<>();
    private long now;

    private Batch take(Batch batch) {
        for (Effect effect : batch.effects()) {
            if (effect instanceof Effect.OpenLink open) {
                attempts.merge(open.to(), 1, Integer::sum);
                refused.add(open.link());
            }
        }
        return batch;
    }

    private void command(String name, String... words) {
        take(sentinel.step(now, new Input.Commanded(1, name, List.of(words))));
    }

    private static String hello(int number) {
        return "10.0." + number / 256 + "." + number % 256 + ",26379," + "%040x".formatted(number + 1)
                + ",0,m,127.0.0.1,6379,0";
    }

    @Test
    void aBurstOfThemIsLetInByAFewASecondAndToldOnce() {
        take(sentinel.start(0));
        command("sentinel|monitor", "SENTINEL", "MONITOR", "m", MASTER.host(), "6379", "2");
        int lines = 0;
        for (int i = 0; i < 20 * INVENTED; i++) {
            now = i / 8;
            Batch batch = take(sentinel.step(
                    now, new Input.Commanded(1, "publish", List.of("PUBLISH", "__sentinel__:hello", hello(i)))));
            lines += batch.effects().stream()
                    .filter(e -> e instanceof Effect.Announce || e instanceof Effect.Log)
                    .count();
        }
        // 20,480 hellos in 2.6 seconds, in three of which 16 each are new.
        assertThat(attempts.keySet()).hasSizeBetween(2 * 16, 3 * 16 + 1);
        assertThat(lines).isBetween(2 * 16 + 1, 3 * 16 + 2);
    }

    @Test
    void theyAreTriedSeldomAndTheMasterAsOftenAsEver() {
        take(sentinel.start(0));
        command("sentinel|monitor", "SENTINEL", "MONITOR", "m", MASTER.host(), "6379", "2");
        command("sentinel|set", "SENTINEL", "SET", "m", "down-after-milliseconds", "1000");
        for (int i = 0; i < INVENTED; i++) {
            // As many as are let in.
            now = i / 16 * 1_000;
            command("publish", "PUBLISH", "__sentinel__:hello", hello(i));
        }
        attempts.clear();
        long looks = 0;
        long next = 0;
        long begin = now;
        for (now++; now <= begin + MILLIS; now++) {
            for (int waiting = refused.size(); waiting > 0; waiting--) {
                next = take(sentinel.step(now, new Input.LinkDown(refused.poll(), "refused")))
                        .nextLookMillis();
            }
            if (next <= now) {
                looks++;
                next = take(sentinel.step(now, new Input.Woke())).nextLookMillis();
            }
        }
        // Two connections lead to the master, each is tried four times a second.
        assertThat(attempts.remove(MASTER)).isBetween(2 * 35, 2 * 42);
        assertThat(attempts).hasSize(INVENTED);
        assertThat(attempts.values()).allSatisfy(times -> assertThat(times).isBetween(2, 4));
        assertThat(looks).isLessThanOrEqualTo(MILLIS / 16);
    }
}
