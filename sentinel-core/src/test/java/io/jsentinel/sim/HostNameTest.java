package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.nameOf;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.resp.Resp;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Redis servers behind host names: names that move and flip, and resolvers that fail or say nothing. */
class HostNameTest {

    private static final int SEEDS = 5;

    private static Plan plan(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90));
    }

    private static Play byName(long seed) {
        return plan(seed).byName().untilStable();
    }

    /** A server ends and begins again at another address, which its name has from then on. */
    private static Play moveBehindItsName(Play play, String redis, String host) {
        return play.then(c -> c.world().dns().set(nameOf(redis), host))
                .move(redis, host)
                .passes(seconds(2));
    }

    @Test
    void serversBehindNamesAreToldByTheirAddresses() {
        Seeds.each(
                SEEDS,
                seed -> byName(seed)
                        .within(seconds(1))
                        .everySentinelNames("m")
                        .crash("m")
                        .within(seconds(45))
                        .everySentinelNames("b")
                        .passes(minutes(1))
                        .restart("m")
                        .within(minutes(1))
                        .theClusterIsStable()
                        .andThenAllIsQuiet());
    }

    @Test
    void aReplicaThatMovesBehindItsNameIsFollowedAndCountedOnce() {
        Seeds.each(SEEDS, seed -> {
            Play play = moveBehindItsName(byName(seed), "a", "10.0.9.1");
            play.within(seconds(5)).theClusterIsStable();
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+slave") || e.isOf("+sdown"));
            play.mark().andThenAllIsQuiet();
        });
    }

    @Test
    void aMasterThatMovesBehindItsNameIsFollowedWithoutAFailover() {
        Seeds.each(SEEDS, seed -> {
            Play play = moveBehindItsName(byName(seed), "m", "10.0.9.1");
            play.within(seconds(5)).everySentinelNames("m").within(seconds(15)).theClusterIsStable();
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+odown") || e.isOf("+switch-master"));
        });
    }

    @Test
    void anAddressThatFollowsAFailoverIsFollowedToo() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed).crash("m").within(seconds(45)).everySentinelNames("b");
            play.passes(minutes(1)).then(c -> c.world().dns().set(nameOf("m"), "10.0.9.1"));
            play.move("m", "10.0.9.1").within(minutes(1)).theClusterIsStable();
            moveBehindItsName(play.mark(), "b", "10.0.9.2").within(seconds(5)).everySentinelNames("b");
            play.within(seconds(15)).theClusterIsStable();
        });
    }

    /** A storm found it (seed 601701): whoever begins anew while the master is busy learns no names, and then follows none. */
    @Test
    void whoKnowsAMasterByItsAddressHearsFromOthersWhereItMoved() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed);
            play.then(c -> c.redis("m").answersAllWith(Optional.of(Resp.error("-BUSY Redis is busy"))));
            play.crash("s2").then(c -> c.sentinel("s2").store().lost());
            play.restart("s2").within(seconds(60)).everySentinelNames("b");
            play.then(c -> c.redis("m").answersAllWith(Optional.empty())).passes(minutes(1));
            Watch watch = play.cluster()
                    .sentinel("s2")
                    .core()
                    .realm()
                    .watches()
                    .named("m")
                    .orElseThrow();
            assertThat(watch.master().location().isNamed()).isFalse();

            moveBehindItsName(play.mark(), "b", "10.0.9.2").within(seconds(45)).everySentinelNames("b");
            play.within(seconds(30)).theClusterIsStable();
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+switch-master"));
        });
    }

    /** Seed 31008582: who was away during the failover has the new master by its old address, and by its name as a replica. */
    @Test
    void whoWasAwayWhileAReplicaWasPromotedFindsItByItsNameWhenItMoves() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed).crash("s3", "m").within(seconds(45)).everySentinelNames("b");
            play.passes(minutes(1)).restart("m");
            play.then(c -> c.world().dns().set(nameOf("b"), "10.0.9.2")).restart("s3");
            play.within(seconds(15)).everySentinelNames("b").passes(seconds(30)).mark();

            play.move("b", "10.0.9.2").within(seconds(45)).everySentinelNames("b");
            play.within(seconds(30)).theClusterIsStable();
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+switch-master"));
            Watch watch = play.cluster()
                    .sentinel("s3")
                    .core()
                    .realm()
                    .watches()
                    .named("m")
                    .orElseThrow();
            assertThat(watch.master().location().isNamed()).isTrue();
            assertThat(watch.master().replicas()).hasSize(2);
            play.passes(seconds(15)).mark().andThenAllIsQuiet();
        });
    }

    @Test
    void aNameThatFlipsDoesNotTouchConnectionsThatStand() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed);
            play.then(c -> c.world().dns().set(nameOf("m"), "10.0.9.9", "10.0.9.8"))
                    .then(c -> c.world().dns().set(nameOf("a"), "10.0.9.9"))
                    .then(c -> c.world().dns().set(nameOf("b")))
                    .during(minutes(10))
                    .nothingIsAnnounced();
            play.within(1).theClusterIsStable();
        });
    }

    @Test
    void anAddressThatANameStillHasIsKeptWhateverTheOrder() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed);
            String host = play.cluster().redis("a").endpoint().host();
            play.then(c -> c.world().dns().set(nameOf("a"), "10.0.9.9", host))
                    .crash("a")
                    .passes(seconds(2))
                    .restart("a")
                    .within(seconds(5))
                    .theClusterIsStable();
        });
    }

    @Test
    void aResolverThatSaysNothingDoesNotStopAFailover() {
        Seeds.each(
                SEEDS, seed -> failsOver(byName(seed).then(c -> c.world().dns().fallSilent())));
    }

    @Test
    void aResolverThatFailsDoesNotStopAFailover() {
        Seeds.each(
                SEEDS, seed -> failsOver(byName(seed).then(c -> c.world().dns().fail())));
    }

    @Test
    void aResolverThatTakesForEverDoesNotStopAFailover() {
        Seeds.each(
                SEEDS, seed -> failsOver(byName(seed).then(c -> c.world().dns().takes(seconds(5)))));
    }

    private static void failsOver(Play play) {
        play.crash("m").within(seconds(15)).everySentinelNames("b").passes(seconds(30));
        play.restart("m").within(minutes(1)).theClusterIsStable();
        assertThat(play.cluster().redis("m").replication().isMaster()).isFalse();
    }

    @Test
    void aResolverThatSaysNothingDelaysNoPing() {
        Seeds.each(
                SEEDS,
                seed -> byName(seed)
                        .then(c -> c.world().dns().fallSilent())
                        .during(minutes(10))
                        .nothingIsAnnounced());
    }

    @Test
    void whatCannotBeResolvedAtTheStartIsFoundWhenTheResolverIsWell() {
        Seeds.each(SEEDS, seed -> {
            Play play = plan(seed).byName().start();
            play.then(c -> c.world().dns().fallSilent()).passes(seconds(20));
            play.then(c -> c.world().dns().takes(10)).within(minutes(1)).theClusterIsStable();
        });
    }

    @Test
    void namesAreToldWhereTheyAreAnnounced() {
        Seeds.each(SEEDS, seed -> {
            Play play = plan(seed).announcingNames().untilStable();
            play.crash("m").within(seconds(15)).until("b.test is named", () -> namedByAll(play, "b.test"));
            play.passes(seconds(30)).restart("m").within(minutes(1)).theClusterIsStable();
            assertThat(play.sinceMark().stream()
                            .filter(e -> e.isOf("+switch-master"))
                            .map(e -> e.event().payload()))
                    .hasSize(3)
                    .allMatch("m m.test 6379 b.test 6379"::equals);
            assertThat(play.cluster().redis("a").orders()).last().asString().endsWith("SLAVEOF b.test 6379");
        });
    }

    private static boolean namedByAll(Play play, String host) {
        return play.cluster().runningSentinels().stream()
                .map(s -> s.core().realm().watches().named("m").orElseThrow())
                .allMatch(w -> w.failover().currentAddress().equals(new Endpoint(host, 6379)));
    }

    @Test
    void aSavedFileKeepsTheNamesOfTheReplicasAndOfTheMaster() {
        Play play = byName(1);
        assertThat(saved(play).address()).isEqualTo(new Endpoint("m.test", 6379));
        assertThat(saved(play).memory().replicas())
                .containsExactly(new Endpoint("a.test", 6379), new Endpoint("b.test", 6379));

        play.crash("m").within(seconds(15)).everySentinelNames("b").passes(seconds(30));

        assertThat(saved(play).address()).isEqualTo(new Endpoint("b.test", 6379));
        assertThat(saved(play).memory().replicas())
                .containsExactlyInAnyOrder(new Endpoint("a.test", 6379), new Endpoint("m.test", 6379));
    }

    @Test
    void aSavedFileHasNamesWhereTheyAreAnnounced() {
        Play play = plan(1).announcingNames().untilStable();
        assertThat(saved(play).memory().replicas())
                .containsExactly(new Endpoint("a.test", 6379), new Endpoint("b.test", 6379));

        play.crash("m").within(seconds(15)).until("b.test is named", () -> namedByAll(play, "b.test"));

        play.within(seconds(30))
                .until("the name is saved", () -> saved(play).address().equals(new Endpoint("b.test", 6379)));
    }

    private static MasterConfig saved(Play play) {
        List<MasterConfig> masters =
                play.cluster().sentinel("s1").store().file().orElseThrow().masters();
        return masters.get(0);
    }

    /** Seed 30140725: all sentinels began anew while the old master was away, and nobody knew its name any more. */
    @Test
    void anOldMasterThatComesBackElsewhereIsFoundByItsNameThoughAllSentinelsBeganAnew() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed).crash("m").within(seconds(45)).everySentinelNames("b");
            play.passes(seconds(5)).crash("s1", "s2", "s3").restart("s1", "s2", "s3");
            moveBehindItsName(play, "m", "10.0.9.1").within(minutes(2)).theClusterIsStable();

            assertThat(play.cluster().redis("m").replication().isMaster()).isFalse();
        });
    }

    /** Seed 52102741: all sentinels began anew after a failover, and the new master moved behind its name meanwhile. */
    @Test
    void aNewMasterThatMovedIsFoundByItsNameThoughAllSentinelsBeganAnew() {
        Seeds.each(SEEDS, seed -> {
            Play play = byName(seed).crash("m").within(seconds(45)).everySentinelNames("b");
            play.passes(seconds(5))
                    .crash("s1", "s2", "s3")
                    .restart("s1", "s2", "s3")
                    .mark();
            moveBehindItsName(play, "b", "10.0.9.2")
                    .restart("m")
                    .within(minutes(2))
                    .theClusterIsStable();

            assertThat(play.cluster().redis("b").replication().isMaster()).isTrue();
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+switch-master"));
        });
    }

    @Test
    void restartedSentinelsFindServersThatMovedMeanwhile() {
        Seeds.each(SEEDS, seed -> {
            Play play = plan(seed).announcingNames().untilStable();
            play.crash("s1", "s2", "s3");
            moveBehindItsName(play, "a", "10.0.9.1");
            moveBehindItsName(play, "b", "10.0.9.2");
            moveBehindItsName(play, "m", "10.0.9.3");
            play.restart("s1", "s2", "s3").within(minutes(1)).theClusterIsStable();
        });
    }
}
