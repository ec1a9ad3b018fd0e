package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.rebootDownAfter;
import static io.jsentinel.sim.Plan.sentinels;

import org.junit.jupiter.api.Test;

/** A master that was restarted and loads its data: alive, but of no use to clients. */
class RebootTest {

    private static Play loading(long rebootMillis) {
        return sentinels(3)
                .monitor("m", quorum(2), rebootDownAfter(rebootMillis))
                .replica("a")
                .untilStable()
                .crash("m")
                .passes(100)
                .restart("m")
                .then(cluster -> cluster.redis("m").refuses("PING", "-LOADING Redis is loading the dataset in memory"));
    }

    @Test
    void aMasterThatLoadsLongerThanItMayIsReplaced() {
        loading(seconds(20))
                .within(seconds(15))
                .announces("s1", "+reboot")
                .within(seconds(40))
                .everySentinelNames("a")
                .announcedInOrder("s1", "+reboot", "+sdown");
    }

    @Test
    void aMasterThatServesInTimeStays() {
        loading(seconds(20))
                .within(seconds(15))
                .announces("s1", "+reboot")
                .then(cluster -> cluster.redis("m").refusesNothing())
                .during(minutes(3))
                .nobodyAnnounces("+sdown", "+odown");
    }

    @Test
    void withoutALimitItMayLoadAsLongAsItLikes() {
        loading(0).passes(seconds(15)).mark().during(minutes(10)).nobodyAnnounces("+sdown", "+odown");
    }
}
