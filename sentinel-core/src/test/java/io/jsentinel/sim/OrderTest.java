package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that do not know, or do not allow us, a part of what makes them follow another: they follow all the same. */
class OrderTest {

    private static final int SEEDS = 5;
    private static final String UNKNOWN = "unknown command, with args beginning with: ";
    private static final String NOPERM = "-NOPERM this user has no permissions to run this command";

    /** The master dies, and every node refuses something. */
    private static Play afterACrash(long seed, Consumer<SimRedis> refusal) {
        Play play = sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
        List.of("m", "a", "b").forEach(name -> refusal.accept(play.cluster().redis(name)));
        return play.crash("m");
    }

    private static void failsOverAsQuickAsEver(Consumer<SimRedis> refusal) {
        Seeds.each(
                SEEDS,
                seed -> afterACrash(seed, refusal)
                        .within(seconds(6))
                        .everySentinelNames("b")
                        .within(seconds(2))
                        .follows("a", "b")
                        .restart("m")
                        .within(minutes(1))
                        .follows("m", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIG", "CLIENT", "MULTI", "EXEC", "SLAVEOF"})
    void aCommandThatIsUnknownThereDoesNotStopAFailover(String command) {
        failsOverAsQuickAsEver(redis -> redis.refuses(command, UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIG", "CLIENT", "MULTI", "EXEC", "SLAVEOF"})
    void aCommandThatIsForbiddenToUsDoesNotStopAFailover(String command) {
        failsOverAsQuickAsEver(redis -> redis.refuses(command, NOPERM));
    }

    @Test
    void norDoAllOfThemTogether() {
        failsOverAsQuickAsEver(redis -> {
            redis.refuses("CONFIG", NOPERM);
            redis.refuses("CLIENT", NOPERM);
            redis.refuses("SLAVEOF", UNKNOWN);
            redis.refuses("MULTI", NOPERM);
        });
    }

    @Test
    void anOrderIsRepeatedWhenTheNodeHasLoadedItsData() {
        Play play = afterACrash(3, redis -> redis.refuses("SLAVEOF", "-LOADING Redis is loading the dataset in memory"))
                .within(seconds(6))
                .somebodyAnnounces("+failover-state-wait-promotion")
                .passes(seconds(5));
        assertThat(play.cluster().redis("b").refusedOrders()).isBetween(4, 7);
        play.cluster().redises().forEach(SimRedis::refusesNothing);
        play.within(seconds(2)).everySentinelNames("b").within(seconds(2)).follows("a", "b");
    }

    @Test
    void eachRefusalIsToldOncePerNode() {
        Play play = afterACrash(1, redis -> redis.refuses("CONFIG", NOPERM))
                .within(seconds(6))
                .everySentinelNames("b")
                .passes(seconds(5));
        List<String> told = play.sinceMark().stream()
                .filter(entry -> entry.isOf("+node-error"))
                .map(entry -> entry.event().payload())
                .filter(payload -> payload.contains("CONFIG REWRITE: NOPERM"))
                .toList();
        assertThat(told).hasSize(2).doesNotHaveDuplicates().allMatch(payload -> payload.contains("+config|rewrite"));
    }

    @Test
    void aReplicaThatRefusesToBeMasterIsPassedOverForTheNextOne() {
        Seeds.each(SEEDS, seed -> {
            Play play = afterACrash(seed, redis -> {
                if (redis.name().equals("b")) {
                    redis.refusesOrders();
                }
            });
            play.within(seconds(20))
                    .everySentinelNames("a")
                    .expect(
                            "it was tried by both names",
                            () -> play.cluster().redis("b").refusedOrders() >= 2);
        });
    }

    @Test
    void whenNobodyObeysAllAreTriedSeldom() {
        Play play = afterACrash(2, SimRedis::refusesOrders).passes(minutes(5));
        assertThat(play.cluster().redis("b").refusedOrders()).isBetween(2, 40);
        play.during(minutes(1)).nobodyAnnounces("+promoted-slave", "+switch-master");
        play.cluster().redises().forEach(SimRedis::refusesNothing);
        play.within(minutes(4))
                .until(
                        "one is promoted",
                        () -> play.sinceMark().stream().anyMatch(entry -> entry.isOf("+switch-master")));
    }
}
