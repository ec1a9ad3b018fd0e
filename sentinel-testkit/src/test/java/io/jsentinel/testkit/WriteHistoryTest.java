package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteHistoryTest {

    private final WriteHistory history = new WriteHistory();

    /** Three writes on port 1, two of them confirmed; number 4 fails; numbers 5 and 6 go to port 2. */
    @BeforeEach
    void aFailover() {
        history.began(1, 1, 100);
        history.went(2, 200);
        history.confirmed();
        history.went(3, 300);
        history.began(2, 5, 900);
        history.went(6, 1_000);
    }

    private static BitSet numbers(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }

    @Test
    void theLongestGapIsThatBetweenTwoAcknowledgedWritesSinceTheMark() {
        WriteHistory history = new WriteHistory();
        history.began(1, 1, 100);
        history.went(2, 150);
        history.began(2, 4, 350);
        assertThat(history.longestGapNanos()).isEqualTo(200);
        history.markGap();
        assertThat(history.longestGapNanos()).isZero();
        history.went(5, 380);
        assertThat(history.longestGapNanos()).isEqualTo(30);
    }

    @Test
    void writesAreCountedByWhatIsKnownOfThem() {
        assertThat(history.acknowledgedCount()).isEqualTo(5);
        assertThat(history.confirmedCount()).isEqualTo(2);
    }

    @Test
    void nothingIsLostWhenAllIsStoredAndMoreDoesNoHarm() {
        assertThat(history.compareWith(numbers(1, 2, 3, 4, 5, 6, 7)).lostAcknowledged())
                .isZero();
    }

    @Test
    void anAcknowledgedWriteThatIsGoneIsNoBrokenWord() {
        WriteReport report = history.compareWith(numbers(1, 2, 5, 6));
        assertThat(report.lostAcknowledged()).isEqualTo(1);
        assertThat(report.keptItsWord()).isTrue();
    }

    @Test
    void aConfirmedWriteThatIsGoneIsABrokenWordAndIsNamed() {
        WriteReport report = history.compareWith(numbers(1, 5, 6));
        assertThat(report.lostAcknowledged()).isEqualTo(2);
        assertThat(report.keptItsWord()).isFalse();
        assertThat(report.lostExamples()).containsExactly(2);
    }

    @Test
    void theGapEndsWithTheFirstWriteElsewhere() {
        assertThat(history.firstElsewhereNanos(350, 1)).hasValue(900);
        assertThat(history.firstElsewhereNanos(950, 1)).hasValue(950);
        assertThat(history.firstElsewhereNanos(350, 2)).isEmpty();
    }

    @Test
    void aCopyStaysAsItIs() {
        WriteHistory copy = history.copy();
        history.went(7, 1_100);
        history.confirmed();
        assertThat(copy.acknowledgedCount()).isEqualTo(5);
        assertThat(copy.confirmedCount()).isEqualTo(2);
    }
}
