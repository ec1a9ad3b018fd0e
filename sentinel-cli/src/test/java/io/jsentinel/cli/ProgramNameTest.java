package io.jsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramNameTest {

    @Test
    void aServerOfDataIsNotStarted() {
        ProgramName server = new ProgramName("redis-server");

        assertThat(server.refusal(List.of("/etc/redis.conf", "--port", "1")))
                .hasValueSatisfying(text -> assertThat(text).contains("redis-server", "--sentinel"));
        assertThat(server.refusal(List.of("/etc/sentinel.conf", "--sentinel"))).isEmpty();
        assertThat(new ProgramName("valkey-server").refusal(List.of())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis-sentinel", "valkey-sentinel", "my-redis-sentinel-2", "redis-server", "valkey-server"})
    void theNamesOfStockProgramsAreKnown(String name) {
        assertThat(new ProgramName(name).isStock()).isTrue();
    }

    @Test
    void underAnyOtherNameItIsItself() {
        assertThat(new ProgramName("jsentinel").isStock()).isFalse();
        assertThat(new ProgramName("sentinel").isStock()).isFalse();
        assertThat(new ProgramName("redis-sentinel").refusal(List.of())).isEmpty();
    }

    @Test
    void theVersionLineHasTheFormThatToolsParse() {
        String form =
                "(Redis|Valkey) server v=\\d+\\.\\d+\\.\\d+ sha=00000000:0 malloc=\\w+ bits=(32|64) build=[0-9a-f]+";

        assertThat(new ProgramName("redis-server").versionLine("0.1.0"))
                .matches(form)
                .startsWith("Redis server v=7.2.");
        assertThat(new ProgramName("valkey-sentinel").versionLine("0.1.0"))
                .matches(form)
                .startsWith("Valkey server v=8.");
    }
}
