package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> NAMES = List.of("port", "timeout", "requirepass", "down-after-milliseconds");

    @Test
    void aMistypedNameFindsWhatWasMeant() {
        assertThat(Nearest.to("Prot", NAMES)).contains("port");
        assertThat(Nearest.to("require-pass", NAMES)).contains("requirepass");
        assertThat(Nearest.to("down-after-millis", NAMES)).contains("down-after-milliseconds");
    }

    @Test
    void aStrangeWordFindsNothing() {
        assertThat(Nearest.to("banana", NAMES)).isEmpty();
        assertThat(Nearest.to("", List.of("a", "ab"))).isEmpty();
        assertThat(Nearest.to("port".repeat(100), NAMES)).isEmpty();
    }

    @Test
    void theDistanceCountsLettersToChange() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
    }
}
