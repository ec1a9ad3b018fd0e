package io.jsentinel.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    private final HostNames names = new HostNames();
    private long nowMillis = 1_000;

    @BeforeEach
    void takeNames() {
        names.use(true, false);
        names.begin(nowMillis);
    }

    private void passes(long millis) {
        nowMillis += millis;
        names.begin(nowMillis);
    }

    @Test
    void anAddressIsItsOwnAddressAndNeverAskedFor() {
        assertThat(names.addressOf("10.0.0.1")).contains("10.0.0.1");
        assertThat(names.drainWanted()).isEmpty();
    }

    @Test
    void aNameIsAskedForOnceHowOftenSoeverItIsNeeded() {
        assertThat(names.addressOf("m.test")).isEmpty();
        assertThat(names.addressOf("M.TEST")).isEmpty();
        names.wantSoon("m.test");
        assertThat(names.drainWanted()).containsExactly("m.test");
        assertThat(names.addressOf("m.test")).isEmpty();
        assertThat(names.drainWanted()).isEmpty();
    }

    @Test
    void anAnswerIsGoodForAWhileAndKeptWhenItIsOld() {
        names.addressOf("m.test");
        names.drainWanted();
        names.answered("m.test", List.of("10.0.0.1", "10.0.0.2"));
        passes(HostNames.GOOD_MILLIS);
        assertThat(names.addressOf("m.test")).contains("10.0.0.1");
        assertThat(names.drainWanted()).isEmpty();
        passes(1);
        assertThat(names.addressOf("m.test")).contains("10.0.0.1");
        assertThat(names.drainWanted()).containsExactly("m.test");
    }

    @Test
    void aResolverThatFailsTakesNoAddressAway() {
        names.answered("m.test", List.of("10.0.0.1"));
        names.answered("m.test", List.of());
        assertThat(names.addressOf("m.test")).contains("10.0.0.1");
    }

    @Test
    void theAddressThatSomebodyHasIsKeptWhileTheNameStillHasIt() {
        names.answered("m.test", List.of("10.0.0.2", "10.0.0.1"));
        assertThat(names.newest("m.test", Optional.of("10.0.0.1"))).contains("10.0.0.1");
        assertThat(names.newest("m.test", Optional.of("10.0.0.9"))).contains("10.0.0.2");
        assertThat(names.newest("m.test", Optional.empty())).contains("10.0.0.2");
    }

    @Test
    void aQuestionThatNobodyAnswersIsAskedAgain() {
        names.wantSoon("m.test");
        names.drainWanted();
        assertThat(names.awaitedSinceMillis("m.test")).contains(nowMillis);
        passes(HostNames.LOST_MILLIS);
        assertThat(names.isAwaited("m.test")).isTrue();
        passes(1);
        assertThat(names.isAwaited("m.test")).isFalse();
        names.wantSoon("m.test");
        assertThat(names.drainWanted()).containsExactly("m.test");
    }

    @Test
    void whatStrangersToldDoesNotDelayOurOwn() {
        for (int i = 0; i < 10 * HostNames.MAX_ASKED; i++) {
            names.addressOf("stranger" + i + ".test");
        }
        assertThat(names.drainWanted()).hasSize(HostNames.MAX_ASKED_FOR_STRANGERS);
        names.wantSoon("own.test");
        assertThat(names.drainWanted()).containsExactly("own.test");
        names.answered("stranger0.test", List.of());
        assertThat(names.drainWanted()).hasSize(1).allMatch(name -> name.startsWith("stranger"));
    }

    @Test
    void questionsAreBoundedAndOnesThatFindNoRoomAreWantedAgainLater() {
        for (int i = 0; i <= HostNames.MAX_QUEUED; i++) {
            names.wantSoon("n" + i + ".test");
        }
        assertThat(names.isAwaited("n" + HostNames.MAX_QUEUED + ".test")).isFalse();
        assertThat(names.drainWanted()).hasSize(HostNames.MAX_ASKED);
        names.wantSoon("n" + HostNames.MAX_QUEUED + ".test");
        assertThat(names.isAwaited("n" + HostNames.MAX_QUEUED + ".test")).isTrue();
    }

    @Test
    void theAnswerThatWasNotUsedForLongestIsForgottenFirst() {
        names.answered("used.test", List.of("10.0.0.1"));
        names.answered("unused.test", List.of("10.0.0.2"));
        for (int i = 0; i < HostNames.MAX_NAMES - 1; i++) {
            names.addressOf("used.test");
            names.answered("n" + i + ".test", List.of("10.0.1.1"));
        }
        assertThat(names.addressOf("used.test")).contains("10.0.0.1");
        assertThat(names.addressOf("unused.test")).isEmpty();
    }

    @Test
    void namesAreOnlyTakenWhereTheyAreUsed() {
        names.answered("m.test", List.of("10.0.0.1"));
        assertThat(names.takes("m.test")).isTrue();
        assertThat(names.takes("not a name")).isFalse();
        names.use(false, false);
        assertThat(names.takes("m.test")).isFalse();
        assertThat(names.takes("10.0.0.1")).isTrue();
        assertThat(names.addressOf("m.test")).isEmpty();
        assertThat(names.drainWanted()).isEmpty();
    }
}
