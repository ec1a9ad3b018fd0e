package io.jsentinel.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a daemon with an emptied disk must not do. */
class AmnesiaTest {

    private static final long END = 10_000;

    /** Who told, how many others there are, the newest epoch that was told, when; and what is so then. */
    @ParameterizedTest
    @CsvSource({
        "0,  2, 0,     0, true,  0",
        "1,  2, 7,  9999, true,  0",
        "2,  2, 7,     1, false, 7",
        "3,  2, 7,     1, false, 7",
        "0,  0, 0,     0, false, 0",
        "2, -1, 7,  9999, true,  0",
        "1,  2, 7, 10000, false, 7",
        "0, -1, 0, 10000, false, 0",
    })
    void noVoteIsGivenUntilAllToldOrNoAttemptCanStillWait(
            int told, int others, long newest, long now, boolean open, long floor) {
        Amnesia amnesia = Amnesia.until(END);
        amnesia.look(told, others, newest, now);
        assertThat(amnesia.isOpen()).isEqualTo(open);
        assertThat(amnesia.floor()).isEqualTo(floor);
        assertThat(amnesia.closes(floor + 1)).isEqualTo(open);
        assertThat(amnesia.closes(floor)).isTrue();
    }

    @Test
    void whoRemembersOrIsNewMayVoteInAnyEpoch() {
        Amnesia none = Amnesia.none();
        none.look(0, -1, 9, 0);
        assertThat(none.closes(1)).isFalse();
        assertThat(none.isGuess()).isFalse();
        assertThat(none.safeEpoch(4)).isEqualTo(4);
    }

    @Test
    void anEpochThatWasHeardOfStaysClosedForGood() {
        Amnesia amnesia = Amnesia.until(END);
        amnesia.look(2, 2, 7, 1);
        amnesia.look(0, 2, 3, 50_000);
        assertThat(amnesia.closes(7)).isTrue();
        assertThat(amnesia.closes(8)).isFalse();
        assertThat(amnesia.safeEpoch(7)).isEqualTo(7);
    }

    @Test
    void whereSomebodyWasNeverHeardOfTheNextVoteIsFarAhead() {
        Amnesia amnesia = Amnesia.until(END);
        amnesia.look(1, 2, 7, END);
        assertThat(amnesia.isGuess()).isTrue();
        assertThat(amnesia.safeEpoch(7)).isEqualTo(7 + Amnesia.LEAP);
        amnesia.leapt(7 + Amnesia.LEAP);
        assertThat(amnesia.isGuess()).isFalse();
        assertThat(amnesia.closes(7 + Amnesia.LEAP)).isTrue();
        assertThat(amnesia.closes(8 + Amnesia.LEAP)).isFalse();
    }

    @Test
    void whoIsHeardOfLaterEndsTheGuess() {
        Amnesia amnesia = Amnesia.until(END);
        amnesia.look(1, 2, 7, END);
        amnesia.look(2, 2, 12, END + 1);
        assertThat(amnesia.isGuess()).isFalse();
        assertThat(amnesia.closes(12)).isTrue();
        assertThat(amnesia.safeEpoch(12)).isEqualTo(12);
    }
}
