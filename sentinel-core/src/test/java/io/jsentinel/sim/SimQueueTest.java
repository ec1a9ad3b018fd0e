package io.jsentinel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** In which order the simulated world lets things happen. */
class SimQueueTest {

    private static final int EVENTS = 20_000;

    private final Random random = new Random(1);
    private final SimQueue queue = new SimQueue(123_456_789);
    private final List<Integer> happened = new ArrayList<>();
    private final TreeMap<Long, List<Integer>> planned = new TreeMap<>();
    private int count;

    @Test
    void everythingHappensByItsMomentAndAtOneMomentInTheOrderOfArrival() {
        plan();
        while (queue.runNext(Long.MAX_VALUE / 2)) {
            // Each event plans others, near and far ones, up to their number.
        }

        assertEquals(EVENTS, happened.size());
        assertEquals(planned.values().stream().flatMap(List::stream).toList(), happened);
    }

    @Test
    void nothingHappensBeforeItsMomentAndTheClockStandsWhereTimeWasToPass() {
        queue.after(5_000, () -> happened.add(1));

        assertFalse(queue.runNext(123_456_789 + 4_999));
        assertEquals(123_456_789 + 4_999, queue.nowMillis());
        assertEquals(List.of(), happened);
    }

    @Test
    void whatWasPlannedFromFarComesBeforeWhatIsPlannedForThatMomentLater() {
        queue.after(5_000, () -> happened.add(1));
        assertFalse(queue.runNext(123_456_789 + 4_500));
        queue.after(500, () -> happened.add(2));

        while (queue.runNext(123_456_789 + 5_000)) {
            // Both are due at one moment.
        }
        assertEquals(List.of(1, 2), happened);
    }

    private void plan() {
        int more = Math.min(EVENTS - count, 1 + random.nextInt(3));
        for (int i = 0; i < more; i++) {
            int number = ++count;
            long delay = random.nextInt(10) < 8 ? random.nextInt(3) : random.nextInt(4_000);
            planned.computeIfAbsent(queue.nowMillis() + delay, moment -> new ArrayList<>())
                    .add(number);
            queue.after(delay, () -> {
                happened.add(number);
                plan();
            });
        }
    }
}
