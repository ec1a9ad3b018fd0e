package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsServersTest {

    @Test
    void addressesStandWithOrWithoutAPort() throws IOException {
        assertThat(DnsServers.parse("10.0.0.10, 10.0.0.11:5353,fd00::10,[fd00::11],[fd00::12]:5353"))
                .containsExactly(
                        new InetSocketAddress("10.0.0.10", 53),
                        new InetSocketAddress("10.0.0.11", 5353),
                        new InetSocketAddress("fd00::10", 53),
                        new InetSocketAddress("fd00::11", 53),
                        new InetSocketAddress("fd00::12", 5353));
    }

    @Test
    void anEmptyTextHasNone() throws IOException {
        assertThat(DnsServers.parse("")).isEmpty();
        assertThat(DnsServers.parse(" , ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns.example",
                "10.0.0.10:",
                "10.0.0.10:x",
                "10.0.0.10:65536",
                "10.0.0.10:-1",
                "10.0.0.10:000053",
                "[fd00::10]:70000",
                "[fd00::10",
                "10.0.0.10;10.0.0.11",
                "[10.0.0.10]x",
                ":53"
            })
    void whatIsNoAddressIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> DnsServers.parse("10.0.0.1," + text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(DnsServers.VARIABLE)
                .hasMessageContaining("'" + text + "'");
    }
}
