package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.failoverTimeout;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What SENTINEL MASTER, REPLICAS and SENTINELS list, and in which order: some clients count positions. */
class ListingTest {

    private static final List<String> COMMON = List.of(
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
            "down-after-milliseconds");
    private static final List<String> NODE = List.of("info-refresh", "role-reported", "role-reported-time");

    private final Play play = sentinels(3)
            .monitor("m", quorum(2), failoverTimeout(seconds(60)))
            .replica("a", offset(10), syncTakes(seconds(20)))
            .replica("b", offset(90))
            .untilStable();

    private Resp ask(String... words) {
        return play.cluster().sentinel("s1").command(words).orElseThrow();
    }

    private static List<String> texts(Resp listing) {
        return ((Resp.Pairs) listing)
                .namesAndValues().stream().map(v -> ((Resp.Bulk) v).text()).toList();
    }

    private List<String> master() {
        return texts(ask("SENTINEL", "MASTER", "m"));
    }

    private List<String> first(String command) {
        return texts(((Resp.Array) ask("SENTINEL", command, "m")).items().get(0));
    }

    private static List<String> names(List<String> listing) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < listing.size(); i += 2) {
            names.add(listing.get(i));
        }
        return names;
    }

    private static String value(List<String> listing, String name) {
        return listing.get(2 * names(listing).indexOf(name) + 1);
    }

    private static List<String> with(List<String> node, String... more) {
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(node);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void theLastInfoOfAMasterAndItsReplicasIsKept() {
        List<Resp> items = ((Resp.Array) ask("SENTINEL", "INFO-CACHE", "m", "nope", "m")).items();
        List<Resp> nodes = ((Resp.Array) items.get(1)).items();

        assertThat(items).hasSize(2);
        assertThat(items.get(0)).isEqualTo(Resp.bulk("m"));
        assertThat(nodes).hasSize(3).allSatisfy(node -> {
            assertThat(((Resp.Int) ((Resp.Array) node).items().get(0)).value()).isBetween(0L, 11_000L);
            assertThat(((Resp.Array) node).items().get(1).textOrEmpty()).contains("run_id:");
        });
        assertThat(((Resp.Array) nodes.get(0)).items().get(1).textOrEmpty()).contains("role:master");
        assertThat(((Resp.Array) nodes.get(1)).items().get(1).textOrEmpty()).contains("role:slave");
        assertThat(ask("SENTINEL", "INFO-CACHE", "nope")).isEqualTo(Resp.array());
    }

    @Test
    void aHealthyMasterHasTwentyFieldsInTheOrderOfRedis() {
        List<String> listing = master();

        assertThat(listing).hasSize(40);
        assertThat(names(listing))
                .isEqualTo(with(
                        NODE,
                        "config-epoch",
                        "num-slaves",
                        "num-other-sentinels",
                        "quorum",
                        "failover-timeout",
                        "parallel-syncs"));
        assertThat(listing.get(33)).isEqualTo("2");
        assertThat(listing).startsWith("name", "m", "ip").contains("flags", "master");
        assertThat(value(listing, "last-ping-sent")).isIn("0", "1", "2");
        assertThat(((Resp.Array) ask("SENTINEL", "MASTERS")).items()).hasSize(1);
    }

    @Test
    void aHealthyReplicaHasTwentyOne() {
        List<String> listing = first("REPLICAS");

        assertThat(listing).hasSize(42).isEqualTo(first("SLAVES"));
        assertThat(names(listing))
                .isEqualTo(with(
                        NODE,
                        "master-link-down-time",
                        "master-link-status",
                        "master-host",
                        "master-port",
                        "slave-priority",
                        "slave-repl-offset",
                        "replica-announced"));
        assertThat(value(listing, "flags")).isEqualTo("slave");
        assertThat(value(listing, "name")).isEqualTo(value(listing, "ip") + ":" + value(listing, "port"));
        assertThat(value(listing, "master-link-status")).isEqualTo("ok");
    }

    @Test
    void aHealthySentinelHasFourteen() {
        List<String> listing = first("SENTINELS");

        assertThat(listing).hasSize(28);
        assertThat(names(listing))
                .isEqualTo(with(List.of(), "last-hello-message", "voted-leader", "voted-leader-epoch"));
        assertThat(value(listing, "flags")).isEqualTo("sentinel");
        assertThat(value(listing, "voted-leader")).isEqualTo("?");
        assertThat(value(listing, "name")).isEqualTo(value(listing, "runid"));
    }

    @Test
    void anUnannouncedReplicaIsCountedButNotListed() {
        play.cluster().redis("a").announced(false);
        play.passes(seconds(11));

        assertThat(((Resp.Array) ask("SENTINEL", "REPLICAS", "m")).items()).hasSize(1);
        assertThat(value(master(), "num-slaves")).isEqualTo("2");
    }

    @Test
    void aMasterThatIsDownShowsSinceWhen() {
        play.freeze("m", "a", "b").within(seconds(8)).announces("s1", "+odown").passes(20);
        List<String> listing = master();

        assertThat(value(listing, "flags")).startsWith("s_down,o_down,master");
        assertThat(names(listing))
                .containsSubsequence("last-ping-reply", "s-down-time", "o-down-time", "down-after-milliseconds");
        assertThat(Long.parseLong(value(listing, "last-ping-sent"))).isGreaterThan(1_000);
        assertThat(first("REPLICAS").get(9)).startsWith("s_down,slave");
    }

    @Test
    void aFailoverShowsWhereItStands() {
        play.tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m")
                .tells("s1", Resp.error("-INPROG Failover already in progress"), "SENTINEL", "FAILOVER", "m");
        assertThat(names(master())).containsSubsequence("link-refcount", "failover-state", "last-ping-sent");
        assertThat(value(master(), "failover-state")).isEqualTo("wait_start");
        assertThat(value(master(), "flags")).isEqualTo("master,failover_in_progress,force_failover");

        play.within(seconds(2)).announces("s1", "+slave-reconf-sent");
        assertThat(value(master(), "failover-state")).isEqualTo("reconf_slaves");
        assertThat(((Resp.Array) ask("SENTINEL", "REPLICAS", "m"))
                        .items().stream().map(r -> value(texts(r), "flags")))
                .anyMatch(flags -> flags.endsWith("promoted"))
                .anyMatch(flags -> flags.endsWith("reconf_sent"));
    }

    @Test
    void theSectionOfInfoHasOneLineForEachMaster() {
        String section = play.cluster().sentinel("s1").core().infoSection(play.nowMillis());

        assertThat(section)
                .isEqualTo(String.join(
                        "\r\n",
                        "# Sentinel",
                        "sentinel_masters:1",
                        "sentinel_tilt:0",
                        "sentinel_tilt_since_seconds:-1",
                        "sentinel_running_scripts:0",
                        "sentinel_scripts_queue_length:0",
                        "sentinel_simulate_failure_flags:0",
                        "master0:name=m,status=ok,address="
                                + play.cluster().redis("m").endpoint().joined() + ",slaves=2,sentinels=3",
                        ""));
        play.freeze("m", "a", "b").within(seconds(8)).announces("s1", "+odown");
        assertThat(play.cluster().sentinel("s1").core().infoSection(play.nowMillis()))
                .contains("status=odown");
    }

    @Test
    void othersAreToldThatTheMasterIsDown() {
        String ip = play.cluster().redis("m").endpoint().host();
        Resp down = Resp.array(Resp.integer(1), Resp.bulk("*"), Resp.integer(0));
        play.freeze("m", "a", "b").within(seconds(8)).announces("s1", "+odown");

        assertThat(ask("SENTINEL", "IS-MASTER-DOWN-BY-ADDR", ip, "6379", "0", "*"))
                .isEqualTo(down);
    }
}
