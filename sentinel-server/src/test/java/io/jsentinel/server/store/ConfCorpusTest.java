package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.SentinelServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thirty files of real life: read, rewritten without loss, and started from. */
class ConfCorpusTest {

    private static final RunId ID = new RunId("c".repeat(40));

    /** Lines that are ours: state, which we may write anew. */
    private static final Pattern STATE =
            Pattern.compile("(?i)sentinel (myid|(config|leader|current)-epoch|known-[a-z]+) .*");

    /** Two lines of people that do not stay: one that a later line made void, and a number with letters behind it. */
    private static final List<String> REPLACED =
            List.of("sentinel down-after-milliseconds Main 5000", "sentinel failover-timeout Main 20000abc");

    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        return ConfCorpus.names();
    }

    @Test
    void thereAreThirty() throws IOException {
        assertThat(ConfCorpus.names()).hasSize(30);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyLineOfPeopleStaysByteForByteAndMeansTheSame(String name) throws Exception {
        Path file = ConfCorpus.copy(name, folder);
        LoadedConfig loaded = LoadedConfig.load(file, List.of());
        SentinelConfig learned = withNews(loaded.configuration().sentinel());

        String rewritten = loaded.rewriter().rewrite(loaded.stateText(), learned);
        Files.writeString(file, rewritten, StandardCharsets.ISO_8859_1);
        Configuration again = LoadedConfig.load(file, List.of()).configuration();

        assertThat(linesOfPeople(rewritten)).containsSubsequence(linesOfPeople(loaded.stateText()));
        // An old line without an identity gives its place to a sentinel, so their order may change.
        assertThat(again.sentinel())
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(learned);
        assertThat(again.server()).isEqualTo(loaded.configuration().server());
        assertThat(loaded.rewriter().rewrite(rewritten, learned)).isEqualTo(rewritten);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aDaemonStartsFromItAndSaves(String name) throws Exception {
        Path file = ConfCorpus.copy(name, folder);
        int port = StockProcess.freePort();
        LoadedConfig loaded = LoadedConfig.load(file, ConfCorpus.overrides(port));
        ByteArrayOutputStream console = new ByteArrayOutputStream();

        try (SentinelServer server = SentinelServer.start(loaded, "test", new PrintStream(console))) {
            assertThat(StockProcess.ask(port, "PING")).matches("(?s)(\\+PONG|-NOAUTH).*");
            server.log(Level.NOTICE, "asked");
        }

        assertThat(linesOfPeople(text(file))).containsSubsequence(linesOfPeople(loaded.stateText()));
        Optional<RunId> id =
                LoadedConfig.load(file, List.of()).configuration().sentinel().myId();
        assertThat(id).isPresent();
        assertThat(console.toString(StandardCharsets.ISO_8859_1))
                .contains("asked")
                .doesNotContain("FAULT");
    }

    @ParameterizedTest
    @MethodSource("names")
    void itMeansTheSameAsYamlAndBackAgain(String name) throws Exception {
        Path file = ConfCorpus.copy(name, folder);
        Configuration meaning = LoadedConfig.load(file, List.of()).configuration();
        Path yaml = folder.resolve("converted.yaml");
        Path back = folder.resolve("back.conf");

        Conversion converted = Conversion.toYaml(DiskFiles.read(file), Optional.of(file), yaml);
        converted.write(yaml, false);
        Conversion.toConf(DiskFiles.read(yaml), Optional.of(yaml), false).write(back, false);

        boolean isKnown = meaning.sentinel().myId().isPresent();
        boolean hasMasters = !meaning.sentinel().masters().isEmpty();
        assertThat(converted.notes().stream().filter(note -> note.contains("no state to take along")))
                .hasSize(!isKnown && hasMasters ? 1 : 0);
        for (Path other : List.of(yaml, back)) {
            // Where a user stands is another place, and who has no identity has nothing to remember under it.
            assertThat(LoadedConfig.load(ConfigSources.of(other, List.of())).configuration())
                    .usingRecursiveComparison()
                    .ignoringFields("server.acl.users.line")
                    .ignoringFields(
                            isKnown ? new String[0] : new String[] {"sentinel.currentEpoch", "sentinel.masters.memory"})
                    .isEqualTo(meaning);
        }
    }

    /** The same with an identity, and with a replica, a sentinel and a newer epoch for each master. */
    static SentinelConfig withNews(SentinelConfig read) {
        List<MasterConfig> masters = new ArrayList<>();
        long epoch = read.currentEpoch() + 1;
        for (MasterConfig master : read.masters()) {
            List<Endpoint> replicas = new ArrayList<>(master.memory().replicas());
            replicas.add(new Endpoint("127.0.0.9", 6400));
            List<KnownSentinel> sentinels = new ArrayList<>(master.memory().sentinels());
            sentinels.add(new KnownSentinel(new Endpoint("127.0.0.9", 26400), new RunId("d".repeat(40))));
            MasterMemory memory = new MasterMemory(epoch, epoch, replicas, sentinels);
            masters.add(new MasterConfig(master.name(), master.address(), master.settings(), memory));
        }
        return read.withState(read.myId().orElse(ID), epoch, masters);
    }

    private static List<String> linesOfPeople(String text) {
        return List.of(text.split("\n")).stream()
                .filter(line -> !line.isBlank() && !STATE.matcher(line.trim()).matches())
                .filter(line -> !REPLACED.contains(line))
                .toList();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
