package io.jsentinel.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.topology.LinkId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is compared by methods of its own is the same exactly when all of its parts are. */
class EqualityTest {

    static List<Set<Record>> differentOnes() {
        return List.of(
                Set.of(new Endpoint("10.0.0.1", 1), new Endpoint("10.0.0.1", 2), new Endpoint("10.0.0.2", 1)),
                Set.of(new LinkId(1, 2), new LinkId(2, 1), new LinkId(1, 1), new LinkId(0, 33)),
                Set.of(new RunId("a"), new RunId("b")));
    }

    @ParameterizedTest
    @MethodSource("differentOnes")
    void whatDiffersInAPartIsAnother(Set<Record> ones) {
        assertThat(new LinkedHashSet<>(ones)).hasSameSizeAs(ones);
        for (Record one : ones) {
            assertThat(ones).filteredOn(one::equals).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("differentOnes")
    void whatIsMadeOfTheSamePartsIsTheSame(Set<Record> ones) {
        for (Record one : ones) {
            assertThat(copy(one)).isNotSameAs(one).isEqualTo(one).hasSameHashCodeAs(one);
        }
    }

    private static Record copy(Record one) {
        return switch (one.getClass().getSimpleName()) {
            case "Endpoint" -> new Endpoint(((Endpoint) one).host(), ((Endpoint) one).port());
            case "LinkId" -> new LinkId(((LinkId) one).number(), ((LinkId) one).generation());
            default -> new RunId(((RunId) one).value());
        };
    }
}
