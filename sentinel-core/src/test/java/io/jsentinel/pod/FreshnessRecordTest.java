package io.jsentinel.pod;

import static io.jsentinel.pod.Pods.history;
import static io.jsentinel.pod.Pods.place;
import static io.jsentinel.pod.Pods.pod;
import static io.jsentinel.pod.Pods.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How fresh data are: the order of records, and their text. */
class FreshnessRecordTest {

    @Test
    void aNewerConfigurationIsBetterThanMoreData() {
        assertThat(record(0, 2, 1, 10).isBetterThan(record(1, 1, 1, 1_000))).isTrue();
    }

    @Test
    void theMasterOfTheEpochIsBetterThanAReplicaThatReadMore() {
        assertThat(record(1, 2, 1, 10).isBetterThan(record(0, 2, 1, 20))).isTrue();
    }

    @Test
    void withinAHistoryTheOneThatReadMoreIsBetter() {
        assertThat(record(2, 2, 1, 20).isBetterThan(record(0, 2, 1, 10))).isTrue();
    }

    @Test
    void aHistoryThatBeganLaterIsBetterWhateverItsOffset() {
        FreshnessRecord later = new FreshnessRecord(
                pod(2), 2, false, Optional.of(place(1)), history('b'), "", 2_000, 1, 10, 5_000, false);
        assertThat(later.isBetterThan(record(0, 2, 1, 1_000))).isTrue();
    }

    @Test
    void ofEqualOnesTheLowerOrdinalIsBetter() {
        assertThat(FreshnessRecord.none(pod(0)).isBetterThan(FreshnessRecord.none(pod(1))))
                .isTrue();
        assertThat(FreshnessRecord.none(pod(9)).isBetterThan(FreshnessRecord.none(pod(10))))
                .isTrue();
    }

    @Test
    void theOrderIsTotal() {
        Random random = new Random(4);
        List<FreshnessRecord> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(random(random, i));
        }
        for (FreshnessRecord a : all) {
            for (FreshnessRecord b : all) {
                assertThat(a.isBetterThan(b)).isEqualTo(a != b && !b.isBetterThan(a));
                for (FreshnessRecord c : all) {
                    assertThat(a.isBetterThan(b) && b.isBetterThan(c) && !a.isBetterThan(c))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            FreshnessRecord record = random(random, i);
            assertThat(RecordText.parse(RecordText.format(record)).record()).contains(record);
        }
        assertThat(RecordText.parse(RecordText.format(FreshnessRecord.none(pod(0))))
                        .record())
                .contains(FreshnessRecord.none(pod(0)));
    }

    @Test
    void aChangeAnywhereMakesItNoRecord() {
        String text = RecordText.format(record(0, 2, 1, 10));
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThat(RecordText.parse(changed).record()).as(changed).isEmpty();
            assertThat(RecordText.parse(text.substring(0, i)).record()).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithATextIsNamed() {
        assertThat(RecordText.parse("").fault()).isEqualTo("its first line is not 'jsentinel-record 1'");
        assertThat(RecordText.parse("x".repeat(1025)).fault()).isEqualTo("it has 1025 bytes, more than 1024");
        String text = RecordText.format(record(0, 2, 1, 10));
        assertThat(RecordText.parse(text.replace("offset 10", "offset 11")).fault())
                .isEqualTo("its checksum is wrong");
        assertThat(RecordText.parse(text + "more\n").fault()).isEqualTo("it has 14 lines, not 13");
    }

    private static FreshnessRecord random(Random random, int ordinal) {
        boolean known = random.nextInt(5) > 0;
        return new FreshnessRecord(
                pod(ordinal),
                random.nextInt(3),
                random.nextBoolean(),
                known
                        ? Optional.of(random.nextBoolean() ? place(1) : new Endpoint("fd00::1", 65535))
                        : Optional.empty(),
                known ? history("abc".charAt(random.nextInt(3))) : "",
                random.nextBoolean() ? history('f') : "",
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean());
    }
}
