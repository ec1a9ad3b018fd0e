package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daemon as the launcher starts it, with a tenth of a processor and 64 MiB of memory in which it may take no page more. */
class SmallMachineIT {

    private static final Duration START_BOUND = Duration.ofSeconds(120);
    private static final Duration FAILOVER_BOUND = Duration.ofSeconds(60);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Pattern NEW_OBJECTS =
            Pattern.compile("def new generation +total \\d+K, used (\\d+)K", Pattern.CASE_INSENSITIVE);

    /** What a daemon may take of its own, in MiB: memory that has no file behind it. */
    private static final long MOST_ANONYMOUS = 40;

    private static final long MOST_RESIDENT = Runtime.version().feature() < 25 ? 64 : 72;

    private static final long MOST_GARBAGE_KIB_A_SECOND = 50;

    @BeforeEach
    void needsControlGroups() {
        if (!ControlGroup.isPossible()) {
            Runs.print("the small machine is skipped: it needs root and control groups, version 1");
        }
        assumeTrue(ControlGroup.isPossible(), "needs root and control groups, version 1");
    }

    @Test
    void itStartsRestsAndLeadsAFailoverWithoutBeingKilled() throws IOException {
        try (ControlGroup group = ControlGroup.create(100, 64);
                RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.setup().replicaOf(master).start();
                SentinelProcess daemon = SentinelProcess.command(group.around(launcher()))
                        .startBound(START_BOUND)
                        .monitor(Cluster.NAME, master.port(), 1)
                        .downAfterMillis(1_000)
                        .start()) {
            Await.atMost(START_BOUND)
                    .until(
                            "it knows the replica",
                            () -> daemon.call("INFO", "sentinel").asText().contains("slaves=1"));
            Await.atMost(START_BOUND).until("the rehearsal is over", () -> !isRehearsing(daemon.pid()));
            long garbage = garbageKibASecond(daemon.pid());
            long resident = mebibytes(daemon.pid(), "Rss:");
            long anonymous = mebibytes(daemon.pid(), "Anonymous:");

            master.kill();
            Await.atMost(FAILOVER_BOUND).showing(daemon::logText).until("the replica is the master", replica::isMaster);
            Await.atMost(FAILOVER_BOUND)
                    .until("the daemon says so", () -> daemon.logText().contains("+switch-master"));

            Runs.print(
                    "small machine: %d MiB resident, %d of them its own, %d at the most with files; %d KiB of garbage a second",
                    resident, anonymous, group.peakMebibytes(), garbage);
            assertThat(daemon.isAlive()).isTrue();
            assertThat(Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "cmdline")))
                    .contains("-XX:TieredStopAtLevel=1");
            assertThat(group.kills()).isZero();
            assertThat(anonymous).isPositive().isLessThanOrEqualTo(MOST_ANONYMOUS);
            assertThat(resident).isPositive().isLessThanOrEqualTo(MOST_RESIDENT);
            assertThat(garbage).isPositive().isLessThan(MOST_GARBAGE_KIB_A_SECOND);
            assertThat(daemon.errorText()).isEmpty();
        }
    }

    private static List<String> launcher() throws IOException {
        Path jar = Path.of(System.getProperty(JsentinelCommand.JAR_PROPERTY)).toRealPath();
        return List.of(
                "/usr/bin/env",
                "-u",
                "JSENTINEL_JAVA_OPTS",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "JSENTINEL_JAR=" + jar,
                Path.of("..", "jsentinel").toRealPath().toString());
    }

    /** How much the daemon lays into its heap, over a while in which nothing is collected. */
    private static long garbageKibASecond(long pid) {
        return Await.atMost(START_BOUND)
                        .until("a while passes without a collection", () -> grown(pid), grown -> grown > 0)
                / WINDOW.toSeconds();
    }

    private static long grown(long pid) {
        long before = newObjectsKib(pid);
        long beganNanos = System.nanoTime();
        Await.atMost(WINDOW.multipliedBy(2))
                .until("the while is over", () -> System.nanoTime() - beganNanos >= WINDOW.toNanos());
        return newObjectsKib(pid) - before;
    }

    private static long newObjectsKib(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try (CommandRun run = CommandRun.start(List.of(jcmd.toString(), Long.toString(pid), "GC.heap_info"))) {
            assertThat(run.awaitEnd(START_BOUND)).as(run.out() + run.err()).isZero();
            Matcher used = NEW_OBJECTS.matcher(run.out());
            assertThat(used.find()).as(run.out()).isTrue();
            return Long.parseLong(used.group(1));
        }
    }

    private static long mebibytes(long pid, String what) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                        .filter(line -> line.startsWith(what))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                >> 10;
    }

    private static boolean isRehearsing(long pid) {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> thread.resolve("comm")).anyMatch(SmallMachineIT::isRehearsal);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRehearsal(Path name) {
        try {
            return Files.readString(name).strip().equals("rehearsal");
        } catch (IOException e) {
            // The thread has ended meanwhile.
            return false;
        }
    }
}
