package io.jsentinel.it;

import static io.jsentinel.it.NamedServers.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.FakeDns;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Our daemons and real servers behind names that a DNS server of this JVM knows. Linux has all of 127.0.0.0/8. */
@EnabledOnOs(OS.LINUX)
class HostNameIT {

    /** What Redis says when an address is none and a name cannot be resolved. */
    private static final Reply NO_ADDRESS = new Reply.Error("ERR Invalid IP address or hostname specified");

    /** A master m at 127.0.1.1 and replicas a and b behind it at 127.0.1.2 and 127.0.1.3. */
    private static NamedServers servers() {
        NamedServers named = new NamedServers();
        try {
            return named.master("m.test", "127.0.1.1")
                    .replica("a.test", "127.0.1.2", "m.test", "127.0.1.1")
                    .replica("b.test", "127.0.1.3", "m.test", "127.0.1.1");
        } catch (RuntimeException e) {
            named.close();
            throw e;
        }
    }

    private static NamedServers watched(int sentinels, long downAfterMillis) {
        NamedServers named = servers();
        try {
            for (int i = 0; i < sentinels; i++) {
                named.add(named.setup("m.test").downAfterMillis(downAfterMillis));
            }
            named.awaitAcquainted();
            return named;
        } catch (RuntimeException e) {
            named.close();
            throw e;
        }
    }

    private static void failsOver(Consumer<FakeDns> trouble) {
        try (NamedServers named = watched(3, 1_000)) {
            named.server("a.test").call("CONFIG", "SET", "replica-priority", "0");
            Await.atMost(HEAL_BOUND)
                    .until(
                            "a.test is not to be promoted",
                            () -> NamedServers.replicas(named.sentinel(0)).stream()
                                    .anyMatch(r -> r.get("slave-priority").equals("0")));
            trouble.accept(named.dns());
            named.server("m.test").kill();
            named.awaitMaster("b.test", "127.0.1.3");
            // A leader answers with the new address before it tells of the switch.
            Await.atMost(HEAL_BOUND)
                    .showing(named::toString)
                    .until(
                            "the switch is told",
                            () -> !named.log(0).events("+switch-master").isEmpty());
            assertThat(named.log(0).events("+switch-master"))
                    .singleElement()
                    .satisfies(e -> assertThat(e.payload())
                            .isEqualTo("%s 127.0.1.1 %d 127.0.1.3 %d"
                                    .formatted(
                                            NAME,
                                            named.server("m.test").port(),
                                            named.server("b.test").port())));
            Await.atMost(HEAL_BOUND)
                    .showing(named::toString)
                    .until(
                            "a.test follows",
                            () -> named.server("a.test")
                                    .isReplicaOf(named.server("b.test").port()));
            named.server("m.test").restart();
            Await.atMost(HEAL_BOUND)
                    .showing(named::toString)
                    .until(
                            "m.test follows",
                            () -> named.server("m.test")
                                    .isReplicaOf(named.server("b.test").port()));
        }
    }

    @Test
    void serversBehindNamesFailOverWhenTheResolverSaysNothing() {
        failsOver(FakeDns::fallSilent);
    }

    @Test
    void serversBehindNamesFailOverWhenTheResolverFails() {
        failsOver(FakeDns::fail);
    }

    @Test
    void serversBehindNamesFailOverWhenTheNameOfTheDeadMasterFlips() {
        failsOver(dns -> dns.takes(Duration.ofSeconds(2)).set("m.test", "127.0.1.1", "127.0.1.77"));
    }

    @Test
    void aResolverThatSaysNothingDelaysNoPing() {
        try (NamedServers named = watched(1, 1_000);
                RespClient client = named.sentinel(0).client(Duration.ofSeconds(20))) {
            int before = named.log(0).events().size();
            int asked = named.dns().questions().size();
            named.dns().fallSilent();
            // A command that waits for a name shows that questions hang, for as long as it waits.
            Reply answer = client.call("SENTINEL", "MONITOR", "other", "none.test", "6379", "1");
            assertThat(answer).isEqualTo(NO_ADDRESS);
            assertThat(named.dns().questions().size()).isGreaterThan(asked);
            assertThat(named.log(0).events()).as(named.toString()).hasSize(before);
        }
    }

    @Test
    void aReplicaThatComesBackUnderItsNameElsewhereIsFollowedAndCountedOnce() {
        try (NamedServers named = watched(1, 10_000)) {
            named.move(
                    "a.test", "127.0.1.12", "127.0.1.1", named.server("m.test").port());
            Await.atMost(HEAL_BOUND)
                    .showing(named::toString)
                    .until(
                            "a.test is seen at its new address",
                            () -> NamedServers.replicas(named.sentinel(0)).stream()
                                    .anyMatch(r -> r.get("ip").equals("127.0.1.12")
                                            && r.get("flags").equals("slave")));
            named.awaitAcquainted();
            assertThat(named.sentinel(0).logText())
                    .contains("a.test:" + named.server("a.test").port());
        }
    }

    @Test
    void aMasterThatComesBackUnderItsNameElsewhereIsFollowedWithoutAFailover() {
        try (NamedServers named = watched(1, 10_000)) {
            named.move("m.test", "127.0.1.11", "", 0);
            named.awaitMaster("m.test", "127.0.1.11");
            for (String replica : List.of("a.test", "b.test")) {
                Await.atMost(HEAL_BOUND)
                        .showing(named::toString)
                        .until(
                                replica + " follows",
                                () -> named.server(replica)
                                        .info("replication")
                                        .get("master_host")
                                        .equals("127.0.1.11"));
            }
            assertThat(named.log(0).events("+switch-master")).isEmpty();
            assertThat(named.sentinel(0).confText()).contains("sentinel monitor " + NAME + " m.test ");
        }
    }

    @Test
    void namesAreTakenByMonitorAsSoonAsTheSettingSaysSo() {
        try (NamedServers named = servers()) {
            named.add(named.daemon().line("sentinel resolve-hostnames no"));
            SentinelProcess sentinel = named.sentinel(0);
            String port = Integer.toString(named.server("m.test").port());
            String[] monitor = {"SENTINEL", "MONITOR", NAME, "m.test", port, "1"};
            String[] unknown = {"SENTINEL", "MONITOR", "other", "none.test", port, "1"};
            assertThat(sentinel.call(monitor)).isEqualTo(NO_ADDRESS);
            assertThat(named.dns().questions()).isEmpty();

            assertThat(set(sentinel, "resolve-hostnames", "yes")).isEqualTo("OK");
            assertThat(sentinel.call(unknown)).isEqualTo(NO_ADDRESS);
            assertThat(sentinel.call(monitor).asText()).isEqualTo("OK");
            named.awaitAcquainted();
            assertThat(NamedServers.address(sentinel)).containsExactly("127.0.1.1", port);

            assertThat(set(sentinel, "announce-hostnames", "yes")).isEqualTo("OK");
            assertThat(NamedServers.address(sentinel)).containsExactly("m.test", port);
            assertThat(NamedServers.replicas(sentinel))
                    .extracting(replica -> replica.get("ip"))
                    .containsExactlyInAnyOrder("a.test", "b.test");
            assertThat(sentinel.confText())
                    .contains("sentinel monitor " + NAME + " m.test ")
                    .contains("sentinel resolve-hostnames yes");
            assertThat(set(sentinel, "announce-hostnames", "no")).isEqualTo("OK");
            assertThat(NamedServers.address(sentinel)).containsExactly("127.0.1.1", port);
        }
    }

    private static String set(SentinelProcess sentinel, String name, String value) {
        return sentinel.call("SENTINEL", "CONFIG", "SET", name, value).asText();
    }

    @Test
    void aNameThatIsMendedIsTakenAtOnce() {
        try (NamedServers named = servers()) {
            named.dns().remove("m.test");
            named.add(named.daemon());
            String[] monitor = {
                "SENTINEL",
                "MONITOR",
                NAME,
                "m.test",
                Integer.toString(named.server("m.test").port()),
                "1"
            };
            assertThat(named.sentinel(0).call(monitor)).isEqualTo(NO_ADDRESS);
            named.dns().set("m.test", "127.0.1.1");
            assertThat(named.sentinel(0).call(monitor).asText()).isEqualTo("OK");
        }
    }
}
