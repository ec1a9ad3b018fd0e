package io.jsentinel.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "localhost",
                "redis-0.redis.default.svc.cluster.local",
                "redis-0.example.",
                "_redis._tcp.example",
                "1.example",
                "1a",
                "a1",
                "XN--BCHER-KVA.example"
            })
    void namesOfHostsAreValid(String name) {
        assertThat(HostName.isValid(name)).isTrue();
        assertThat(HostName.isName(name)).isTrue();
        assertThat(HostName.orAddress(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                ".a",
                "a b",
                "a\n",
                "a,b",
                "-a",
                "a:1",
                "a%eth0",
                "10.0.0.1.",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "0x7f.1",
                "0x7f000001",
                "a.0x1f",
                "2130706433",
                "a.1",
                "caf\u00e9.example"
            })
    void whatCouldBeAnAddressOrTearALineApartIsNoName(String text) {
        assertThat(HostName.isValid(text)).isFalse();
    }

    @Test
    void aLabelAndANameHaveALongestForm() {
        String label = "a".repeat(63);
        assertThat(HostName.isValid(label)).isTrue();
        assertThat(HostName.isValid(label + "a")).isFalse();
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);
        assertThat(longest).hasSize(HostName.MAX_LENGTH);
        assertThat(HostName.isValid(longest)).isTrue();
        assertThat(HostName.isValid(longest + "."))
                .as("the last point does not count")
                .isTrue();
        assertThat(HostName.isValid(longest + "a")).isFalse();
    }

    @Test
    void anAddressIsNoNameAndHasOneSpelling() {
        assertThat(HostName.isName("10.0.0.1")).isFalse();
        assertThat(HostName.isName("::1")).isFalse();
        assertThat(HostName.orAddress("0:0:0:0:0:0:0:1")).contains("::1");
        assertThat(HostName.orAddress("a b")).isEmpty();
    }

    @Test
    void caseDoesNotCount() {
        assertThat(HostName.key("Redis-0.EXAMPLE")).isEqualTo("redis-0.example");
    }
}
