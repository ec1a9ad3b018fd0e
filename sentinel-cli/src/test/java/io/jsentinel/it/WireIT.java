package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients get the same bytes from a stock sentinel and from ours: commands, listings, settings and errors. */
@NeedsStock
class WireIT {

    private static WirePair pair;

    @BeforeAll
    static void start() {
        pair = WirePair.start();
    }

    @AfterAll
    static void end() {
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    void pingAndUnknownCommandsAreAnsweredAlike() {
        pair.inBothProtocols(both -> both.lines("""
                PING
                PING hello
                PING a b
                ping
                pInG x
                ECHO x
                SELECT 0
                QUIT
                RESET
                TIME
                CONFIG GET *
                DEBUG SLEEP 0
                MULTI
                PUBSUB CHANNELS
                SPUBLISH a b
                SLOWLOG GET
                MONITOR
                REPLICAOF NO ONE
                SLAVEOF NO ONE
                GET foo
                SET a b c d e f g h i j k l m n o p q r s t u v w x y z
                """));
        pair.inBothProtocols(both -> both.ask("n".repeat(200), "a".repeat(200), "b")
                .ask("GET", "a".repeat(120), "b".repeat(20), "c")
                .ask("GET", "line\r\nend", "and\0nul")
                .ask("with\nline", "x")
                .ask("")
                .ask("GET", "", "")
                .ask("sentinel", "s".repeat(200))
                .ask("SENTINEL", "a\r\nb")
                .ask("CLIENT", "")
                .ask("unlisted", "\u00e9\u00ff"));
    }

    @Test
    void aWrongNumberOfWordsIsToldAlikeForEachCommandOfOurs() {
        try (RespClient client = pair.ours().client()) {
            List<String> names = client.call("COMMAND", "LIST").asTexts();
            assertThat(names).hasSizeGreaterThan(40);
            pair.inBothProtocols(both -> names.forEach(name -> wrongCounts(client, both, name)));
        }
    }

    private static void wrongCounts(RespClient client, SideBySide both, String name) {
        List<Reply> info = client.call("COMMAND", "INFO", name).asList().get(0).asList();
        List<String> words = List.of(name.split("\\|"));
        int arity = (int) info.get(1).asLong();
        for (int count = words.size(); count < Math.abs(arity); count++) {
            both.ask(padded(words, count));
        }
        if (arity > 0) {
            both.ask(padded(words, arity + 1)).ask(padded(words, arity + 5));
        }
    }

    private static String[] padded(List<String> words, int count) {
        List<String> all = new ArrayList<>(words);
        while (all.size() < count) {
            all.add("x");
        }
        return all.toArray(String[]::new);
    }

    @Test
    void commandsAreDescribedAlike() {
        List<String> names;
        try (RespClient client = pair.ours().client()) {
            names = new ArrayList<>(client.call("COMMAND", "LIST").asTexts());
        }
        // Containers list their subcommands in the order of a hash table: CommandFactsIT compares them.
        names.removeAll(List.of("acl", "client", "command", "sentinel"));
        pair.inBothProtocols(both -> {
            names.forEach(name -> both.ask("COMMAND", "INFO", name));
            both.lines("""
                    COMMAND INFO get
                    COMMAND DOCS get
                    COMMAND GETKEYS sentinel masters
                    COMMAND GETKEYS sentinel foo
                    COMMAND GETKEYS sentinel masters x y
                    COMMAND GETKEYS sentinel
                    COMMAND GETKEYS get a
                    COMMAND GETKEYSANDFLAGS publish a b
                    COMMAND COUNT
                    COMMAND INFO sentinel|foo
                    COMMAND DOCS sentinel|foo
                    COMMAND LIST FILTERBY ACLCAT nosuch
                    COMMAND LIST FILTERBY ACLCAT @fast
                    COMMAND LIST FILTERBY PATTERN SENTINEL|masters
                    COMMAND LIST FILTERBY PATTERN x y
                    COMMAND FOO
                    COMMAND LIST FOO
                    COMMAND LIST FILTERBY x y
                    COMMAND LIST FILTERBY PATTERN p?ng
                    COMMAND LIST FILTERBY MODULE x
                    """);
        });
    }

    @Test
    void listingsHaveTheSameFieldsInTheSameOrderWithTheSameValues() {
        int master = pair.masterPort();
        pair.inBothProtocols(both -> {
            both.lines("""
                ROLE
                ROLE x
                INFO sentinel
                INFO Sentinel foo
                INFO foo
                SENTINEL
                SENTINEL foo
                SENTINEL MYID
                SENTINEL MASTERS
                SENTINEL MASTER mymaster
                SENTINEL MASTER MYMASTER
                SENTINEL MASTER nope
                SENTINEL REPLICAS mymaster
                SENTINEL REPLICAS nope
                SENTINEL SLAVES mymaster
                SENTINEL SLAVES nope
                SENTINEL SENTINELS mymaster
                SENTINEL SENTINELS nope
                SENTINEL GET-MASTER-ADDR-BY-NAME mymaster
                SENTINEL get-master-addr-by-name nope
                SENTINEL GET-PRIMARY-ADDR-BY-NAME mymaster
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0 *
                SENTINEL IS-MASTER-DOWN-BY-ADDR foo 1 0 *
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 x 0 *
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 x *
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 70000 0 *
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 +1 0 *
                SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 99999999999999999999 *
                SENTINEL CKQUORUM mymaster
                SENTINEL CKQUORUM nope
                """);
            both.line("SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 " + master + " 0 *");
        });
    }

    @Test
    void settingsAreTakenAndRefusedAlike() {
        pair.inBothProtocols(both -> {
            both.lines("""
                    SENTINEL FLUSHCONFIG
                    SENTINEL SET mymaster
                    SENTINEL SET mymaster quorum
                    SENTINEL SET nope quorum 1
                    SENTINEL SET mymaster quorum 0
                    SENTINEL SET mymaster quorum x
                    SENTINEL SET mymaster quorum 2
                    SENTINEL SET mymaster quorum 2 down-after-milliseconds -1
                    SENTINEL SET mymaster QUORUM 1 Failover-Timeout 5000
                    SENTINEL SET mymaster foo bar
                    SENTINEL SET mymaster quorum 1 foo
                    SENTINEL SET mymaster down-after-milliseconds 20000
                    SENTINEL SET mymaster failover-timeout 0
                    SENTINEL SET mymaster notification-script /no/such/script
                    SENTINEL SET mymaster client-reconfig-script /no/such/script
                    SENTINEL SET mymaster rename-command PING
                    SENTINEL SET mymaster rename-command PING\s
                    SENTINEL SET mymaster rename-command  PING
                    SENTINEL SET mymaster parallel-syncs 0
                    SENTINEL SET mymaster parallel-syncs 1
                    SENTINEL SET mymaster master-reboot-down-after-period -1
                    SENTINEL SET mymaster master-reboot-down-after-period 0
                    SENTINEL MASTER mymaster
                    """);
        });
    }

    @Test
    void scriptsAndSimulatedFailuresAreAnsweredAlike() {
        pair.inBothProtocols(both -> both.lines("""
                SENTINEL PENDING-SCRIPTS
                SENTINEL PENDING-SCRIPTS x
                SENTINEL SIMULATE-FAILURE
                SENTINEL SIMULATE-FAILURE help
                SENTINEL SIMULATE-FAILURE Help x
                SENTINEL SIMULATE-FAILURE nope
                SENTINEL SIMULATE-FAILURE crash-after-election nope
                SENTINEL SIMULATE-FAILURE CRASH-AFTER-ELECTION crash-after-promotion
                SENTINEL SIMULATE-FAILURE help
                """));
    }

    @Test
    void mastersComeAndGoAlike() {
        pair.inBothProtocols(both -> both.lines("""
                SENTINEL MONITOR
                SENTINEL MONITOR a 127.0.0.1 1 x
                SENTINEL MONITOR a 127.0.0.1 x 1
                SENTINEL MONITOR a 127.0.0.1 1 0
                SENTINEL MONITOR a 127.0.0.1 1 -1
                SENTINEL MONITOR a 127.0.0.1 70000 1
                SENTINEL MONITOR a 127.0.0.1 -1 1
                SENTINEL MONITOR a foo.invalid 1 1
                SENTINEL MONITOR mymaster 127.0.0.1 1 1
                SENTINEL MONITOR other 127.0.0.1 1 1
                SENTINEL FAILOVER other
                SENTINEL FAILOVER nope
                SENTINEL GET-MASTER-ADDR-BY-NAME other
                SENTINEL CKQUORUM other
                SENTINEL REPLICAS other
                SENTINEL SENTINELS other
                SENTINEL SET other quorum 3
                SENTINEL CKQUORUM other
                SENTINEL RESET oth*
                SENTINEL RESET nope*
                SENTINEL RESET x y
                SENTINEL REMOVE other
                SENTINEL REMOVE other
                SENTINEL MONITOR v6 ::1 0 1
                SENTINEL GET-MASTER-ADDR-BY-NAME v6
                SENTINEL SET v6 auth-pass secret
                SENTINEL SET v6 auth-user somebody
                SENTINEL SET v6 auth-pass\s
                SENTINEL SET v6 auth-user\s
                SENTINEL SET v6 rename-command PING PONG
                SENTINEL SET v6 rename-command PING ping
                SENTINEL MASTER v6
                SENTINEL REMOVE v6
                PUBLISH foo bar
                PUBLISH __sentinel__:hello x
                PUBLISH __SENTINEL__:hello x
                """));
    }

    @Test
    void theSentinelItselfIsSetAlike() {
        pair.inBothProtocols(both -> both.lines("""
                SENTINEL CONFIG
                SENTINEL CONFIG GET
                SENTINEL CONFIG FOO bar
                SENTINEL CONFIG GET *
                SENTINEL CONFIG GET ANNOUNCE-ip
                SENTINEL CONFIG GET announce-ip announce-port
                SENTINEL CONFIG GET foo
                SENTINEL CONFIG GET res?lve-*
                SENTINEL CONFIG SET announce-port
                SENTINEL CONFIG SET announce-port abc
                SENTINEL CONFIG SET announce-port 70000
                SENTINEL CONFIG SET announce-port -1
                SENTINEL CONFIG SET announce-port 0
                SENTINEL CONFIG SET resolve-hostnames maybe
                SENTINEL CONFIG SET Resolve-Hostnames NO
                SENTINEL CONFIG SET announce-hostnames no
                SENTINEL CONFIG SET foo bar
                SENTINEL CONFIG SET loglevel debug
                SENTINEL CONFIG SET announce-port 0 announce-port 0
                SENTINEL CONFIG SET announce-port 0 announce-ip
                SENTINEL CONFIG SET sentinel-user\s
                SENTINEL CONFIG SET sentinel-pass\s
                SENTINEL CONFIG GET *
                SENTINEL DEBUG
                SENTINEL DEBUG foo 1
                SENTINEL DEBUG info-period
                SENTINEL DEBUG info-period 0
                SENTINEL DEBUG info-period abc
                SENTINEL DEBUG info-period 20000 Ping-Period 900 foo
                SENTINEL DEBUG
                SENTINEL DEBUG info-period 10000 ping-period 1000
                SENTINEL INFO-CACHE
                SENTINEL INFO-CACHE nope
                SENTINEL SIMULATE-FAILURE
                SENTINEL SIMULATE-FAILURE foo
                SENTINEL SIMULATE-FAILURE help
                SENTINEL PENDING-SCRIPTS
                SENTINEL CKQUORUM mymaster
                """));
    }

    @Test
    void infoHasTheSameFieldsInTheSameOrder() {
        List<List<String>> fields = new ArrayList<>();
        for (SentinelProcess sentinel : List.of(pair.stock(), pair.ours())) {
            try (RespClient client = sentinel.client()) {
                fields.add(client.call("INFO")
                        .asText()
                        .lines()
                        .map(line -> line.replaceFirst(":.*", ""))
                        .toList());
            }
        }
        assertThat(fields.get(1)).isEqualTo(fields.get(0));
    }

    @Test
    void theCachedInfoHasTheSameShape() {
        List<List<Integer>> shapes = new ArrayList<>();
        for (SentinelProcess sentinel : List.of(pair.stock(), pair.ours())) {
            try (RespClient client = sentinel.client()) {
                List<Reply> answer =
                        client.call("SENTINEL", "INFO-CACHE", "mymaster").asList();
                assertThat(answer.get(0).asText()).isEqualTo("mymaster");
                List<Reply> nodes = answer.get(1).asList();
                assertThat(nodes).allSatisfy(node -> {
                    assertThat(node.asList().get(0).asLong()).isBetween(0L, 30_000L);
                    assertThat(node.asList().get(1).asText()).contains("role:");
                });
                shapes.add(List.of(answer.size(), nodes.size()));
            }
        }
        assertThat(shapes.get(1)).isEqualTo(shapes.get(0)).containsExactly(2, 2);
    }

    @Test
    void whatIsOnlyOnOneSideIsExcusedByName() {
        pair.inBothProtocols(both -> both.lines("""
                CLIENT LIST
                CLIENT HELP
                COMMAND HELP
                COMMAND LIST
                ACL WHOAMI
                SENTINEL HELP
                PING
                """));
    }
}
