package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asked with datagrams that are written by hand. */
class FakeDnsTest {

    private static final short ID = 0x1234;
    private static final int A = 1;
    private static final int AAAA = 28;

    private final FakeDns dns = FakeDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void aNameIsAnsweredWithItsAddressesInTheirOrder() throws IOException {
        dns.set("M.test", "127.0.1.9", "::1", "127.0.1.2").ttlSeconds(7);
        ByteBuffer answer = ask("m.Test", A);
        assertThat(code(answer)).isZero();
        assertThat(answer.getShort(6)).isEqualTo((short) 2);
        int first = 12 + 8 + 4;
        assertThat(answer.getInt(first + 6)).as("time to live").isEqualTo(7);
        assertThat(answer.getInt(first + 12)).isEqualTo(0x7f000109);
        assertThat(answer.getInt(first + 16 + 12)).isEqualTo(0x7f000102);
        assertThat(ask("m.test", AAAA).getShort(6)).isEqualTo((short) 1);
        assertThat(dns.questions()).containsExactly("m.test A", "m.test AAAA");
    }

    @Test
    void aNameThatItWasNotToldDoesNotExist() throws IOException {
        assertThat(code(ask("m.test", A))).isEqualTo(3);
        dns.set("m.test");
        assertThat(code(ask("m.test", A))).isZero();
        dns.remove("m.test");
        assertThat(code(ask("m.test", A))).isEqualTo(3);
    }

    @Test
    void itFailsAndIsSilentUntilItIsWellAgain() throws IOException {
        dns.set("m.test", "127.0.1.1").fail();
        assertThat(code(ask("m.test", A))).isEqualTo(2);
        dns.fallSilent();
        assertThatThrownBy(() -> ask("m.test", A, 100)).isInstanceOf(SocketTimeoutException.class);
        dns.beWell();
        assertThat(code(ask("m.test", A))).isZero();
    }

    @Test
    void anAnswerTakesAsLongAsItIsTold() throws IOException {
        dns.takes(Duration.ofMillis(200));
        long begin = System.nanoTime();
        ask("m.test", A);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }

    @Test
    void whatIsNoQuestionIsNotAnsweredAndDoesNoHarm() throws IOException {
        byte[] question = question("m.test", A);
        for (int length = 0; length < question.length; length++) {
            assertThat(DnsQuestion.parse(question, length))
                    .as("cut to %s", length)
                    .isEmpty();
        }
        assertThat(DnsQuestion.parse(question, question.length)).isPresent();
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> dns.set("m.test", "n.test")).isInstanceOf(IllegalArgumentException.class);
    }

    private static int code(ByteBuffer answer) {
        assertThat(answer.getShort(0)).isEqualTo(ID);
        return answer.getShort(2) & 0xf;
    }

    private ByteBuffer ask(String name, int type) throws IOException {
        return ask(name, type, 10_000);
    }

    private ByteBuffer ask(String name, int type, int timeoutMillis) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            int port = Integer.parseInt(dns.server().split(":")[1]);
            byte[] wire = question(name, type);
            socket.send(new DatagramPacket(wire, wire.length, new InetSocketAddress("127.0.0.1", port)));
            socket.setSoTimeout(timeoutMillis);
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        }
    }

    private static byte[] question(String name, int type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(12).putShort(0, ID).putShort(4, (short) 1).array());
        for (String label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.writeBytes(ByteBuffer.allocate(5)
                .putShort(1, (short) type)
                .putShort(3, (short) 1)
                .array());
        return out.toByteArray();
    }
}
