package io.jsentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    private static final String CORPUS = "*1\r\n$4\r\nPING\r\n\r\n*0\r\n*-1\r\n   \r\nPING \"a b\" 'c\\'d' e\\f\r\n"
            + "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$6\r\na\r\n\0\u00ffb\r\nPING\n*1\r\n$4\r\nPINGxx\"\\x41\\n\\\"\"\r\n";

    private static final List<List<String>> REQUESTS = List.of(
            List.of("PING"),
            List.of("PING", "a b", "c'd", "e\\f"),
            List.of("SET", "", "a\r\n\0\u00ffb"),
            List.of("PING"),
            List.of("PING"),
            List.of("A\n\""));

    @Test
    void requestsAreTheSameHoweverTheirBytesAreCut() throws ProtocolFault {
        for (int cut = 0; cut <= CORPUS.length(); cut++) {
            assertThat(decode(List.of(CORPUS.substring(0, cut), CORPUS.substring(cut)), true))
                    .isEqualTo(REQUESTS);
        }
        assertThat(decode(List.of(CORPUS.split("(?<=.)|(?<=\\s)")), true)).isEqualTo(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-12", "-9223372036854775808"})
    void aCountThatAnnouncesNothingIsSkipped(String count) throws ProtocolFault {
        assertThat(decode(List.of("*" + count + "\r\n*1\r\n$4\r\nPING\r\n"), true))
                .containsExactly(List.of("PING"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "*1|!4|; expected '$', got '!'",
                "*x|; invalid multibulk length",
                "*|; invalid multibulk length",
                "*+1|; invalid multibulk length",
                "*01|; invalid multibulk length",
                "*2147483648|; invalid multibulk length",
                "*1048577|; invalid multibulk length",
                "*1|$x|; invalid bulk length",
                "*1|$-1|; invalid bulk length",
                "*1|$536870913|; invalid bulk length",
                "*1|$1048577|; invalid bulk length",
                "\"PING|; unbalanced quotes in request",
                "PING \"a\"b|; unbalanced quotes in request"
            },
            delimiter = ';')
    void malformedRequestsAreToldInTheWordsOfRedis(String bytes, String reason) {
        assertThatThrownBy(() -> decode(List.of(bytes.replace("|", "\r\n")), true))
                .isInstanceOf(ProtocolFault.class)
                .hasMessage(reason);
    }

    @Test
    void aLineMayBe64KibAndNoLonger() throws ProtocolFault {
        assertThat(decode(List.of("A".repeat(65_536) + "\n"), true)).hasSize(1);
        assertFault("A".repeat(65_537), "too big inline request", true);
        assertFault("*" + "1".repeat(65_537), "too big mbulk count string", true);
        assertFault("*1\r\n$" + "1".repeat(65_537), "too big bulk count string", true);
    }

    @Test
    void aClientThatIsNotLoggedInMaySendTenArgumentsOf16KibAndNoMore() throws ProtocolFault {
        assertThat(decode(List.of("*10\r\n" + "$1\r\nx\r\n".repeat(10)), false)).hasSize(1);
        assertFault("*11\r\n", "unauthenticated multibulk length", false);
        assertThat(decode(List.of("*1\r\n$16384\r\n" + "x".repeat(16_384) + "\r\n"), false))
                .hasSize(1);
        assertFault("*1\r\n$16385\r\n", "unauthenticated bulk length", false);
    }

    @Test
    void aRequestIsBoundedAsAWhole() throws ProtocolFault {
        int longest = RequestDecoder.MAX_REQUEST - RequestDecoder.ARGUMENT_COST;
        assertThat(decode(List.of("*1\r\n$" + longest + "\r\n" + "x".repeat(longest) + "\r\n"), true))
                .hasSize(1);
        assertFault("*1\r\n$" + (longest + 1) + "\r\n", "invalid bulk length", true);

        int most = RequestDecoder.MAX_REQUEST / RequestDecoder.ARGUMENT_COST;
        assertThat(decode(List.of("*" + most + "\r\n" + "$0\r\n\r\n".repeat(most)), true))
                .hasSize(1);
        assertFault("*" + (most + 1) + "\r\n" + "$0\r\n\r\n".repeat(most + 1), "invalid bulk length", true);
    }

    @Test
    void whatIsOnlyAnnouncedIsNotSetAside() throws ProtocolFault {
        ByteBuf in = bytes("*1048576\r\n$1000000\r\n");

        assertThat(new RequestDecoder().next(in, true)).isEmpty();
        assertThat(in.capacity()).isLessThan(1_000);
    }

    @Test
    void noBytesMakeItThrowAnythingElseOrHang() {
        Random random = new Random(7);
        String alphabet = "*$\r\n0123456789-+\"'\\ xPING\0\u00ff";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                char likely = alphabet.charAt(random.nextInt(alphabet.length()));
                text.append(round % 3 == 0 ? (char) random.nextInt(256) : likely);
            }
            try {
                decode(List.of(text.toString()), random.nextBoolean());
            } catch (ProtocolFault expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    private static void assertFault(String bytes, String reason, boolean loggedIn) {
        assertThatThrownBy(() -> decode(List.of(bytes), loggedIn))
                .isInstanceOf(ProtocolFault.class)
                .hasMessage(reason);
    }

    private static List<List<String>> decode(List<String> pieces, boolean loggedIn) throws ProtocolFault {
        RequestDecoder decoder = new RequestDecoder();
        List<List<String>> requests = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        for (String piece : pieces) {
            in.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
            Optional<List<String>> request = decoder.next(in, loggedIn);
            while (request.isPresent()) {
                requests.add(request.get());
                request = decoder.next(in, loggedIn);
            }
        }
        return requests;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
