package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.ProgramPath;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** People look at our daemon with redis-cli, and see what they are used to. */
@Tag("stock-sentinel")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisCliIT {

    private static final List<String> MASTER_FIELDS = List.of(
            "name",
            "ip",
            "port",
            "runid",
            "flags",
            "link-pending-commands",
            "link-refcount",
            "last-ping-sent",
            "last-ok-ping-reply",
            "last-ping-reply",
            "down-after-milliseconds",
            "info-refresh",
            "role-reported",
            "role-reported-time",
            "config-epoch",
            "num-slaves",
            "num-other-sentinels",
            "quorum",
            "failover-timeout",
            "parallel-syncs");

    private static final List<String> INFO_FIELDS = List.of(
            "sentinel_masters",
            "sentinel_tilt",
            "sentinel_tilt_since_seconds",
            "sentinel_running_scripts",
            "sentinel_scripts_queue_length",
            "sentinel_simulate_failure_flags",
            "master0");

    /** What the leader of a typical failover announces, in this order; {@code -odown} may come in between. */
    private static final List<String> LEADER_EVENTS = List.of(
            "+sdown",
            "+odown",
            "+new-epoch",
            "+try-failover",
            "+vote-for-leader",
            "+elected-leader",
            "+failover-state-select-slave",
            "+selected-slave",
            "+failover-state-send-slaveof-noone",
            "+failover-state-wait-promotion",
            "-role-change",
            "+promoted-slave",
            "+failover-state-reconf-slaves",
            "+switch-master",
            "+slave-reconf-sent",
            "+slave-reconf-inprog",
            "+slave-reconf-done",
            "+failover-end",
            "+slave");

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        assumeTrue(find().isPresent(), "redis-cli is not on the PATH");
        cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Optional<Path> find() {
        return ProgramPath.find("redis-cli");
    }

    private static List<String> command(SentinelProcess sentinel, String... words) {
        List<String> command =
                new ArrayList<>(List.of(find().orElseThrow().toString(), "-p", Integer.toString(sentinel.port())));
        command.addAll(List.of(words));
        return command;
    }

    private static List<String> lines(String... words) {
        try (CommandRun run = CommandRun.start(command(cluster.sentinel(0), words))) {
            assertThat(run.awaitEnd(HEAL_BOUND)).isZero();
            assertThat(run.err()).isEmpty();
            return run.out().lines().toList();
        }
    }

    @Test
    @Order(1)
    void mastersAreListedWithTheFieldsOfRedisInTheirOrder() {
        List<String> namesAndValues = lines("SENTINEL", "masters");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            names.add(namesAndValues.get(i));
        }
        assertThat(names).isEqualTo(MASTER_FIELDS);
        assertThat(namesAndValues)
                .startsWith("name", Cluster.NAME, "ip", "127.0.0.1")
                .endsWith("quorum", "2", "failover-timeout", "5000", "parallel-syncs", "1");
    }

    @Test
    @Order(2)
    void infoHasTheSentinelSectionOfRedis() {
        List<String> info = lines("INFO", "sentinel");
        assertThat(info.get(0)).isEqualTo("# Sentinel");
        assertThat(info.subList(1, info.size()))
                .filteredOn(line -> !line.isBlank())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .isEqualTo(INFO_FIELDS);
        assertThat(info)
                .contains("master0:name=" + Cluster.NAME + ",status=ok,address=127.0.0.1:"
                        + cluster.master().port() + ",slaves=2,sentinels=3");
    }

    @Test
    @Order(3)
    void theEventsOfAFailoverComeInTheOrderOfRedis() {
        List<CommandRun> subscribers = new ArrayList<>();
        try {
            for (SentinelProcess sentinel : cluster.sentinels()) {
                subscribers.add(CommandRun.start(command(sentinel, "--csv", "PSUBSCRIBE", "*")));
            }
            subscribers.forEach(subscriber -> Await.atMost(HEAL_BOUND)
                    .until("redis-cli is subscribed", () -> subscriber.out().contains("\"psubscribe\",\"*\",1")));
            RedisServer old = cluster.master();
            old.kill();
            RedisServer master = cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            subscribers.forEach(subscriber -> Await.atMost(HEAL_BOUND)
                    .showing(subscriber::out)
                    .until("the replicas of the new master are announced", () -> isOver(events(subscriber))));

            String switched = "\"+switch-master\",\"" + Cluster.NAME + " 127.0.0.1 " + old.port() + " 127.0.0.1 "
                    + master.port() + "\"";
            assertThat(subscribers)
                    .allSatisfy(subscriber -> assertThat(subscriber.out()).contains("\"pmessage\",\"*\"," + switched));
            assertThat(subscribers)
                    .filteredOn(subscriber -> leads().test(events(subscriber)))
                    .isNotEmpty();
            assertThat(subscribers)
                    .filteredOn(subscriber -> leads().test(events(subscriber)))
                    .allSatisfy(leader -> assertThat(events(leader)).containsSubsequence(LEADER_EVENTS));
            assertThat(subscribers)
                    .filteredOn(subscriber -> leads().negate().test(events(subscriber)))
                    .allSatisfy(observer -> assertThat(events(observer))
                            .containsSubsequence("+config-update-from", "+switch-master", "+slave"));
        } finally {
            subscribers.forEach(CommandRun::close);
        }
    }

    private static Predicate<List<String>> leads() {
        return events -> events.contains("+promoted-slave");
    }

    private static boolean isOver(List<String> events) {
        int switched = events.indexOf("+switch-master");
        return switched >= 0 && events.subList(switched, events.size()).contains("+slave");
    }

    /** The channels of the messages, in the order in which they came. */
    private static List<String> events(CommandRun subscriber) {
        return subscriber
                .out()
                .lines()
                .filter(line -> line.startsWith("\"pmessage\""))
                .map(line -> line.split("\",\"")[2])
                .toList();
    }
}
