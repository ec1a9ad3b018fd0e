package io.jsentinel.bench.counted;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.SentinelServer;
import io.jsentinel.server.store.LoadedConfig;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.fleet.Fleet;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole daemon does for one master, its sockets included, counted at its event loop and at the servers. */
class DaemonCostIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double WARM_UP_SECONDS = 4;
    private static final double WINDOW_SECONDS = 6;
    private static final int SERVERS = 2;

    @TempDir
    private Path folder;

    @Test
    void aQuietMasterCostsLittleGarbageFewConnectionsAndFewRequests() throws Exception {
        int port = FreePort.next();
        try (Fleet fleet = Fleet.start(1, 1, true);
                SentinelServer server = daemon(port, fleet)) {
            server.log(Level.NOTICE, "it is measured");
            Await.atMost(SOON).until("the replica is known", () -> knowsTheReplica(port));
            elapse(WARM_UP_SECONDS);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long loop = eventLoop(threads);
            long servedBefore = fleet.served();
            long bytesBefore = threads.getThreadAllocatedBytes(loop);
            double seconds = elapse(WINDOW_SECONDS);

            double bytes = threads.getThreadAllocatedBytes(loop) - bytesBefore;
            double served = fleet.served() - servedBefore;
            assertThat(served).isPositive();
            Limits.check("daemon.bytes.per.second", bytes / seconds);
            Limits.check("daemon.requests.per.minute", served / seconds * 60);
            Limits.check("daemon.connections.per.server", fleet.open() / (double) SERVERS);
        }
    }

    private SentinelServer daemon(int port, Fleet fleet) throws Exception {
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(
                file,
                "port " + port + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 " + fleet.masterPort(0) + " 1\n");
        return SentinelServer.start(
                LoadedConfig.load(file, List.of()), "test", new PrintStream(OutputStream.nullOutputStream()));
    }

    private static boolean knowsTheReplica(int port) {
        try (RespClient client = RespClient.connect(port)) {
            return client.call("INFO", "sentinel").asText().contains("slaves=1,sentinels=1");
        }
    }

    private static long eventLoop(ThreadMXBean threads) {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("loop-"))
                .mapToLong(ThreadInfo::getThreadId)
                .findFirst()
                .orElseThrow();
    }

    /** Waits that long, and tells how long it was. */
    private static double elapse(double seconds) {
        long start = System.nanoTime();
        Await.atMost(Duration.ofSeconds(60))
                .until("time has passed", () -> (System.nanoTime() - start) / 1e9 >= seconds);
        return (System.nanoTime() - start) / 1e9;
    }
}
