package io.jsentinel.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "0:0:0:0:0:0:0:1, ::1",
        "1::, 1::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "FE80::ABCD, fe80::abcd",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
        "::ffff:0102:0304, ::ffff:1.2.3.4",
        "::1.2.3.4, ::1.2.3.4",
        "::1:0, ::0.1.0.0",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    })
    void anAddressHasOneSpelling(String text, String canonical) {
        assertThat(IpLiteral.canonical(text)).contains(canonical);
        assertThat(IpLiteral.canonical(canonical)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "redis-1.example.org",
                "127.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "010.0.0.1",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.-4",
                "1..2.3",
                "0x7f.0.0.1",
                "1234",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "1.2.3.4::",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:",
                ":1",
                "\u0661.2.3.4"
            })
    void everythingElseIsNoAddress(String text) {
        assertThat(IpLiteral.canonical(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:0:0:0:1%eth0, fe80::1",
        "fe80:0:0:0:0:0:0:1%2, fe80::1",
        "name, name",
    })
    void othersAreToldOfItInThatSpellingWithoutAZone(String written, String told) {
        assertThat(IpLiteral.withoutZone(written)).isEqualTo(told);
    }

    @Test
    void aLongTextIsNoAddress() {
        assertThat(IpLiteral.canonical("0:".repeat(100) + ":")).isEmpty();
    }
}
