package io.jsentinel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may change something. */
class AccessTest {

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    @Test
    void thisMachineNeedsNothing() {
        assertThat(access().refusal(call("127.0.0.1", true, Optional.empty()), false))
                .isEmpty();
    }

    @Test
    void othersNeedTheToken() throws Exception {
        Files.writeString(folder.resolve("token"), "secret\n");
        assertThat(access().refusal(call("10.0.0.1", false, Optional.empty()), false))
                .hasValueSatisfying(why -> assertThat(why).contains("needs an Authorization"));
        assertThat(access().refusal(call("10.0.0.1", false, Optional.of("guess")), false))
                .hasValueSatisfying(why -> assertThat(why).doesNotContain("secret", "guess"));
        assertThat(access().refusal(call("10.0.0.1", false, Optional.of("secret")), false))
                .isEmpty();
    }

    @Test
    void aNewTokenHoldsFromTheMomentInWhichItIsThere() throws Exception {
        Path file = folder.resolve("token");
        Access access = access();
        write(file, "first", 1);
        assertThat(access.refusal(call("10.0.0.1", false, Optional.of("first")), false))
                .isEmpty();
        write(file, "second", 2);
        assertThat(access.refusal(call("10.0.0.1", false, Optional.of("first")), false))
                .isPresent();
        assertThat(access.refusal(call("10.0.0.1", false, Optional.of("second")), false))
                .isEmpty();
        Files.delete(file);
        assertThat(access.refusal(call("10.0.0.1", false, Optional.of("second")), false))
                .isPresent();
        assertThat(log).anyMatch(line -> line.contains("cannot be read"));
    }

    @Test
    void anEmptyOrEndlessFileIsNoToken() throws Exception {
        write(folder.resolve("token"), " \n", 1);
        assertThat(access().refusal(call("10.0.0.1", false, Optional.of("")), false))
                .isPresent();
        String endless = "x".repeat(Token.MAX_BYTES + 1);
        write(folder.resolve("token"), endless, 2);
        assertThat(access().refusal(call("10.0.0.1", false, Optional.of(endless)), false))
                .isPresent();
    }

    @Test
    void whoIsTrustedByAddressNeedsNone() {
        Access access = new Access(
                new Token(Optional.empty(), log::add),
                List.of(AddressRange.parse("10.1.0.0/16").orElseThrow()),
                List.of("10.2.0.1", "10.3.0.1"));
        assertThat(access.refusal(call("10.1.255.255", false, Optional.empty()), false))
                .isEmpty();
        assertThat(access.refusal(call("10.2.0.1", false, Optional.empty()), false))
                .isPresent();
        assertThat(access.refusal(call("10.2.0.1", false, Optional.empty()), true))
                .isEmpty();
        assertThat(access.refusal(call("10.3.0.1", false, Optional.empty()), true))
                .isEmpty();
        assertThat(access.refusal(call("10.2.0.2", false, Optional.empty()), true))
                .isPresent();
    }

    @Test
    void guessesWithoutAFileFillNoLog() {
        Access access = access();
        for (int i = 0; i < 100; i++) {
            assertThat(access.refusal(call("10.0.0.1", false, Optional.of("guess" + i)), false))
                    .isPresent();
        }
        assertThat(log).hasSize(1);
    }

    @Test
    void aFileWithoutAnEndIsNotReadToIt() {
        Access access = new Access(new Token(Optional.of(Path.of("/dev/zero")), log::add), List.of(), List.of());
        assertThat(access.refusal(call("10.0.0.1", false, Optional.of("x")), false))
                .isPresent();
        assertThat(log).singleElement().asString().contains("is longer than 4096 bytes");
    }

    @Test
    void rangesCountTheirBitsAndNoOthers() {
        AddressRange range = AddressRange.parse("10.0.0.128/25").orElseThrow();
        assertThat(range.contains("10.0.0.255")).isTrue();
        assertThat(range.contains("10.0.0.127")).isFalse();
        assertThat(range.contains("::1")).isFalse();
        assertThat(AddressRange.parse("2001:db8::/32").orElseThrow().contains("2001:db8:1::1"))
                .isTrue();
        assertThat(AddressRange.parse("10.0.0.1").orElseThrow().contains("10.0.0.2"))
                .isFalse();
        assertThat(AddressRange.parse("10.0.0.1/33")).isEmpty();
        assertThat(AddressRange.parse("name")).isEmpty();
    }

    @Test
    void theGatewayIsThatOfTheFirstRouteToEverywhere() {
        assertThat(DefaultGateway.in(List.of(
                        "Iface\tDestination\tGateway \tFlags",
                        "eth0\t0000F40A\t00000000\t0001",
                        "eth0\t00000000\t0100F40A\t0003")))
                .contains("10.244.0.1");
        assertThat(DefaultGateway.in(List.of("Iface\tDestination\tGateway", "eth0\t00000000\t00000000\t1")))
                .isEmpty();
        assertThat(DefaultGateway.in(List.of("", "x"))).isEmpty();
    }

    private Access access() {
        return new Access(new Token(Optional.of(folder.resolve("token")), log::add), List.of(), List.of());
    }

    private static void write(Path file, String text, long second) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private static Call call(String host, boolean local, Optional<String> token) {
        return new Call("POST", List.of("pause"), Map.of(), "", new Call.Caller(host, local, false, token, ""));
    }
}
