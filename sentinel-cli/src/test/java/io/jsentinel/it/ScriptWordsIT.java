package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Cluster.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words that scripts get are those of a stock sentinel. */
@NeedsStock
class ScriptWordsIT {

    /** Writes its words into one line of a file, at once, so that lines of two scripts do not mix. */
    private static final String WRITE_DOWN = "#!/bin/sh\nprintf '%s|%s\\n' \"$#\" \"$*\" >> ";

    @TempDir
    private Path folder;

    @Test
    void aFailoverRunsTheScriptsOfRedisWithTheSameWords() {
        assertThat(told(OURS)).isEqualTo(told(STOCK));
    }

    /** The words of all scripts of the first failover by command that three sentinels lead, without ports and ids. */
    private List<String> told(Kind kind) {
        Path log = folder.resolve(kind + ".log");
        Path script = ScriptFiles.script(folder, kind + ".sh", WRITE_DOWN + log + "\n");
        try (Cluster cluster = Cluster.of(1)) {
            for (int i = 0; i < 3; i++) {
                cluster.add(redisWay(cluster.setup(kind, 2), kind)
                        .downAfterMillis(20_000)
                        .line("sentinel notification-script " + NAME + " " + script)
                        .line("sentinel client-reconfig-script " + NAME + " " + script));
            }
            cluster.awaitAcquainted();
            RedisServer old = cluster.master();
            cluster.sentinel(0).call("SENTINEL", "FAILOVER", NAME);
            List<String> all = ScriptFiles.awaitLines(
                    log,
                    lines -> count(lines, "switch-master") == 3
                            && count(lines, " start ") == 3
                            && count(lines, "new-epoch") == 3
                            && count(lines, "config-update-from") == 2
                            && count(lines, "vote-for-leader") == 1
                            && count(lines, "failover-end") == 1);
            RedisServer promoted = cluster.master();
            return all.stream()
                    .map(line -> line.replaceAll("\\b" + old.port() + "\\b", "OLD")
                            .replaceAll("\\b" + promoted.port() + "\\b", "NEW")
                            .replaceAll("[0-9a-f]{40} 127.0.0.1 \\d+", "SENTINEL")
                            .replaceAll("[0-9a-f]{40}", "ID"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** Ours hands a healthy master over, with other events, unless it is told to do as Redis does. */
    private static SentinelSetup redisWay(SentinelSetup setup, Kind kind) {
        return kind == OURS ? setup.line("failover-mode stock") : setup;
    }

    private static long count(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }
}
