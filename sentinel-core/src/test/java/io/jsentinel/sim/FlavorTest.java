package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.sim.Plan.NodeOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of other kinds than Redis 7.0 are found, failed over, and brought back. */
class FlavorTest {

    private static NodeOption of(Flavor flavor) {
        return redis -> redis.flavor(flavor);
    }

    private static void check(Play play) {
        play.stable()
                .crash("m")
                .within(seconds(6))
                .everySentinelNames("a")
                .within(seconds(2))
                .follows("b", "a")
                .restart("m")
                .within(minutes(1))
                .follows("m", "a")
                .passes(seconds(10))
                .during(minutes(1))
                .nothingIsAnnounced();
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void aClusterOfOneKindFailsOver(Flavor flavor) {
        Seeds.each(2, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2))
                    .replica("a", of(flavor), priority(10))
                    .replica("b", of(flavor))
                    .start();
            play.cluster().redis("m").flavor(flavor);
            check(play);
        });
    }

    @Test
    void aClusterOfManyKindsFailsOver() {
        Flavor[] all = Flavor.values();
        Seeds.each(all.length, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2))
                    .replica("a", of(all[(int) (seed % all.length)]), priority(10))
                    .replica("b", of(all[(int) ((seed + 3) % all.length)]))
                    .start();
            play.cluster().redis("m").flavor(all[(int) ((seed + 1) % all.length)]);
            check(play);
        });
    }

    @Test
    void whatEveryKindSaysIsRead() {
        // A flavor whose changes no longer match what the simulator writes would test nothing.
        String text = "role:slave\r\nrun_id:x\r\nslave0:ip=1.2.3.4,port=1,state=online,offset=5,lag=0\r\n"
                + "redis_version:7.0.15\r\nmaster_host:1.1.1.1\r\nmaster_replid:x\r\n";
        List.of(Flavor.values())
                .forEach(flavor ->
                        assertThat(flavor.info(text)).as(flavor.name()).isNotEqualTo(text));
    }
}
