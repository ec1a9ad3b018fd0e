package io.jsentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({"20000, 524288, 20000", "unlimited, unlimited, ", "1024, unlimited, 1024"})
    void theLimitInForceIsTheFirstOfTheTwoThatTheKernelTells(String soft, String hard, Long limit) {
        String table = "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max processes             127                  127                  processes \n"
                + String.format("%-25s %-20s %-20s files     %n", "Max open files", soft, hard)
                + "Max locked memory         8192                 8192                 bytes     \n";

        assertThat(Descriptors.limit(table)).isEqualTo(limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
        assertThat(Descriptors.limit("")).isEmpty();
    }

    @Test
    void theLimitIsThatWhichTheJvmKnows() {
        assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        long known =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();

        // Where there is no limit, the JVM tells the largest number.
        assertThat(Descriptors.limit().orElse(known)).isEqualTo(known);
    }
}
