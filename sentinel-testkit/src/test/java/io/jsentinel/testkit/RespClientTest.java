package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespClientTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);

    private FakeNode node;
    private RespClient client;

    @BeforeEach
    void connect() {
        node = FakeNode.start();
        client = RespClient.connect(node.port());
    }

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private Reply answeredWith(String wire) {
        node.script(args -> FakeAnswer.raw(wire));
        return client.call("ANY");
    }

    @Test
    void aCommandGoesOutAsAnArrayOfBulkStringsByteForByte() {
        node.script(args -> FakeAnswer.bulk(String.join("|", args)));
        assertThat(client.call("SET", "k\r\n", "\u00ff\u0000").asText()).isEqualTo("SET|k\r\n|\u00ff\u0000");
        assertThat(RespClient.command("GET", "")).isEqualTo("*2\r\n$3\r\nGET\r\n$0\r\n\r\n");
    }

    @Test
    void everyTextFormIsAText() {
        assertThat(answeredWith("+OK\r\n")).isEqualTo(new Reply.Text("OK", Reply.TextForm.SIMPLE));
        assertThat(answeredWith("$2\r\n\r\n\r\n")).isEqualTo(new Reply.Text("\r\n", Reply.TextForm.BULK));
        assertThat(answeredWith("=5\r\ntxt:x\r\n")).isEqualTo(new Reply.Text("x", Reply.TextForm.VERBATIM));
        assertThat(answeredWith("(123456789012345678901\r\n").asText()).isEqualTo("123456789012345678901");
    }

    @Test
    void numbersAndTruthValuesKeepTheirKind() {
        assertThat(answeredWith(":-7\r\n")).isEqualTo(new Reply.Int(-7));
        assertThat(answeredWith(",1.5\r\n")).isEqualTo(new Reply.Decimal("1.5"));
        assertThat(answeredWith("#t\r\n")).isEqualTo(new Reply.Bool(true));
        assertThat(answeredWith("$2\r\n42\r\n").asLong()).isEqualTo(42);
    }

    @Test
    void theThreeFormsOfNothingAreToldApart() {
        assertThat(answeredWith("$-1\r\n")).isEqualTo(new Reply.Null(Reply.NullForm.BULK));
        assertThat(answeredWith("*-1\r\n")).isEqualTo(new Reply.Null(Reply.NullForm.ARRAY));
        assertThat(answeredWith("_\r\n")).isEqualTo(new Reply.Null(Reply.NullForm.RESP3));
    }

    @Test
    void anErrorIsAReplyAndNoText() {
        assertThat(answeredWith("-ERR no\r\n")).isEqualTo(new Reply.Error("ERR no"));
        assertThat(answeredWith("!6\r\nERR no\r\n")).isEqualTo(new Reply.Error("ERR no"));
        assertThatThrownBy(() -> answeredWith("-ERR no\r\n").asText()).hasMessageContaining("ERR no");
    }

    @Test
    void aFlatArrayAndAMapMakeTheSameMap() {
        Map<String, String> expected = Map.of("a", "1", "b", "2");
        assertThat(answeredWith("*4\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:2\r\n").asTextMap())
                .isEqualTo(expected);
        assertThat(answeredWith("%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:2\r\n").asTextMap())
                .isEqualTo(expected);
    }

    @Test
    void listsMayBeNestedAndAttributesAreSkipped() {
        Reply nested = answeredWith("|1\r\n+ttl\r\n:3\r\n*2\r\n*1\r\n+x\r\n~0\r\n");
        assertThat(nested.asList().get(0).asTexts()).isEqualTo(List.of("x"));
        assertThat(nested.asList().get(1)).isEqualTo(new Reply.SetReply(List.of()));
        assertThat(answeredWith(">1\r\n+hi\r\n")).isInstanceOf(Reply.Push.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?\r\n", ":x\r\n", "$-2\r\n", "$999999999999\r\n", "*99999999\r\n", "$1\r\nabc\r\n", "+a\rb"})
    void whatIsNoReplyIsRefused(String wire) {
        assertThatThrownBy(() -> answeredWith(wire)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> answeredWith("*1\r\n".repeat(40))).hasMessageContaining("nested");
    }

    @Test
    void aReplyCanBeReadByteForByte() {
        String wire = "%1\r\n$1\r\na\r\n*2\r\n_\r\n#f\r\n";
        node.script(args -> FakeAnswer.raw(wire + "+next\r\n"));
        client.send("ANY");
        assertThat(client.readRawReply()).isEqualTo(wire);
        assertThat(client.readRaw(7)).isEqualTo("+next\r\n");
    }

    @Test
    void rawBytesGoOutAsTheyAre() {
        node.script(args -> FakeAnswer.integer(args.size()));
        client.raw("*1\r\n$4\r\nPI");
        assertThat(client.tryRead(SHORT)).isEmpty();
        client.raw("NG\r\n");
        assertThat(client.read()).isEqualTo(new Reply.Int(1));
    }

    @Test
    void aSilentPeerIsWaitedForOnlySoLongAndMayStillAnswer() {
        node.script(args -> FakeAnswer.silence());
        client.send("PING");
        assertThatThrownBy(() -> client.read(SHORT)).hasMessageContaining("50 ms");
        node.connections().get(0).send("+PONG\r\n");
        assertThat(client.read(LONG).asText()).isEqualTo("PONG");
    }

    @Test
    void aConnectionThatThePeerClosesIsTold() {
        assertThat(client.isClosedWithin(SHORT)).isFalse();
        node.script(args -> FakeAnswer.hangUpAfter("$5\r\nhal"));
        assertThatThrownBy(() -> client.call("ANY")).isInstanceOf(UncheckedIOException.class);
        assertThat(client.isClosedWithin(LONG)).isTrue();
    }

    @Test
    void aPortWithoutListenerIsNamed() {
        int port = FreePort.next();
        assertThatThrownBy(() -> RespClient.connect(port)).hasMessageContaining(Integer.toString(port));
    }
}
