package io.jsentinel.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.RunId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownHellosTest {

    private final KnownHellos hellos = new KnownHellos();
    private final Random random = new Random(1);

    private String hello(String name) {
        return "10.0.0.1,26379," + RunId.draw(random) + ",3," + name + ",10.0.0.9,6379,2";
    }

    @Test
    void theSameWordsAreReadOnce() {
        String words = hello("m");
        Optional<HelloMessage> first = hellos.parse(words);

        assertThat(first).isEqualTo(HelloMessage.parse(words)).isPresent();
        assertThat(hellos.parse(words.concat("")).orElseThrow()).isSameAs(first.orElseThrow());
    }

    @Test
    void whateverElseWasReadBeforeTheWordsCount() {
        for (int i = 0; i < 4 * KnownHellos.PLACES; i++) {
            String words = hello("m" + i);

            assertThat(hellos.parse(words)).isEqualTo(HelloMessage.parse(words)).isPresent();
        }
    }

    @Test
    void hellosOfAThousandMastersAreNearlyAllKnownTheSecondTime() {
        String[] words = new String[3_000];
        HelloMessage[] read = new HelloMessage[words.length];
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < words.length; i++) {
                words[i] = round == 0 ? hello("m" + i / 3) : words[i];
                HelloMessage now = hellos.parse(words[i]).orElseThrow();
                read[i] = round < 3 ? now : read[i] == now ? null : now;
            }
        }

        assertThat(read).filteredOn(again -> again != null).hasSizeLessThan(words.length * 3 / 5);
    }

    @Test
    void whatIsNoHelloIsNotKept() {
        assertThat(hellos.parse("no hello")).isEmpty();
        assertThat(hellos.parse("no hello")).isEmpty();
    }

    @Test
    void longWordsAreReadEachTime() {
        String words = hello("m".repeat(KnownHellos.MAX_LENGTH));

        assertThat(hellos.parse(words).orElseThrow())
                .isEqualTo(hellos.parse(words).orElseThrow())
                .isNotSameAs(hellos.parse(words).orElseThrow());
    }
}
