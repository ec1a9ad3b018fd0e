package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.config.Credentials;
import io.jsentinel.config.GuardConfig;
import io.jsentinel.sim.Plan.MasterOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that comes up at the address of a replica, or of an old master: ours, or somebody else's. */
class ForeignTest {

    private static final long FOREIGN_KEYS = 1_000;

    private static final String LOADING = "-LOADING Redis is loading the dataset in memory";

    private static final String NO_PERMISSION = "-NOPERM this user has no permissions to run the 'randomkey' command";

    private static Play started(long seed) {
        return started(seed, settings -> settings);
    }

    private static Play started(long seed, MasterOption option) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2), option)
                .replica("a")
                .replica("b")
                .untilStable()
                .then(cluster -> cluster.redis("m").replication().hasKeys(50))
                .passes(seconds(15))
                .mark();
    }

    /** Somebody else's master gets the address of a server that is gone. */
    private static Play foreignAt(String name, Play play) {
        return play.then(cluster -> cluster.redis(name).configuredToFollow(Optional.empty()))
                .restart(name)
                .then(cluster -> cluster.redis(name).replication().hasForeignData("other:", FOREIGN_KEYS));
    }

    private static boolean isUntouched(SimCluster cluster, String name) {
        Replication there = cluster.redis(name).replication();
        return there.isMaster() && there.keys() == FOREIGN_KEYS && there.data().equals("other:");
    }

    @Test
    void aForeignMasterAtTheAddressOfADeadReplicaIsLeftAlone() {
        Seeds.each(10, seed -> {
            Play play = foreignAt("b", started(seed).crash("b").passes(seconds(20)));
            play.within(seconds(30))
                    .announces("s1", "+foreign-instance")
                    .during(minutes(5))
                    .always("it is untouched", () -> isUntouched(play.cluster(), "b"));
        });
    }

    @Test
    void oneThatHasCopiedOurDataSinceIsOurs() {
        Seeds.each(5, seed -> {
            Play play = foreignAt("b", started(seed).crash("b").passes(seconds(20)));
            play.within(seconds(30))
                    .announces("s1", "+foreign-instance")
                    .then(cluster -> cluster.redis("b")
                            .replication()
                            .follow(Optional.of(cluster.redis("a").endpoint())))
                    .within(minutes(5))
                    .follows("b", "m");
        });
    }

    @Test
    void itIsNotPromotedAndNotToldToFollowInAFailoverEither() {
        Seeds.each(10, seed -> {
            Play play = foreignAt("b", started(seed).crash("b").passes(seconds(20)));
            play.then(cluster -> cluster.redis("b").replication().written(1_000_000))
                    .then(cluster -> cluster.redis("b").priority(1))
                    .passes(seconds(30))
                    .crash("m")
                    .within(seconds(30))
                    .everySentinelNames("a")
                    .during(minutes(5))
                    .always("it is untouched", () -> isUntouched(play.cluster(), "b"));
        });
    }

    @Test
    void oneThatComesInTheMiddleOfAFailoverIsNotToldBeforeItIsKnown() {
        Seeds.each(20, seed -> {
            Play play = started(seed).crash("b").passes(seconds(20)).crash("m");
            play.within(seconds(30)).somebodyAnnounces("+selected-slave");
            foreignAt("b", play)
                    .within(seconds(30))
                    .everySentinelNames("a")
                    .during(minutes(3))
                    .always("it is untouched", () -> isUntouched(play.cluster(), "b"));
        });
    }

    @Test
    void oneThatCameSoShortlyBeforeThatNobodyHasAskedItIsNotToldEither() {
        Seeds.each(40, seed -> {
            Play play = started(seed).crash("b").passes(200 + 100 * seed);
            foreignAt("b", play)
                    .passes(50 * (seed % 7))
                    .crash("m")
                    .within(seconds(60))
                    .everySentinelNames("a")
                    .during(minutes(3))
                    .always("it is untouched", () -> isUntouched(play.cluster(), "b"));
        });
    }

    @Test
    void anOldMasterWithAnAppendOnlyFileIsKnownByItsKeys() {
        Seeds.each(10, seed -> {
            Play play = started(seed).crash("m");
            play.within(seconds(30))
                    .somebodyAnnounces("+switch-master")
                    .passes(seconds(10))
                    .restart("m")
                    .within(minutes(1))
                    .until(
                            "it follows",
                            () -> play.cluster().redis("m").replication().isLinkUp())
                    .during(1)
                    .nobodyAnnounces("+foreign-instance");
        });
    }

    @Test
    void aSentinelThatLostItsStateListensToTheFirstThatItMeets() {
        Seeds.each(10, seed -> {
            Play play = started(seed).crash("m");
            play.within(seconds(30)).somebodyAnnounces("+switch-master").passes(seconds(10));
            play.crash("s1").then(cluster -> cluster.sentinel("s1").store().lost());
            // To it the old master is the master, and well.
            play.mark().restart("m").restart("s1");
            play.during(seconds(30)).nobodyAnnounces("+foreign-instance");
            play.within(minutes(1)).theClusterIsStable();
        });
    }

    /**
     * A storm found it (seed 31074212): two that had lost their states knew each other and the old master, and took the only
     * one that remembered the new master for a stranger. That one was never elected when the new master was gone.
     */
    @Test
    void sentinelsThatLostTheirStatesListenToTheOneThatDidNot() {
        Seeds.each(10, seed -> {
            Play play = started(seed).then(cluster -> cluster.redis("a").priority(1));
            play.passes(seconds(12)).crash("m").within(seconds(30)).everySentinelNames("a");
            play.passes(seconds(10)).crash("s2", "s3");
            play.then(cluster -> cluster.sentinel("s2").store().lost())
                    .then(cluster -> cluster.sentinel("s3").store().lost());
            play.isolate("s1").restart("m", "s2", "s3").passes(seconds(3)).crash("a");
            play.heal()
                    .within(minutes(1))
                    .until(
                            "all name one that is there",
                            () -> List.of("m", "b").stream().anyMatch(name -> allName(play.cluster(), name)));
            play.restart("a").within(minutes(2)).theClusterIsStable();
        });
    }

    /** A storm found it (seed 40392405): the old master was well, and had a replica which had refused to leave it. */
    @Test
    void aSentinelThatLostItsStateListensToTheOthersThoughItsMasterIsWell() {
        Seeds.each(10, seed -> {
            Play play = started(seed).then(cluster -> cluster.redis("a").priority(1));
            play.cluster().redis("b").refusesOrders();
            play.passes(seconds(12)).crash("m").within(seconds(40)).everySentinelNames("a");
            play.passes(seconds(10))
                    .crash("s1")
                    .then(c -> c.sentinel("s1").store().lost());
            play.cluster().redis("m").refusesOrders();
            play.restart("m").passes(seconds(3)).restart("s1");
            play.within(seconds(20)).everySentinelNames("a");
        });
    }

    private static boolean allName(SimCluster cluster, String name) {
        return cluster.sentinels().stream()
                .flatMap(s -> s.core().realm().watches().named("m").stream())
                .allMatch(w ->
                        w.failover().currentAddress().equals(cluster.redis(name).endpoint()));
    }

    @Test
    void anOldMasterIsKnownAlsoBySentinelsThatWereRestarted() {
        Play play = started(1).crash("m");
        play.within(seconds(30))
                .somebodyAnnounces("+switch-master")
                .passes(seconds(20))
                .crash("s1", "s2", "s3")
                .restart("s1", "s2", "s3")
                .restart("m")
                .within(minutes(1))
                .until(
                        "it follows",
                        () -> play.cluster().redis("m").replication().isLinkUp());
    }

    @Test
    void anOldMasterIsNotTakenForForeignBecauseItStillReadsItsData() {
        Seeds.each(10, seed -> {
            Play play = started(seed).crash("m");
            play.within(seconds(30))
                    .somebodyAnnounces("+switch-master")
                    .passes(seconds(10))
                    .then(cluster -> cluster.redis("m").refuses("RANDOMKEY", LOADING))
                    .restart("m")
                    .passes(seconds(30))
                    .then(cluster -> cluster.redis("m").refusesNothing())
                    .within(minutes(1))
                    .until(
                            "it follows",
                            () -> play.cluster().redis("m").replication().isLinkUp())
                    .during(1)
                    .nobodyAnnounces("+foreign-instance");
        });
    }

    @Test
    void anEmptyMasterAtTheAddressOfAReplicaFollows() {
        started(1)
                .crash("b")
                .passes(seconds(20))
                .then(cluster -> cluster.redis("b").configuredToFollow(Optional.empty()))
                .restart("b")
                .then(cluster -> cluster.redis("b").replication().hasForeignData("other:", 0))
                .within(minutes(1))
                .follows("b", "m");
    }

    @Test
    void aProcessThatHasFollowedUsIsOursWhateverBecomesOfIt() {
        started(1)
                .then(cluster -> cluster.redis("b").replication().follow(Optional.empty()))
                .then(cluster -> cluster.redis("b").replication().hasForeignData("other:", FOREIGN_KEYS))
                .within(minutes(1))
                .follows("b", "m");
    }

    @Test
    void whoMayNotShowItsKeysIsLeftAlone() {
        Play play = started(1).crash("b").passes(seconds(20));
        play.then(cluster -> cluster.redis("b").refuses("RANDOMKEY", NO_PERMISSION));
        foreignAt("b", play)
                .within(seconds(30))
                .announces("s1", "+foreign-instance")
                .expect("it is untouched", () -> isUntouched(play.cluster(), "b"));
    }

    @Test
    void anOldMasterThatKnowsOurAccountFollowsThoughTheAccountMayNotSeeKeys() {
        MasterOption account =
                settings -> settings.withCredentials(new Credentials(Optional.of("sentinel"), Optional.of("secret")));
        Play play = started(1, account);
        play.cluster().redises().forEach(redis -> redis.refuses("RANDOMKEY", NO_PERMISSION));
        play.crash("m")
                .within(seconds(30))
                .somebodyAnnounces("+switch-master")
                .passes(seconds(10))
                .restart("m")
                .within(minutes(1))
                .until(
                        "it follows",
                        () -> play.cluster().redis("m").replication().isLinkUp());
    }

    @Test
    void withoutTheGuardEverybodyIsMadeToFollow() {
        Play play = started(1);
        play.cluster().sentinels().forEach(s -> s.guards(new GuardConfig(true, false)));
        play.crash("s1", "s2", "s3").restart("s1", "s2", "s3").stable();
        foreignAt("b", play.crash("b").passes(seconds(20))).within(minutes(1)).follows("b", "m");
    }
}
