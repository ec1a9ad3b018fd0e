package io.jsentinel.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloMessageTest {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final String REAL = "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,6379,2";
    private static final HelloMessage MESSAGE = new HelloMessage(
            new Endpoint("10.0.0.1", 26379), new RunId(ID), 3, "mymaster", new Endpoint("10.0.0.9", 6379), 2);

    @Test
    void aMessageHasEightFieldsWithCommasBetweenThem() {
        assertThat(MESSAGE.format()).isEqualTo(REAL);
        assertThat(HelloMessage.parse(REAL)).contains(MESSAGE);
    }

    @Test
    void addressesOfTheSixthVersionAreWrittenBare() {
        HelloMessage message = new HelloMessage(
                new Endpoint("fd00::1", 26379), new RunId(ID), 0, "m", new Endpoint("fd00::9", 6379), 0);

        assertThat(message.format()).startsWith("fd00::1,26379,");
        assertThat(HelloMessage.parse(message.format())).contains(message);
    }

    @Test
    void whateverIsFormattedIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            HelloMessage message = new HelloMessage(
                    anyEndpoint(random),
                    RunId.draw(random),
                    random.nextLong(1L << 53),
                    "name " + random.nextInt(),
                    anyEndpoint(random),
                    random.nextLong(1L << 53));

            assertThat(HelloMessage.parse(message.format())).contains(message);
        }
    }

    private static Endpoint anyEndpoint(Random random) {
        return new Endpoint("10.1.2." + random.nextInt(256), 1 + random.nextInt(65_535));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ",,,,,,,",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,6379",
                REAL + ",1",
                REAL + " ",
                REAL + "\n",
                " " + REAL,
                "host..example,26379," + ID + ",3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",3,mymaster,host..example,6379,2",
                "10.0.0.1,0," + ID + ",3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,65536," + ID + ",3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,-1," + ID + ",3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,+1," + ID + ",3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379,,3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379,a b,3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",-1,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",18446744073709551615,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",9223372036854775807,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",1e3,mymaster,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",3,,10.0.0.9,6379,2",
                "10.0.0.1,26379," + ID + ",3,mymaster,,6379,2",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,0,2",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,99999,2",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,6379,-2",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,6379,",
                "10.0.0.1,26379," + ID + ",3,mymaster,10.0.0.9,6379,\u0662",
                "10.0.0.256,26379," + ID + ",3,mymaster,10.0.0.9,6379,2"
            })
    void whatIsNoHelloIsNothing(String text) {
        assertThat(HelloMessage.parse(text)).isEmpty();
    }

    @Test
    void anIdentityMayHaveSixtyFourCharactersAndNotOneMore() {
        assertThat(HelloMessage.parse(REAL.replace(ID, "x".repeat(64)))).isPresent();
        assertThat(HelloMessage.parse(REAL.replace(ID, "x".repeat(65)))).isEmpty();
    }

    @Test
    void aTextMayHaveAThousandAndTwentyFourCharactersAndNotOneMore() {
        int rest = REAL.length() - "mymaster".length();

        assertThat(HelloMessage.parse(REAL.replace("mymaster", "n".repeat(1024 - rest))))
                .isPresent();
        assertThat(HelloMessage.parse(REAL.replace("mymaster", "n".repeat(1025 - rest))))
                .isEmpty();
    }

    @Test
    void aHelloCutAnywhereButInItsLastNumberIsNothing() {
        for (int end = 0; end < REAL.length(); end++) {
            assertThat(HelloMessage.parse(REAL.substring(0, end)))
                    .as("cut at %d", end)
                    .isEmpty();
        }
    }

    @Test
    void noTextMakesTheReaderFail() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            List<Character> letters = new ArrayList<>();
            REAL.chars().forEach(c -> letters.add((char) c));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                letters.set(random.nextInt(letters.size()), (char) random.nextInt(256));
            }
            StringBuilder text = new StringBuilder();
            letters.forEach(text::append);

            HelloMessage.parse(text.toString())
                    .ifPresent(hello ->
                            assertThat(HelloMessage.parse(hello.format())).contains(hello));
        }
    }
}
