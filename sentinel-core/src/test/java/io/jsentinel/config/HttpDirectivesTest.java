package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines about probes and metrics. */
class HttpDirectivesTest {

    @Test
    void everySettingIsRead() throws Exception {
        assertThat(read("""
                        http-port 8080
                        http-bind 127.0.0.1 -::1
                        http-token-file /run/token
                        http-trusted "10.0.0.7 10.1.0.0/16"
                        http-local 10.0.0.7:6379
                        agent-port 8081
                        """))
                .isEqualTo(new HttpConfig(
                        8080,
                        8081,
                        List.of("127.0.0.1", "-::1"),
                        "/run/token",
                        List.of("10.0.0.7", "10.1.0.0/16"),
                        Optional.of(new Endpoint("10.0.0.7", 6379))));
    }

    @Test
    void withoutALineNothingIsServed() throws Exception {
        assertThat(read("")).isEqualTo(HttpConfig.OFF);
        assertThat(HttpConfig.OFF.isOn()).isFalse();
    }

    @Test
    void besideARedisServerInAPodBothAreServedUnlessALineSaysOtherwise() throws Exception {
        String pod = "sidecar-pod redis-1\nsidecar-service redis-headless\n";
        assertThat(read(pod).port()).isEqualTo(8008);
        assertThat(read(pod).agentPort()).isEqualTo(8009);
        assertThat(read(pod + "http-port 0\nagent-port 0\n").isOn()).isFalse();
    }

    @Test
    void theLocalServerMayBeANameOrAnAddressOfEitherKind() throws Exception {
        assertThat(read("http-local redis-0.redis:6379\n").local()).contains(new Endpoint("redis-0.redis", 6379));
        assertThat(read("http-local [2001:DB8::1]:6379\n").local()).contains(new Endpoint("2001:db8::1", 6379));
        assertThat(read("http-local \"\"\n").local()).isEmpty();
    }

    @Test
    void whatCannotBeALocalServerIsRefused() {
        for (String wrong : List.of("6379", "host", "host:0", "host:65536", "::1:6379", "[::1]", "a b:1", "-x:1")) {
            assertThatThrownBy(() -> read("http-local \"" + wrong + "\"\n"))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("host:port");
        }
    }

    @Test
    void onlyAddressesAndRangesOfThemAreTrusted() throws Exception {
        assertThat(read("http-trusted \"10.0.0.0/8 ::1 2001:db8::/128\"\n").trusted())
                .hasSize(3);
        assertThat(read("http-trusted \"\"\n").trusted()).isEmpty();
        String tooMany = "10.0.0.1 ".repeat(17);
        for (String wrong : List.of("host", "10.0.0.0/33", "10.0.0.0/", "::1/129", "10.0.0.1,10.0.0.2", tooMany)) {
            assertThatThrownBy(() -> read("http-trusted \"" + wrong + "\"\n"))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("up to 16 addresses");
        }
    }

    private static HttpConfig read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk())
                .server()
                .http();
    }
}
