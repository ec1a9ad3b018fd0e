package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.config.SentinelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stock sentinel starts from what we made of thirty files, and we read what it made of them. */
@Tag("stock-sentinel")
@Timeout(120)
class ConfCorpusIT {

    /** Redis 7.0 does not know all that Valkey has. */
    private static final List<String> NOT_FOR_STOCK = List.of("29-valkey.conf");

    /** Redis 7.0 writes values with blanks and quotes, and empty ones, raw, and cannot read its own file then. */
    private static final List<String> BROKEN_BY_STOCK =
            List.of("04-redhat.conf", "13-quoting.conf", "15-renamed-commands.conf");

    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        return ConfCorpus.names();
    }

    @BeforeEach
    void theProgramIsThere() {
        StockProcess.require("redis-sentinel");
    }

    @ParameterizedTest
    @MethodSource("names")
    void stockStartsFromWhatWeWroteAndWeReadWhatStockWrote(String name) throws Exception {
        assumeTrue(!NOT_FOR_STOCK.contains(name), "skipped: stock does not know its directives");
        Path file = ConfCorpus.copy(name, folder);
        LoadedConfig loaded = LoadedConfig.load(file, List.of());
        SentinelConfig learned = ConfCorpusTest.withNews(loaded.configuration().sentinel());
        Files.writeString(file, loaded.rewriter().rewrite(loaded.stateText(), learned), StandardCharsets.ISO_8859_1);
        int port = StockProcess.freePort();
        List<String> command = new ArrayList<>(List.of("redis-sentinel", file.toString()));
        command.addAll(ConfCorpus.options(port));
        command.addAll(List.of("--requirepass", ""));

        boolean flush = !BROKEN_BY_STOCK.contains(name);
        try (StockProcess stock = new StockProcess(folder.resolve("stock.log"), command)) {
            stock.await(
                    "the sentinel of " + name,
                    () -> StockProcess.ask(port, "SENTINEL", "MYID")
                            .contains(learned.myId().orElseThrow().value()));
            if (flush) {
                assertThat(StockProcess.ask(port, "SENTINEL", "FLUSHCONFIG")).startsWith("+OK");
            }
        }

        SentinelConfig after =
                LoadedConfig.load(file, List.of()).configuration().sentinel();
        assertThat(after.masters())
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(learned.masters());
        assertThat(after.currentEpoch()).isEqualTo(learned.currentEpoch());
        assertThat(after.peerCredentials()).isEqualTo(learned.peerCredentials());
    }
}
