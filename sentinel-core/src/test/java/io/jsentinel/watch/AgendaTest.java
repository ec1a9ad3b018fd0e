package io.jsentinel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.watch.Agenda.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private static final int WATCHES = 40;
    private static final int CHANGES = 20_000;
    private static final int MOMENTS = 25;

    private final Agenda<Integer> agenda = new Agenda<>();
    private final Map<Entry<Integer>, Long> planned = new LinkedHashMap<>();

    /** Whatever was planned, moved and taken out before, the rest comes by moment, and by name within one. */
    @Test
    void firstComesWhoseMomentAndNameAreTheLeast() {
        List<Entry<Integer>> all = new ArrayList<>();
        for (int i = 0; i < WATCHES; i++) {
            all.add(new Entry<>("master-" + (char) ('A' + i), i));
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < CHANGES; i++) {
            Entry<Integer> entry = all.get(random.nextInt(WATCHES));
            if (random.nextInt(4) == 0) {
                agenda.remove(entry);
                planned.remove(entry);
            } else {
                long moment = random.nextLong(MOMENTS);
                agenda.plan(entry, moment);
                planned.put(entry, moment);
            }
            assertThat(agenda.isEmpty()).isEqualTo(planned.isEmpty());
            if (!planned.isEmpty()) {
                assertThat(agenda.first()).isSameAs(sorted().get(0));
            }
        }

        List<Entry<Integer>> expected = sorted();
        List<Entry<Integer>> left = new ArrayList<>();
        while (!agenda.isEmpty()) {
            left.add(agenda.first());
            agenda.remove(agenda.first());
        }
        assertThat(left).hasSizeGreaterThan(WATCHES / 2).isEqualTo(expected);
    }

    private List<Entry<Integer>> sorted() {
        Comparator<Entry<Integer>> byMoment = Comparator.comparing(planned::get);
        return planned.keySet().stream()
                .sorted(byMoment.thenComparing(Entry::who))
                .toList();
    }
}
