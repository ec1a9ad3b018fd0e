package io.jsentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {

    @ParameterizedTest
    @CsvSource({
        "10000, 16384, 10000",
        "10000, 11612, 10000",
        "10000, 1024, 736",
        "10, 1024, 10",
        "10000, 100, 1",
        "10000, 9223372036854775807, 10000"
    })
    void clientsGetWhatTheFilesAndTheLinksLeave(int wanted, long limit, int clients) {
        assertThat(Descriptors.clients(wanted, limit)).isEqualTo(clients);
    }
}
