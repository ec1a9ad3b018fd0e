package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackingTest {

    /** The rule in its plainest form: each prefix is compared with those in force, then with those behind it. */
    @Test
    void theFirstPrefixThatOverlapsIsNamedWithTheFirstThatItOverlapsWith() {
        Random random = new Random(7);
        int clashes = 0;
        for (int round = 0; round < 5_000; round++) {
            Tracking tracking = new Tracking();
            List<String> inForce = List.of();
            List<String> first = words(random);
            if (clash(List.of(), first).isEmpty()) {
                inForce = first.stream().sorted().toList();
            }
            tracking.turnOn(wish(first));
            List<String> second = words(random);

            Optional<String> expected = clash(inForce, second);
            Optional<Resp> error = tracking.turnOn(wish(second));

            assertThat(error.map(Resp::textOrEmpty)).isEqualTo(expected.map(text -> "ERR " + text));
            clashes += expected.isPresent() ? 1 : 0;
        }
        assertThat(clashes).isBetween(500, 4_500);
    }

    private static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            int length = 1 + random.nextInt(5);
            for (int k = 0; k < length; k++) {
                word.append((char) ('a' + random.nextInt(3)));
            }
            words.add(word.toString());
        }
        return words;
    }

    private static Tracking.Wish wish(List<String> prefixes) {
        return new Tracking.Wish(new LinkedHashSet<>(List.of(Tracking.Mode.BCAST)), prefixes, 0);
    }

    private static Optional<String> clash(List<String> inForce, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            String prefix = wanted.get(i);
            for (String present : inForce) {
                if (overlap(present, prefix)) {
                    return text(prefix, "an existing", present);
                }
            }
            for (String other : wanted.subList(i + 1, wanted.size())) {
                if (overlap(other, prefix)) {
                    return text(prefix, "another provided", other);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overlap(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static Optional<String> text(String prefix, String kind, String other) {
        return Optional.of("Prefix '" + prefix + "' overlaps with " + kind + " prefix '" + other
                + "'. Prefixes for a single client must not overlap.");
    }
}
