package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.FakeAnswer;
import io.jsentinel.testkit.FakeNode;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that answer nonsense, or nothing, keep our daemon neither from its other masters nor from its clients. */
class HostileIT {

    private static final String HEALTHY = "healthy";
    private static final int MAX_MEMBERS = 1024;
    private static final String IDLE_MASTER = "run_id:" + "a".repeat(40) + "\r\nrole:master\r\n";

    /** How long any answer may take while the others misbehave. */
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(10);

    private final Map<String, FakeNode> hostile = new LinkedHashMap<>();
    private RedisServer healthy;
    private SentinelProcess sentinel;
    private long slowestMillis;

    @BeforeEach
    void startTheHealthyMaster() {
        healthy = RedisServer.start();
    }

    @AfterEach
    void endAll() {
        if (sentinel != null) {
            sentinel.close();
        }
        hostile.values().forEach(FakeNode::close);
        if (healthy != null) {
            healthy.close();
        }
    }

    private FakeNode hostile(String name, Function<List<String>, FakeAnswer> script) {
        FakeNode node = FakeNode.start(script).info(IDLE_MASTER);
        hostile.put(name, node);
        return node;
    }

    private void watchAll(long downAfterMillis) {
        SentinelSetup setup =
                SentinelProcess.jsentinel().monitor(HEALTHY, healthy.port(), 2).downAfterMillis(downAfterMillis);
        hostile.forEach((name, node) -> setup.monitor(name, node.port(), 2));
        sentinel = setup.start();
    }

    /** Waits for something, and sees to it that all the while clients are answered and the healthy master is up. */
    private void awaitWhileServed(String description, BooleanSupplier condition) {
        List<AssertionError> failures = new ArrayList<>();
        Await.atMost(HEAL_BOUND).showing(sentinel::logTail).until(description, () -> {
            try {
                assertServed();
            } catch (AssertionError | UncheckedIOException e) {
                failures.add(new AssertionError("while waiting until " + description, e));
            }
            return !failures.isEmpty() || condition.getAsBoolean();
        });
        failures.forEach(failure -> {
            throw failure;
        });
    }

    private void awaitHealthySeen() {
        Await.atMost(HEAL_BOUND)
                .showing(sentinel::logTail)
                .until(
                        "the healthy master is seen up",
                        () -> fields(HEALTHY).get("runid").length() == 40);
    }

    private void assertServed() {
        long startNanos = System.nanoTime();
        try (RespClient client = sentinel.client(ANSWER_BOUND)) {
            assertThat(client.call("PING").asText()).isEqualTo("PONG");
            Map<String, String> fields =
                    client.call("SENTINEL", "MASTER", HEALTHY).asTextMap();
            assertThat(fields).containsEntry("num-other-sentinels", "0").containsEntry("num-slaves", "0");
            assertThat(fields.get("flags")).isEqualTo("master");
        }
        slowestMillis = Math.max(slowestMillis, (System.nanoTime() - startNanos) / 1_000_000);
    }

    private void assertNothingBroke() {
        assertServed();
        Runs.print("while %s misbehaved, the slowest answers took %d ms", hostile.keySet(), slowestMillis);
        assertThat(sentinel.isAlive()).isTrue();
        assertThat(sentinel.errorText()).isEmpty();
        assertThat(sentinel.logText()).doesNotContain("FAULT", "Exception", "sdown master " + HEALTHY + " ");
    }

    private Map<String, String> fields(String master) {
        return sentinel.call("SENTINEL", "MASTER", master).asTextMap();
    }

    @Test
    void mastersThatAnswerNonsenseDoNotDisturbTheOthers() {
        Random random = new Random(7);
        hostile("refuses", args -> FakeAnswer.error("ERR not for you, " + args.get(0)));
        hostile("denies", args -> FakeAnswer.error("NOAUTH Authentication required."));
        hostile("babbles", args -> FakeAnswer.raw(bytes(random, 200)));
        hostile("halves", onInfo(FakeAnswer.hangUpAfter("$500\r\nrole:master\r\nslave0:ip=")));
        hostile("shuts", args -> chance(random, 3) ? FakeAnswer.hangUp() : FakeAnswer.asUsual());
        hostile("silent", args -> FakeAnswer.silence());
        hostile("deep", onInfo(FakeAnswer.raw("*1\r\n".repeat(5_000))));
        hostile("vast", onInfo(FakeAnswer.raw("$2147483647\r\n" + "x".repeat(100_000))));
        hostile("chatters", args -> FakeAnswer.raw("+PONG\r\n".repeat(50)));
        hostile("numbers", args -> FakeAnswer.integer(-1));
        watchAll(1_000);
        awaitHealthySeen();
        for (String name : List.of("refuses", "denies", "babbles", "silent", "numbers")) {
            awaitWhileServed(
                    name + " counts as down", () -> fields(name).get("flags").contains("s_down"));
        }
        hostile.forEach((name, node) -> awaitWhileServed(
                name + " was asked again and again", () -> node.received().size() >= 12));
        assertNothingBroke();
        List<String> complaints = sentinel.logText()
                .lines()
                .filter(line ->
                        line.contains("+node-error master refuses ") || line.contains("+node-error master denies "))
                .map(line -> line.substring(line.indexOf("+node-error")))
                .collect(Collectors.toList());
        assertThat(complaints).isNotEmpty().doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void anAbsurdInfoIsTakenForWhatItIs() {
        StringBuilder replicas = new StringBuilder(IDLE_MASTER);
        for (int i = 0; i < 3_000; i++) {
            replicas.append("slave" + i + ":ip=127.1." + i / 250 + "." + (1 + i % 250) + ",port=1,state=online\r\n");
        }
        hostile("crowd", args -> FakeAnswer.asUsual()).info(replicas.toString());
        hostile("absurd", args -> FakeAnswer.asUsual()).info("""
                role:emperor
                run_id:short
                slave0:ip=999.1.1.1,port=1,state=online
                slave1:ip=127.0.0.1,port=-1,state=online
                slave2:ip=127.0.0.1,port=99999999999999999999,state=online
                slave3:ip=,port=,state=
                slave4:
                slave5
                slave_priority:-99999999999999999999
                slave_repl_offset:x
                master_link_down_since_seconds:99999999999999999999
                :::
                \0\0\0
                role:
                """);
        hostile("endless", args -> FakeAnswer.asUsual()).info("x".repeat(5_000_000));
        hostile("turncoat", args -> FakeAnswer.asUsual())
                .info("role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:1\r\nmaster_link_status:up\r\n");
        watchAll(1_000);
        awaitHealthySeen();
        awaitWhileServed(
                "replicas were taken in",
                () -> fields("crowd").get("num-slaves").equals(Integer.toString(MAX_MEMBERS)));
        assertThat(fields("absurd")).containsEntry("num-slaves", "0").containsEntry("runid", "");
        awaitWhileServed(
                "the turncoat's word was heard",
                () -> fields("turncoat").get("role-reported").equals("slave"));
        awaitWhileServed("the endless one was asked twice", () -> infos("endless") >= 2);
        assertNothingBroke();
    }

    private long infos(String name) {
        return hostile.get(name).received().stream()
                .filter(args -> args.get(0).equalsIgnoreCase("INFO"))
                .count();
    }

    @Test
    void garbageOnTheHelloChannelIsBounded() {
        FakeNode gossip = hostile("gossip", args -> FakeAnswer.asUsual());
        watchAll(5_000);
        awaitHealthySeen();
        awaitWhileServed("the channel is subscribed to", () -> gossip.publishHello("hello?") > 0);
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            gossip.publishHello(bytes(random, 300));
        }
        String address = "127.0.0.1," + gossip.port();
        for (String epoch : List.of(
                "-1", "9223372036854775807", "18446744073709551615", "9".repeat(400), "1e9", "", "0x10", " 5", "+5")) {
            gossip.publishHello(hello(1, epoch, "gossip", address, "0"));
            gossip.publishHello(hello(2, "0", "gossip", address, epoch));
        }
        gossip.publishHello(hello(3, "0", "nobody", address, "5"));
        gossip.publishHello(hello(4, "0", "gossip", "not-an-ip,1", "5"));
        gossip.publishHello(hello(5, "0", "gossip", "127.0.0.1,0", "5"));
        gossip.publishHello(hello(6, "0", "gossip", "127.0.0.1,65536", "5"));
        // What follows on the same connection has an effect that can be seen, so what went before was read, too.
        gossip.publishHello(hello(7, "3", "gossip", address, "0"));
        awaitWhileServed(
                "the one honest hello was heard",
                () -> fields("gossip").get("num-other-sentinels").equals("1"));
        assertThat(sentinel.masterPort("gossip")).isEqualTo(gossip.port());
        assertThat(fields("gossip")).containsEntry("config-epoch", "0");
        Await.atMost(HEAL_BOUND)
                .until(
                        "only the honest epoch is saved",
                        () -> sentinel.confText().contains("current-epoch 3\n"));

        IntStream.range(0, 2_000).forEach(i -> gossip.publishHello(hello(100 + i, "3", "gossip", address, "0")));
        gossip.publishHello(hello(7, "4", "gossip", address, "0"));
        awaitWhileServed(
                "the known one is still heard behind two thousand strangers",
                () -> sentinel.confText().contains("current-epoch 4\n"));
        assertThat(Integer.parseInt(fields("gossip").get("num-other-sentinels")))
                .as("strangers are let in slowly and are never more than there is room for")
                .isLessThanOrEqualTo(MAX_MEMBERS);
        assertNothingBroke();
    }

    /** A hello of an invented sentinel, each at an address of its own where nobody listens. */
    private static String hello(int number, String epoch, String master, String address, String configEpoch) {
        return "127.2." + number / 250 + "." + (1 + number % 250) + ",1," + "%040x".formatted(number) + "," + epoch
                + "," + master + "," + address + "," + configEpoch;
    }

    private static Function<List<String>, FakeAnswer> onInfo(FakeAnswer answer) {
        return args -> args.get(0).equalsIgnoreCase("INFO") ? answer : FakeAnswer.asUsual();
    }

    private static boolean chance(Random random, int outOf) {
        return random.nextInt(outOf) == 0;
    }

    private static String bytes(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(most);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }
}
