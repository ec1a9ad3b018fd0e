package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many masters on one host die at once; the sentinels have one link for all of them. */
class ManyMastersTest {

    private static Plan masters(int count) {
        Plan plan = sentinels(3).onOneHost();
        for (int i = 0; i < count; i++) {
            plan.monitor("m" + i, quorum(2)).replica("r" + i);
        }
        return plan;
    }

    private static void allAreReplacedSoon(int count) {
        Play play = masters(count).untilStable();
        for (int i = 0; i < count; i++) {
            play.crash("m" + i);
        }
        play.passes(seconds(5) + 300);
        for (int i = 0; i < count; i++) {
            play.within(0).everySentinelNames("m" + i, "r" + i);
        }
    }

    @Test
    void fiftyMastersAreReplacedAsFastAsOne() {
        allAreReplacedSoon(50);
    }

    @Test
    void soAreTwoHundred() {
        allAreReplacedSoon(200);
    }

    @Test
    void threeHundredAreKnownToEverybodyInASecond() {
        Play play = masters(300).start();
        play.within(seconds(10))
                .until("all run", () -> play.cluster().runningSentinels().size() == 3);

        play.within(seconds(1)).theClusterIsStable();
    }

    @Test
    void whoeverIsWellDoesNotWaitForHundredsThatDoNotAnswer() {
        Plan plan = sentinels(3);
        for (int i = 0; i < 220; i++) {
            plan.monitor("m" + i, quorum(2), downAfter(2_000)).replica("r" + i);
        }
        Play play =
                plan.monitor("well", quorum(2), downAfter(2_000)).replica("r").untilStable();
        String[] dark = IntStream.range(0, 220)
                .boxed()
                .flatMap(i -> Stream.of("m" + i, "r" + i))
                .toArray(String[]::new);
        play.isolate(dark).passes(seconds(8)).mark();
        String well = play.cluster().process("well").endpoint().host();
        play.cluster()
                .sentinels()
                .forEach(
                        s -> play.cluster().world().network().reset(s.endpoint().host(), well));

        play.during(seconds(5)).nobodyAnnounces("+sdown");
        play.within(0)
                .until(
                        "all are connected to it",
                        () -> play.cluster().sentinels().stream()
                                .allMatch(s -> s.core()
                                        .realm()
                                        .watches()
                                        .named("well")
                                        .orElseThrow()
                                        .master()
                                        .link()
                                        .isUp()));
    }

    @Test
    void sentinelsThatShareOneMasterFindEachOtherForOneThatNobodyReaches() {
        Play play = sentinels(3)
                .monitor("reached", quorum(2))
                .replica("r1")
                .monitor("dead", quorum(2))
                .replica("r2")
                .start()
                .crash("dead", "r2");

        play.within(seconds(10))
                .until("all run", () -> play.cluster().runningSentinels().size() == 3);

        play.within(seconds(1))
                .until(
                        "all sentinels know each other for both masters",
                        () -> play.cluster().sentinels().stream()
                                .allMatch(s -> s.core().realm().roster().masters().stream()
                                        .allMatch(master -> master.peers().size() == 2)));
    }
}
