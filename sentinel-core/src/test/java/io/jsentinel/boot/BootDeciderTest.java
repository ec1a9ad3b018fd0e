package io.jsentinel.boot;

import static io.jsentinel.pod.Pods.booting;
import static io.jsentinel.pod.Pods.history;
import static io.jsentinel.pod.Pods.naming;
import static io.jsentinel.pod.Pods.place;
import static io.jsentinel.pod.Pods.pod;
import static io.jsentinel.pod.Pods.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.boot.BootPicture.Other;
import io.jsentinel.boot.BootPicture.Own;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.Pods;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pod does at its start, for what it sees. */
class BootDeciderTest {

    private static final Boot WAITS = new Boot(3, 30_000, 60_000);

    @Test
    void theMasterThatAMajorityNamesIsAdopted() {
        assertThat(decide(0, none(0), naming(record(1, 4, 1, 9), 1, true), naming(record(2, 4, 1, 9), 1, true)))
                .isEqualTo(new BootDecision.Adopt(place(1), 4, "2 of 3 pods name redis-1.redis-headless.test:6379"));
    }

    @Test
    void oneThatAMinorityNamesIsFollowedWhenItLives() {
        assertThat(decide(0, none(0), naming(record(1, 4, 1, 9), 1, false))).isInstanceOf(BootDecision.Adopt.class);
        assertThat(decide(0, none(0), naming(record(2, 4, 1, 9), 1, true))).isInstanceOf(BootDecision.Adopt.class);
    }

    @Test
    void oneThatIsGoneIsFollowedSoThatItCanBeReplaced() {
        assertThat(decide(0, record(0, 4, 1, 8), naming(record(2, 4, 1, 9), 1, false)))
                .isInstanceOf(BootDecision.Adopt.class);
    }

    @Test
    void anOlderConfigurationThanThatOfTheDataIsNotFollowed() {
        assertThat(decide(0, record(0, 5, 0, 8), naming(record(2, 4, 1, 9), 1, false)))
                .isNotInstanceOf(BootDecision.Adopt.class);
    }

    @Test
    void aMinoritysMasterThatIsAtItsBootItselfIsElectedAnew() {
        assertThat(decide(0, record(0, 4, 1, 8), naming(record(2, 4, 1, 9), 1, false), booting(record(1, 4, 1, 9))))
                .isEqualTo(new BootDecision.Wait(Phase.ELECTION, "redis-1 has the freshest data and is to be elected"));
    }

    @Test
    void whoIsNamedByAMajorityResumes() {
        assertThat(decide(
                        1,
                        record(1, 4, 1, 9),
                        naming(record(0, 4, 1, 9), 1, false),
                        naming(record(2, 4, 1, 9), 1, false)))
                .isInstanceOf(BootDecision.Resume.class);
    }

    @Test
    void whoIsNamedByAMinorityNeedsVotes() {
        assertThat(together(60_000, 1, record(1, 4, 1, 9), naming(record(0, 4, 1, 9), 1, false)))
                .isEqualTo(new BootDecision.Elect(false, "our data are the freshest of 2 of 3 pods"));
    }

    @Test
    void aLonelyPodWaitsAndSaysWhy() {
        assertThat(together(Long.MAX_VALUE / 2, 0, none(0)))
                .isEqualTo(new BootDecision.Wait(
                        Phase.WAIT, "1 of 3 pods are here, 2 are needed to decide who the master is"));
    }

    @Test
    void withoutANumberOfPodsNothingIsDecided() {
        BootPicture picture = new BootPicture(
                new Own(place(0), none(0), Optional.empty()), List.of(), 0, new Boot(0, 0, 0), Long.MAX_VALUE / 2);
        assertThat(BootDecider.decide(picture)).isInstanceOf(BootDecision.Wait.class);
        assertThat(BootDecider.decide(picture).reason()).startsWith("how many pods there are is not known");
    }

    @Test
    void aSetThatNeverHadDataElectsTheFirstPodWhenAllAreThere() {
        assertThat(decide(0, none(0), booting(none(1)), booting(none(2))))
                .isEqualTo(new BootDecision.Elect(false, "our data are the freshest of 3 of 3 pods"));
        assertThat(decide(1, none(1), booting(none(0)), booting(none(2))))
                .isEqualTo(new BootDecision.Wait(Phase.ELECTION, "redis-0 has the freshest data and is to be elected"));
    }

    @Test
    void allPodsAreWaitedForAWhile() {
        assertThat(together(29_999, 0, none(0), booting(none(1))).reason())
                .isEqualTo("2 of 3 pods are here, the others are waited for, 30 s at most");
        assertThat(together(30_000, 0, none(0), booting(none(1)))).isInstanceOf(BootDecision.Elect.class);
    }

    @Test
    void theLastMasterIsWaitedForLonger() {
        FreshnessRecord[] of = {record(0, 4, 2, 9), record(1, 4, 2, 8)};
        assertThat(together(59_999, 0, of[0], booting(of[1])).reason())
                .isEqualTo("the last known master redis-2.redis-headless.test:6379 is waited for, 60 s at most");
        assertThat(together(60_000, 0, of[0], booting(of[1])))
                .isEqualTo(new BootDecision.Elect(true, "our data are the freshest of 2 of 3 pods"));
    }

    @Test
    void theLastMasterIsWaitedForForEverOrNotAtAll() {
        Own own = new Own(place(0), record(0, 4, 2, 9), Optional.empty());
        List<Other> others = List.of(new Other(booting(record(1, 4, 2, 8)), place(1)));
        assertThat(BootDecider.decide(new BootPicture(own, others, 3, new Boot(3, 0, -1), Long.MAX_VALUE / 2)))
                .isInstanceOf(BootDecision.Wait.class);
        assertThat(BootDecider.decide(new BootPicture(own, others, 3, new Boot(3, 0, 0), 0)))
                .isInstanceOf(BootDecision.Elect.class);
    }

    @Test
    void theLastMasterItselfIsElectedThoughAReplicaSaysItReadMore() {
        assertThat(decide(2, record(2, 4, 2, 7), booting(record(0, 4, 2, 9)), booting(record(1, 4, 2, 8))))
                .isEqualTo(new BootDecision.Elect(false, "our data are the freshest of 3 of 3 pods"));
    }

    @Test
    void aServerThatTakesWritesIsElectedAtOnceThoughNobodyNamesItAndOthersAreAway() {
        FreshnessRecord reader = record(0, 4, 2, 9);
        FreshnessRecord writer = record(1, 4, 2, 5);
        assertThat(decide(0, reader, withMaster(booting(writer))))
                .isEqualTo(new BootDecision.Wait(Phase.ELECTION, "redis-1 has the freshest data and is to be elected"));
        assertThat(BootDecider.decide(withOwnMaster('a', writer, booting(reader))))
                .isInstanceOf(BootDecision.Elect.class);
    }

    @Test
    void aServerThatStillTakesWritesIsNotTheMasterOnceThereWasALaterOne() {
        FreshnessRecord later = record(0, 4, 0, 9);
        FreshnessRecord old = record(1, 3, 1, 500);
        assertThat(decide(0, later, withMaster('b', booting(old)), booting(none(2))))
                .isInstanceOf(BootDecision.Elect.class);
        assertThat(BootDecider.decide(withOwnMaster('b', old, booting(later), booting(none(2)))))
                .isEqualTo(new BootDecision.Wait(Phase.ELECTION, "redis-0 has the freshest data and is to be elected"));
    }

    /** Whoever reads of it knows of its reign, and its own record may have gone with a disk. */
    @Test
    void aServerThatTakesWritesHasTheReignInWhichOthersReadItsHistory() {
        FreshnessRecord reader = record(0, 4, 1, 9);
        BootPicture itself = withOwnMaster('a', none(1), booting(reader), booting(none(2)));
        assertThat(BootDecider.decide(itself)).isInstanceOf(BootDecision.Elect.class);
        assertThat(itself.standing().record().configEpoch()).isEqualTo(4);
        assertThat(decide(0, reader, withMaster(booting(none(1))), booting(none(2))))
                .isInstanceOf(BootDecision.Wait.class);
    }

    private static BootPicture withOwnMaster(char history, FreshnessRecord record, PeerState... others) {
        Own own = new Own(place(1), record, Optional.of(Pods.writer(history(history))));
        List<Other> pods = Arrays.stream(others)
                .map(state -> new Other(state, place(state.pod().ordinal().orElseThrow())))
                .toList();
        return new BootPicture(own, pods, 3, WAITS, 0);
    }

    @Test
    void ofTwoServersThatTakeWritesTheOneOfTheNewestConfigurationIsTheMaster() {
        assertThat(decide(
                        0, none(0), withMaster(booting(record(1, 3, 1, 500))), withMaster(booting(record(2, 4, 2, 5)))))
                .isEqualTo(new BootDecision.Wait(Phase.ELECTION, "redis-2 has the freshest data and is to be elected"));
    }

    @Test
    void wherePodsAreTooManyAllOfThemCountSoThatNoTwoHalvesWin() {
        List<Other> four = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new Other(booting(none(i)), place(i)))
                .toList();
        Own own = new Own(place(0), none(0), Optional.empty());
        assertThat(new BootPicture(own, four, 3, WAITS, 0).majority()).isEqualTo(3);
        assertThat(new BootPicture(own, four.subList(0, 1), 3, WAITS, 0).majority())
                .isEqualTo(2);
    }

    private static PeerState withMaster(PeerState state) {
        return withMaster('a', state);
    }

    private static PeerState withMaster(char history, PeerState state) {
        return new PeerState(
                state.who(), state.view(), Optional.of(Pods.writer(history(history))), state.record(), state.vote());
    }

    private static FreshnessRecord none(int ordinal) {
        return FreshnessRecord.none(pod(ordinal));
    }

    private static BootDecision decide(int self, FreshnessRecord own, PeerState... others) {
        return together(0, self, own, others);
    }

    private static BootDecision together(long millis, int self, FreshnessRecord own, PeerState... others) {
        List<Other> pods = Arrays.stream(others)
                .map(state -> new Other(state, place(state.pod().ordinal().orElseThrow())))
                .toList();
        return BootDecider.decide(new BootPicture(new Own(place(self), own, Optional.empty()), pods, 3, WAITS, millis));
    }
}
