package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was written is read as what it was, whatever stood in the file before. */
class ConfRoundTripTest {

    private static final int RUNS = 2000;

    @Test
    void whatIsWrittenIntoAnEmptyFileIsReadBack() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            SentinelConfig config = new RandomConfig(seed).next();

            assertThat(read(ConfWriter.rewrite("", config))).as("seed %d", seed).isEqualTo(config);
        }
    }

    @Test
    void whatIsWrittenOverAnotherStateIsReadBack() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            RandomConfig random = new RandomConfig(seed);
            SentinelConfig before = random.next();
            SentinelConfig after = random.next();
            String text = ConfWriter.rewrite("# ours\nport 1\n" + ConfWriter.rewrite("", before), after);

            SentinelConfig read = read(text);

            // A statement keeps its place in the file, so that lists may come back in another order.
            assertThat(sorted(read)).as("seed %d", seed).isEqualTo(sorted(after));
            assertThat(text).as("seed %d", seed).startsWith("# ours\nport 1\n");
        }
    }

    @Test
    void writingTwiceGivesTheSameBytes() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            RandomConfig random = new RandomConfig(seed);
            SentinelConfig now = random.next();
            String once = ConfWriter.rewrite(ConfWriter.rewrite("", random.next()), now);

            assertThat(ConfWriter.rewrite(once, now)).as("seed %d", seed).isEqualTo(once);
            assertThat(ConfWriter.rewrite(once, read(once))).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void aWriterThatRemembersWritesWhatOneThatDoesNotWouldWrite() {
        for (int seed = 0; seed < RUNS; seed++) {
            RandomConfig random = new RandomConfig(seed);
            ConfWriter writer = new ConfWriter();
            String text = "# ours\nport 1\n";
            SentinelConfig now = random.next();
            for (int save = 0; save < 6; save++) {
                SentinelConfig other = random.next();
                List<MasterConfig> masters = new ArrayList<>(other.masters());
                Set<String> names = masters.stream().map(MasterConfig::name).collect(Collectors.toSet());
                // Some stay as they are, some change, come or go.
                now.masters().stream()
                        .filter(master ->
                                !names.contains(master.name()) && !master.name().endsWith("1"))
                        .forEach(masters::add);
                now = other.withMasters(masters);
                String written = writer.write(text, now);

                assertThat(written).as("seed %d, save %d", seed, save).isEqualTo(ConfWriter.rewrite(text, now));
                text = save == 3 ? written + "# somebody was here\nsentinel myid nonsense\n" : written;
            }
        }
    }

    private static SentinelConfig read(String text) throws ConfigException {
        // Names in place of addresses are none of this test's business, and every script exists.
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk())
                .sentinel();
    }

    private static String sorted(SentinelConfig config) {
        return ConfWriter.rewrite("", config).lines().sorted().toList().toString();
    }
}
