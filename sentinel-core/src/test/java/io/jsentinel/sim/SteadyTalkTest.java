package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.step.Effect;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.Roster.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a daemon says to whom while nothing happens, and when something does: with a thousand masters that is what it costs. */
class SteadyTalkTest {

    private static final int PINGS_A_MINUTE = 60;
    private static final int HELLOS_A_MINUTE = 30;
    private static final int DIRECT_HELLOS_A_MINUTE = 10;

    /** What the first daemon sent in a step: the kinds of the requests to Redis servers, and those to other daemons. */
    private record Said(long millis, List<Kind> toServers, List<Kind> toPeers) {}

    private final List<Said> said = new ArrayList<>();
    private final Play play =
            sentinels(3).monitor("m", quorum(2)).replica("a").replica("b").untilStable();

    private List<Said> saidIn(long millis) {
        said.clear();
        play.passes(millis);
        return List.copyOf(said);
    }

    private void listen() {
        SimSentinel first = play.cluster().sentinel("s1");
        play.cluster().world().onStep(step -> {
            if (step.by() != first) {
                return;
            }
            Said now = new Said(step.millis(), new ArrayList<>(), new ArrayList<>());
            for (Effect effect : step.batch().effects()) {
                if (effect instanceof Effect.Send send) {
                    Subject to =
                            first.core().realm().roster().subject(send.link()).orElseThrow();
                    (to instanceof Subject.OfPeer ? now.toPeers() : now.toServers())
                            .add(send.request().kind());
                }
            }
            said.add(now);
        });
    }

    private static long count(List<Kind> kinds, Kind kind) {
        return kinds.stream().filter(kind::equals).count();
    }

    private static long helloToPeers(List<Said> said) {
        return said.stream()
                .mapToLong(each -> count(each.toPeers(), Kind.HELLO))
                .sum();
    }

    @Test
    void allServersArePingedInOneLookAndToldWhoWeAreWithSuchAPing() {
        listen();
        // Connections that begin at different parts of a second, as all do outside a simulation.
        play.powerOff("a", "b").passes(2_000).powerOn("a").passes(1_370).powerOn("b");
        play.passes(seconds(30));
        List<Said> minute = saidIn(minutes(1));

        List<Said> pings = minute.stream()
                .filter(each -> each.toServers().contains(Kind.PING))
                .toList();
        assertThat(pings).hasSizeBetween(PINGS_A_MINUTE - 1, PINGS_A_MINUTE + 3);
        assertThat(pings).allMatch(each -> count(each.toServers(), Kind.PING) == 3);
        List<Said> hellos = minute.stream()
                .filter(each -> each.toServers().contains(Kind.HELLO))
                .toList();
        assertThat(hellos).allMatch(each -> each.toServers().contains(Kind.PING));
        assertThat(hellos.stream()
                        .mapToLong(each -> count(each.toServers(), Kind.HELLO))
                        .sum())
                .isBetween(3L * (HELLOS_A_MINUTE - 1), 3L * (HELLOS_A_MINUTE + 2));
    }

    @Test
    void otherSentinelsAreToldDirectlyOnlyNowAndThenWhileTheMasterIsWell() {
        listen();
        play.passes(seconds(30));
        assertThat(helloToPeers(saidIn(minutes(1))))
                .isBetween(2L * (DIRECT_HELLOS_A_MINUTE - 1), 2L * (DIRECT_HELLOS_A_MINUTE + 1));
    }

    @Test
    void otherSentinelsAreToldAsOftenAsServersWhileTheMasterIsDown() {
        play.powerOff("a", "b", "m");
        listen();
        play.passes(seconds(60));
        assertThat(helloToPeers(saidIn(minutes(1)))).isGreaterThan(2L * (HELLOS_A_MINUTE - 2));
    }

    @Test
    void aSentinelThatComesBackIsToldAtOnce() {
        listen();
        play.passes(seconds(30)).crash("s2").passes(500);
        said.clear();
        play.restart("s2");
        play.runUntil(seconds(3), () -> said.stream().anyMatch(SteadyTalkTest::greets), "s2 is told with the greeting");
    }

    private static boolean greets(Said each) {
        return each.toPeers().contains(Kind.SETNAME) && each.toPeers().contains(Kind.HELLO);
    }
}
