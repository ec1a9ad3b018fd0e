package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressOrderTest {

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses;
    }

    @Test
    void addressesOfOneKindKeepTheOrderOfTheServer() throws UnknownHostException {
        assertThat(AddressOrder.preferred(addresses("127.0.0.9", "127.0.0.1", "127.0.0.5")))
                .containsExactly("127.0.0.9", "127.0.0.1", "127.0.0.5");
    }

    @Test
    void anAddressIsListedOnce() throws UnknownHostException {
        assertThat(AddressOrder.preferred(addresses("127.0.0.9", "127.0.0.1", "127.0.0.9")))
                .containsExactly("127.0.0.9", "127.0.0.1");
    }

    @Test
    void noMoreThanSixteenAreLookedAt() throws UnknownHostException {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "127.0.0." + (i + 1);
        }
        assertThat(AddressOrder.preferred(addresses(many))).hasSize(16).startsWith("127.0.0.1");
    }

    @Test
    void nothingFoundIsNothingToPrefer() {
        assertThat(AddressOrder.preferred(List.of())).isEmpty();
    }

    @Test
    void aZoneIsLeftOut() throws UnknownHostException {
        InetAddress zoned =
                Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 1);
        assertThat(AddressOrder.preferred(List.of(zoned))).containsExactly("fe80::1");
    }
}
