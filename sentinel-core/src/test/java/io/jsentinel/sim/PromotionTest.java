package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.hours;
import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;

import io.jsentinel.resp.Resp;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who must never be promoted, and when nobody may be. */
class PromotionTest {

    private static Play stable(int count, int quorum, long seed) {
        return sentinels(count)
                .seed(seed)
                .monitor("m", quorum(quorum))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    @Test
    void aReplicaWithPriorityZeroIsNeverPromoted() {
        Seeds.each(
                2,
                seed -> sentinels(3)
                        .seed(seed)
                        .monitor("m", quorum(2))
                        .replica("a", priority(0))
                        .untilStable()
                        .crash("m")
                        .during(hours(1))
                        .nobodyAnnounces("+selected-slave", "+promoted-slave", "+switch-master"));
    }

    @Test
    void anotherOneIsThoughItHasReadLess() {
        Seeds.each(
                20,
                seed -> sentinels(3)
                        .seed(seed)
                        .monitor("m", quorum(2))
                        .replica("a", offset(90), priority(0))
                        .replica("b", offset(10))
                        .untilStable()
                        .crash("m")
                        .within(seconds(6))
                        .everySentinelNames("b"));
    }

    @Test
    void withoutAQuorumNobodyIsPromoted() {
        Seeds.each(
                2,
                seed -> stable(3, 3, seed)
                        .crash("s3")
                        .crash("m")
                        .during(hours(1))
                        .nobodyAnnounces("+odown", "+try-failover", "+switch-master"));
    }

    @Test
    void aQuorumWithoutAMajorityPromotesNobody() {
        Seeds.each(
                3,
                seed -> stable(5, 2, seed)
                        .crash("s3", "s4", "s5")
                        .crash("m")
                        .during(minutes(20))
                        .nobodyAnnounces("+elected-leader", "+selected-slave", "+switch-master"));
    }

    @Test
    void aMinorityNeverPromotesThoughItHasTheReplicas() {
        Seeds.each(
                2,
                seed -> stable(5, 2, seed)
                        .isolate("a", "b", "s1", "s2")
                        .during(minutes(20))
                        .nobodyAnnounces("+elected-leader", "+selected-slave", "+switch-master")
                        .heal()
                        .within(minutes(2))
                        .theClusterIsStable());
    }

    @Test
    void anOlderConfigurationIsIgnored() {
        Seeds.each(10, seed -> {
            Play play = stable(3, 2, seed).crash("m").within(seconds(6)).everySentinelNames("b");
            play.passes(seconds(10)).mark().then(cluster -> hello(cluster, "m", 0));
            play.then(cluster -> hello(cluster, "m", 1))
                    .during(seconds(10))
                    .nobodyAnnounces("+switch-master", "+config-update-from")
                    .within(0)
                    .everySentinelNames("b");
        });
    }

    @Test
    void aNewerConfigurationIsAdoptedWithOneSwitchOfEachSentinel() {
        Seeds.each(10, seed -> {
            Play play = stable(3, 2, seed).then(cluster -> hello(cluster, "a", 7));
            play.within(seconds(5)).everySentinelNames("a").passes(seconds(5));
            for (String sentinel : new String[] {"s1", "s2", "s3"}) {
                play.expect(
                        sentinel + " switched once",
                        () -> play.channelsOf(sentinel).stream()
                                        .filter("+switch-master"::equals)
                                        .count()
                                == 1);
            }
            play.announcedInOrder("s1", "+new-epoch", "+config-update-from", "+switch-master", "+slave");
        });
    }

    /** The first sentinel hears from the second where the master is. */
    private static void hello(SimCluster cluster, String master, long configEpoch) {
        SimSentinel sender = cluster.sentinel("s2");
        String address = cluster.redis(master).endpoint().host() + ",6379";
        cluster.sentinel("s1")
                .command(
                        "PUBLISH",
                        "__sentinel__:hello",
                        sender.endpoint().host() + ",26379,"
                                + sender.core().state().myId().orElseThrow() + "," + configEpoch + ",m," + address + ","
                                + configEpoch);
    }

    @Test
    void aConfigurationThatComesInTheMiddleOfAFailoverIsTheOneThatHolds() {
        Seeds.each(20, seed -> {
            Play play = sentinels(1)
                    .seed(seed)
                    .monitor("m", quorum(1), downAfter(seconds(5)))
                    .replica("a", syncTakes(seconds(30)))
                    .replica("b", offset(99))
                    .untilStable()
                    .crash("m")
                    .within(seconds(6))
                    .somebodyAnnounces("+slave-reconf-sent");
            String address = play.cluster().redis("m").endpoint().host() + ",6379";
            play.cluster()
                    .sentinel("s1")
                    .command("PUBLISH", "__sentinel__:hello", "10.9.9.9,26379,other,9,m," + address + ",9");
            play.within(0).everySentinelNames("m");
        });
    }

    @Test
    void aResetInTheMiddleOfAFailoverKeepsThePromotedReplica() {
        Seeds.each(20, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2))
                    .replica("a", offset(10), syncTakes(seconds(30)))
                    .replica("b", offset(90))
                    .untilStable()
                    .crash("m")
                    .within(seconds(6))
                    .somebodyAnnounces("+slave-reconf-sent");
            String leader = play.leader();
            play.tells(leader, Resp.integer(1), "SENTINEL", "RESET", "m")
                    .within(0)
                    .sentinelNames(leader, "b")
                    .announcedInOrder(leader, "+switch-master", "+reset-master")
                    .within(seconds(4))
                    .everySentinelNames("b");
        });
    }

    @Test
    void aBusyMasterIsDownAndALoadingOneIsNot() {
        stable(3, 2, 1)
                .then(cluster ->
                        cluster.redis("m").answersAllWith(Optional.of(Resp.error("-LOADING Redis is loading"))))
                .during(minutes(1))
                .nobodyAnnounces("+sdown")
                .then(cluster -> cluster.redis("m").answersAllWith(Optional.of(Resp.error("-BUSY Redis is busy"))))
                .within(seconds(8))
                .everySentinelNames("b");
    }
}
