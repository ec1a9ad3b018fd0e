package io.jsentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.resp.Resp;
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

class AnswerDecoderTest {

    private static final String CORPUS = "+OK\r\n-ERR no\r\n:-5\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
            + "*2\r\n*1\r\n$0\r\n\r\n_\r\n%1\r\n+a\r\n~1\r\n:1\r\n>2\r\n+message\r\n=8\r\ntxt:text\r\n"
            + "|1\r\n+k\r\n+v\r\n*2\r\n|1\r\n+k\r\n*0\r\n#t\r\n,1.5\r\n(123456789012345678901234567890\r\n"
            + "!5\r\nERR x\r\n:9223372036854775807\r\n:-9223372036854775808\r\n";

    private static final List<Resp> VALUES = List.of(
            Resp.OK,
            new Resp.Error("ERR no"),
            Resp.integer(-5),
            Resp.bulk("a\r\n"),
            Resp.NULL,
            Resp.NULL_ARRAY,
            Resp.array(),
            Resp.array(Resp.array(Resp.bulk("")), Resp.NULL),
            Resp.array(new Resp.Simple("a"), Resp.array(Resp.integer(1))),
            new Resp.Push(List.of(new Resp.Simple("message"), Resp.bulk("text"))),
            Resp.array(Resp.integer(1), Resp.bulk("1.5")),
            Resp.bulk("123456789012345678901234567890"),
            new Resp.Error("ERR x"),
            Resp.integer(Long.MAX_VALUE),
            Resp.integer(Long.MIN_VALUE));

    @Test
    void answersAreTheSameHoweverTheirBytesAreCut() throws ProtocolFault {
        for (int cut = 0; cut <= CORPUS.length(); cut++) {
            assertThat(decode(List.of(CORPUS.substring(0, cut), CORPUS.substring(cut))))
                    .isEqualTo(VALUES);
        }
        assertThat(decode(List.of(CORPUS.split("(?<=.)|(?<=\\s)")))).isEqualTo(VALUES);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws ProtocolFault {
        ByteBuf out = Unpooled.buffer();
        for (Resp value : VALUES) {
            RespEncoder.write(value, true, out);
        }
        List<Resp> again = decode(List.of(out.toString(StandardCharsets.ISO_8859_1)));

        // Version 3 has one word for both kinds of nothing.
        assertThat(again).hasSize(VALUES.size());
        assertThat(again.get(5)).isEqualTo(Resp.NULL);
        assertThat(again.subList(6, again.size())).isEqualTo(VALUES.subList(6, VALUES.size()));
    }

    @ParameterizedTest
    @CsvSource({
        "x|, unknown type",
        "|, unknown type",
        "HTTP/1.1 400 Bad Request|, an HTTP server answers there",
        ":x|, not a number",
        ":|, not a number",
        ":9223372036854775808|, not a number",
        "$-2|, negative length",
        "*-2|, negative length",
        "$1|abc, no line end where one must be",
        "*1000000|, value too large",
        "$4194304|, value too large",
        "*1|*1|*1|*1|*1|*1|*1|*1|*1|, nested too deep"
    })
    void whatIsNotTheProtocolIsNamed(String bytes, String reason) {
        assertThatThrownBy(() -> decode(List.of(bytes.replace("|", "\r\n"))))
                .isInstanceOf(ProtocolFault.class)
                .hasMessage(reason);
    }

    @Test
    void aServerThatSpeaksTlsIsNamedThoughItEndsNoLine() {
        assertThatThrownBy(() -> decode(List.of("\u0015\u0003\u0003\u0000\u0002\u0002F")))
                .isInstanceOf(ProtocolFault.class)
                .hasMessage("it speaks TLS: set tls-replication yes");
    }

    /** What Redis 6.2 and 7.0 say to INFO, RANDOMKEY without keys, HELLO 3 and a transaction. */
    @Test
    void answersOfVersion3AreThoseOfVersion2() throws ProtocolFault {
        assertThat(decode(List.of("=22\r\ntxt:# Server\r\nrole:m\r\n\r\n")))
                .containsExactly(Resp.bulk("# Server\r\nrole:m\r\n"));
        assertThat(decode(List.of("_\r\n"))).containsExactly(Resp.NULL);
        assertThat(decode(List.of("%2\r\n$5\r\nproto\r\n:3\r\n$7\r\nmodules\r\n*0\r\n")))
                .containsExactly(Resp.array(Resp.bulk("proto"), Resp.integer(3), Resp.bulk("modules"), Resp.array()));
        assertThat(decode(List.of("*2\r\n+OK\r\n=6\r\ntxt:ab\r\n")))
                .containsExactly(Resp.array(Resp.OK, Resp.bulk("ab")));
    }

    @Test
    void aPushBetweenAnswersIsTheOnlyThingThatIsNoAnswer() throws ProtocolFault {
        assertThat(decode(List.of("+PONG\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n:1\r\n")))
                .containsExactly(
                        new Resp.Simple("PONG"),
                        new Resp.Push(List.of(Resp.bulk("message"), Resp.bulk("c"), Resp.bulk("x"))),
                        Resp.integer(1));
    }

    @ParameterizedTest
    @CsvSource({
        "=4194304|, value too large",
        ">1000000|, value too large",
        "%1000000|, value too large",
        "=-1|, negative length"
    })
    void whatVersion3AddsIsBoundedToo(String bytes, String reason) {
        assertThatThrownBy(() -> decode(List.of(bytes.replace("|", "\r\n"))))
                .isInstanceOf(ProtocolFault.class)
                .hasMessage(reason);
    }

    @Test
    void collectionsMayNestEightDeep() throws ProtocolFault {
        assertThat(decode(List.of("*1\r\n".repeat(8) + ":1\r\n"))).hasSize(1);
    }

    @Test
    void aValueIsBoundedAsAWhole() throws ProtocolFault {
        int parts = AnswerDecoder.MAX_VALUE / (AnswerDecoder.PART_COST + 2) - 1;
        assertThat(decode(List.of("*" + parts + "\r\n" + ":1\r\n".repeat(parts))))
                .hasSize(1);
        assertThatThrownBy(() -> decode(List.of("*" + (parts + 10) + "\r\n" + ":1\r\n".repeat(parts + 10))))
                .hasMessage("value too large");
        assertThatThrownBy(() -> decode(List.of("+" + "x".repeat(65_537)))).hasMessage("line too long");
    }

    @Test
    void attributesWithoutEndAreNotAWayAroundTheBound() {
        assertThatThrownBy(() -> decode(List.of("|1\r\n+a\r\n+b\r\n".repeat(100_000))))
                .hasMessage("value too large");
    }

    @Test
    void noBytesMakeItThrowAnythingElseOrHang() {
        Random random = new Random(11);
        String alphabet = "*$%~>|=!_#,(+-:\r\n\r\n0123456789";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                char likely = alphabet.charAt(random.nextInt(alphabet.length()));
                text.append(round % 3 == 0 ? (char) random.nextInt(256) : likely);
            }
            try {
                decode(List.of(text.toString()));
            } catch (ProtocolFault expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    private static List<Resp> decode(List<String> pieces) throws ProtocolFault {
        AnswerDecoder decoder = new AnswerDecoder();
        List<Resp> values = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        for (String piece : pieces) {
            in.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
            Optional<Resp> value = decoder.next(in);
            while (value.isPresent()) {
                values.add(value.get());
                value = decoder.next(in);
            }
        }
        return values;
    }
}
