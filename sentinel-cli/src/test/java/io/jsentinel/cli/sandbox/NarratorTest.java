package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.WriteReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NarratorTest {

    private final StringWriter text = new StringWriter();

    private Narrator narrator(boolean colours) {
        return new Narrator(new PrintWriter(text), colours);
    }

    @Test
    void aLineHasTheSecondsSinceTheStartAndTheSpeaker() {
        narrator(false).line("sentinel-1", Tone.BAD, "+sdown", System.nanoTime());
        assertThat(text.toString()).matches(" {4}\\d\\.\\d{3}  sentinel-1  \\+sdown\\R");
    }

    @Test
    void withoutColoursThereIsNoEscapeAndWithThemThereIs() {
        narrator(false).say(Tone.GOOD, "plain");
        assertThat(text.toString()).doesNotContain("\u001b");
        narrator(true).say(Tone.GOOD, "green");
        assertThat(text.toString()).contains("\u001b[32mgreen\u001b[0m");
    }

    @Test
    void aMuteNarratorSaysNothing() {
        Narrator narrator = narrator(false);
        narrator.mute();
        narrator.say("too late");
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void aFailoverIsToldInMillisecondsAfterTheFault() {
        Failover failover = new Failover(
                new Fault(false, 1, 0),
                OptionalLong.of(1_000_999_999),
                OptionalLong.of(1_100_000_000),
                OptionalLong.of(1_200_000_000),
                OptionalLong.empty(),
                OptionalLong.of(1_500_000_000),
                Duration.ZERO);
        assertThat(failover.isComplete()).isFalse();
        assertThat(Failover.seconds(failover.gapMillis())).isEqualTo("1.500 s");
        assertThat(failover.parts())
                .isEqualTo("+sdown 1000 ms, +odown 1100 ms, +elected-leader 1200 ms, +switch-master not yet,"
                        + " first write 1500 ms");
    }

    @Test
    void theWordsAboutWritesTellLostConfirmedOnesFromOthers() {
        assertThat(WriteWords.of(new WriteReport(1_234, 1_000, 3, 0, List.of())))
                .isEqualTo("1,234 writes were accepted, 1,000 of them confirmed by every replica;"
                        + " no confirmed write is lost (3 that were not yet confirmed are)");
        assertThat(WriteWords.of(new WriteReport(10, 8, 2, 2, List.of(1, 2)))).contains("2 CONFIRMED WRITES ARE LOST");
    }
}
