package io.jsentinel.sim;

import io.jsentinel.resp.Resp;
import io.jsentinel.sim.stock.StockSentinel;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What must become true before some time is over; time stops as soon as it is. */
public final class Within {

    private final Play play;
    private final long millis;

    public Within(Play play, long millis) {
        this.play = play;
        this.millis = millis;
    }

    /** Every running sentinel tells clients that this server is the first master. */
    public Play everySentinelNames(String node) {
        return everySentinelNames("m", node);
    }

    /** Every running sentinel tells clients that this server is that master. */
    public Play everySentinelNames(String master, String node) {
        return until(
                "every sentinel names " + node + " as " + master,
                () -> play.cluster().runningSentinels().stream().allMatch(s -> names(s, master, node))
                        && play.cluster().stockSentinels().stream()
                                .filter(SimProcess::isRunning)
                                .allMatch(s -> names(s, master, node)));
    }

    private boolean names(StockSentinel sentinel, String master, String node) {
        return sentinel.view(master)
                .filter(v ->
                        v.currentAddress().equals(play.cluster().redis(node).endpoint()))
                .isPresent();
    }

    /** One sentinel tells clients that this server is the first master. */
    public Play sentinelNames(String sentinel, String node) {
        SimSentinel asked = play.cluster().sentinel(sentinel);
        return until(sentinel + " names " + node, () -> names(asked, "m", node));
    }

    private boolean names(SimSentinel sentinel, String master, String node) {
        return sentinel.core()
                .realm()
                .watches()
                .named(master)
                .map(w -> w.failover().currentAddress())
                .filter(play.cluster().redis(node).endpoint()::equals)
                .isPresent();
    }

    /** Some sentinel announces an event. */
    public Play somebodyAnnounces(String channel) {
        return until(
                "somebody announces " + channel, () -> play.sinceMark().stream().anyMatch(e -> e.isOf(channel)));
    }

    /** A sentinel announces an event. */
    public Play announces(String sentinel, String channel) {
        return until(
                sentinel + " announces " + channel,
                () -> play.channelsOf(sentinel).contains(channel));
    }

    /** A server follows another one, and its link stands. */
    public Play follows(String replica, String master) {
        Replication replication = play.cluster().redis(replica).replication();
        Optional<io.jsentinel.address.Endpoint> expected =
                Optional.of(play.cluster().redis(master).endpoint());
        return until(
                replica + " follows " + master, () -> replication.master().equals(expected) && replication.isLinkUp());
    }

    /** Every sentinel knows everybody, is connected, and nothing is unsaved. */
    public Play theClusterIsStable() {
        return until("the cluster is stable", play.cluster()::isStable);
    }

    /** All name one master, which is not that one, and every other server that runs follows it. */
    public Play theClusterIsWithout(String gone) {
        SimCluster cluster = play.cluster();
        return until(
                "a server other than " + gone + " is the master of all",
                () -> cluster.redises().stream()
                        .filter(r -> r.isRunning()
                                && r.replication().isMaster()
                                && !r.name().equals(gone))
                        .anyMatch(master ->
                                cluster.runningSentinels().stream().allMatch(s -> names(s, "m", master.name()))
                                        && cluster.stockSentinels().stream().allMatch(s -> names(s, "m", master.name()))
                                        && cluster.redises().stream()
                                                .filter(r -> r.isRunning() && r != master)
                                                .allMatch(r -> r.replication()
                                                        .source()
                                                        .filter(master::equals)
                                                        .isPresent())));
    }

    /** The newest command of a test to that sentinel is answered. */
    public Play isAnswered(String sentinel, Resp expected) {
        return until(
                sentinel + " answers " + expected,
                () -> play.cluster()
                        .sentinel(sentinel)
                        .lastAnswer()
                        .filter(expected::equals)
                        .isPresent());
    }

    /** Whatever a test wants to be true. */
    public Play until(String sentence, BooleanSupplier condition) {
        play.runUntil(millis, condition, sentence);
        return play;
    }

    /** Several servers follow another one. */
    public Play allFollow(List<String> replicas, String master) {
        replicas.forEach(replica -> follows(replica, master));
        return play;
    }
}
