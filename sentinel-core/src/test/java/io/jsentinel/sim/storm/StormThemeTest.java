package io.jsentinel.sim.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What storms with a theme reach that others do not. */
class StormThemeTest {

    private static final int STORMS = 12;
    private static final StormOptions OPTIONS = StormOptions.USUAL.withQuietOneOf(10);

    @ParameterizedTest
    @EnumSource(value = StormTheme.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aThemeReachesWhatItIsFor(StormTheme theme) {
        Coverage coverage = new Coverage();
        LongStream.iterate(1, seed -> seed + 1)
                .filter(seed -> StormTheme.of(seed) == theme)
                .limit(STORMS)
                .mapToObj(seed -> Storm.run(StormPlan.of(seed), OPTIONS))
                .forEach(result -> {
                    assertThat(result.failure()).as(result.report()).isEmpty();
                    coverage.add(result.coverage());
                });

        assertThat(coverage.events()).containsAll(purpose(theme));
    }

    private static Set<EventType> purpose(StormTheme theme) {
        return switch (theme) {
            case NONE -> EnumSet.noneOf(EventType.class);
            case SCRIPTS ->
                EnumSet.of(
                        EventType.SCRIPT_CHILD,
                        EventType.SCRIPT_CHILD_ENDED,
                        EventType.SCRIPT_ERROR,
                        EventType.SCRIPT_TIMEOUT);
            case LONG_COPIES -> EnumSet.of(EventType.FAILOVER_END_FOR_TIMEOUT, EventType.SLAVE_RECONF_SENT_BEST_EFFORT);
            case REFUSALS -> EnumSet.of(EventType.SLAVE_RECONF_SENT_TIMEOUT);
            case FENCE -> EnumSet.of(EventType.FENCED, EventType.FENCED_ENDED);
        };
    }

    @Test
    void mostStormsHaveNoTheme() {
        long with = LongStream.rangeClosed(1, 10_000)
                .filter(seed -> StormTheme.of(seed) != StormTheme.NONE)
                .count();

        assertThat(with).isBetween(500L, 750L);
    }

    @Test
    void aStormWithoutMoreThanHandOversStaysOne() {
        assertThat(LongStream.rangeClosed(1, 10_000)
                        .filter(seed -> StormTheme.of(seed) != StormTheme.NONE)
                        .mapToObj(StormPlan::of))
                .anyMatch(StormPlan::isPlanned);
    }

    @Test
    void whatNoStormReachesHasASceneThatShowsIt() {
        Coverage.ELSEWHERE.forEach((type, scene) -> assertThat(scene.events()).anyMatch(event -> event.type() == type));
        assertThat(new Coverage().summary()).contains("POSSIBLE_DATA_LOSS when THE_LAST_MASTER");
    }
}
