package io.jsentinel.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jsentinel.config.RoleLabel;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.Kubernetes;
import io.jsentinel.config.SidecarConfig.KubernetesUse;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.event.EventType;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.pod.LeaseState;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sidecar does in a cluster that keeps what it is given: labels, the size of the set, events, the lease. */
class PodApiTest {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final String POD = FakeCluster.PODS + "/redis-0";
    private static final Kubernetes USUAL = Kubernetes.DEFAULT;

    @TempDir
    private Path folder;

    private FakeCluster cluster;
    private final List<PodApi> apis = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<ClusterView> views = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        cluster = new FakeCluster(folder);
        cluster.addPod("redis-0", Map.of("app", "redis"));
        cluster.addPod("redis-1", Map.of("app", "redis"));
        cluster.addSet("redis", 3);
    }

    @AfterEach
    void end() {
        apis.forEach(PodApi::close);
        cluster.close();
    }

    private PodApi open(String pod, Kubernetes kubernetes) {
        Pod named = new Pod(pod, "", "", "redis-headless", Pod.NONE.announce());
        SidecarConfig config = new SidecarConfig(
                named, SidecarConfig.OFF.local(), SidecarConfig.OFF.boot(), SidecarConfig.OFF.guard(), kubernetes);
        PodApi api = PodApi.open(config, cluster.environment(), new ClusterReports(views::add), log::add)
                .orElseThrow();
        apis.add(api);
        return api;
    }

    private Await await() {
        return Await.atMost(BOUND).showing(() -> log + " " + views);
    }

    private ClusterView view() {
        return views.isEmpty() ? ClusterView.UNKNOWN : views.get(views.size() - 1);
    }

    private static Kubernetes with(RoleLabel... labels) {
        return new Kubernetes(KubernetesUse.YES, List.of(labels), "", "", 6_000);
    }

    @Test
    void thePodGetsTheLabelsOfItsRoleAndKeepsItsOthers() {
        PodApi api = open(
                "redis-0",
                with(
                        new RoleLabel("jsentinel.io/role", "master", "replica"),
                        new RoleLabel("redisfailovers-role", "master", "slave"),
                        new RoleLabel("isMaster", "true", "false")));
        api.show(Optional.of(Role.MASTER));
        await().until(
                        "labels of a master",
                        () -> cluster.labels("redis-0"),
                        Map.of(
                                "app", "redis",
                                "jsentinel.io/role", "master",
                                "redisfailovers-role", "master",
                                "isMaster", "true")::equals);
        api.show(Optional.of(Role.REPLICA));
        await().until(
                        "labels of a replica",
                        () -> cluster.labels("redis-0").get("redisfailovers-role"),
                        "slave"::equals);
        api.show(Optional.empty());
        await().until("no labels", () -> cluster.labels("redis-0"), Map.of("app", "redis")::equals);
        assertThat(cluster.labels("redis-1")).isEqualTo(Map.of("app", "redis"));
        assertThat(log).isEmpty();
    }

    @Test
    void aLabelOfAnEarlierLifeIsRemovedUntilTheRoleIsKnown() {
        cluster.patch(POD, "{\"metadata\":{\"labels\":{\"jsentinel.io/role\":\"master\"}}}");
        open("redis-0", USUAL);
        await().until("no label", () -> !cluster.labels("redis-0").containsKey("jsentinel.io/role"));
    }

    @Test
    void aLabelThatSomebodyElseChangesIsPutRight() {
        PodApi api = open("redis-0", USUAL);
        api.show(Optional.of(Role.REPLICA));
        await().until("a replica", () -> cluster.labels("redis-0").get("jsentinel.io/role"), "replica"::equals);
        cluster.patch(POD, "{\"metadata\":{\"labels\":{\"jsentinel.io/role\":\"master\"}}}");
        await().until("a replica again", () -> cluster.labels("redis-0").get("jsentinel.io/role"), "replica"::equals);
    }

    @Test
    void withoutTheRightToPatchItIsSaidOnceAndDoneWhenTheRightComes() {
        cluster.refuse("PATCH", 403);
        PodApi api = open("redis-0", USUAL);
        api.show(Optional.of(Role.MASTER));
        await().until("told", () -> log.stream().anyMatch(line -> line.contains("no right to patch pods")));
        api.show(Optional.of(Role.REPLICA));
        await().until("the set is read all the same", () -> view().replicas().equals(OptionalInt.of(3)));
        cluster.allow();
        api.show(Optional.of(Role.MASTER));
        await().until("a master", () -> cluster.labels("redis-0").get("jsentinel.io/role"), "master"::equals);
        assertThat(log.stream().filter(line -> line.contains("no right"))).hasSize(1);
        await().until("told that it is over", () -> log.contains("Kubernetes API: patch pods succeeds again"));
    }

    @Test
    void anApiThatFailsIsTriedAgain() {
        cluster.refuse("GET /api/v1/namespaces/data/pods", 500);
        PodApi api = open("redis-0", USUAL);
        api.show(Optional.of(Role.MASTER));
        await().until("told", () -> log.stream().anyMatch(line -> line.contains("get pods fails")));
        cluster.allow();
        await().until("a master", () -> cluster.labels("redis-0").get("jsentinel.io/role"), "master"::equals);
    }

    @Test
    void theSizeOfTheSetIsTold() {
        open("redis-0", USUAL);
        await().until("three", () -> view().replicas().equals(OptionalInt.of(3)));
        cluster.patch(FakeCluster.SETS + "/redis", "{\"spec\":{\"replicas\":5}}");
        await().until("five", () -> view().replicas().equals(OptionalInt.of(5)));
        cluster.patch(FakeCluster.SETS + "/redis", "{\"spec\":{\"replicas\":0}}");
        await().until("none", () -> view().replicas().equals(OptionalInt.of(0)));
        assertThat(view().podEnds()).isFalse();
    }

    @Test
    void thatThePodIsGoneIsTold() {
        PodApi api = open("redis-0", USUAL);
        await().until("the pod is known", () -> api.labelAgeMillis().isPresent());
        // Nothing holds it back, so that it is deleted at once.
        cluster.patch(POD, "{\"metadata\":{\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"}}");
        await().until("the pod ends", () -> view().podEnds());
    }

    @Test
    void whatHappensIsWrittenAsEventsAndTheSameOnceWithItsCount() {
        PodApi api = open("redis-0", USUAL);
        await().until("the pod is known", () -> api.labelAgeMillis().isPresent());
        var down = new io.jsentinel.event.Event(EventType.ODOWN, "master mymaster 10.0.0.1 6379 #quorum 2/2");
        Stream.of(down, down, down).forEach(api::tell);
        api.tell(new io.jsentinel.event.Event(EventType.SWITCH_MASTER, "mymaster 10.0.0.1 6379 10.0.0.2 6379"));
        api.tell(new io.jsentinel.event.Event(EventType.NEW_EPOCH, "7"));
        await().until("all are written", () -> counted(cluster.events()) == 4);
        List<Event> events = cluster.events();
        assertThat(events).extracting(Event::getReason).containsOnly("Odown", "SwitchMaster");
        Event switched = events.stream()
                .filter(event -> event.getReason().equals("SwitchMaster"))
                .findFirst()
                .orElseThrow();
        assertThat(switched.getType()).isEqualTo("Normal");
        assertThat(switched.getMessage()).isEqualTo("+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379");
        assertThat(switched.getInvolvedObject().getName()).isEqualTo("redis-0");
        assertThat(switched.getInvolvedObject().getUid())
                .isEqualTo(cluster.read(POD, io.fabric8.kubernetes.api.model.Pod.class)
                        .getMetadata()
                        .getUid());
    }

    private static int counted(List<Event> events) {
        return events.stream().mapToInt(Event::getCount).sum();
    }

    @Test
    void onlyOnePodHoldsTheLeaseAndTheNextOneGetsItWhenItIsGivenBack() {
        PodApi first = open("redis-0", with());
        first.holdLease(true);
        await().until("held", () -> view().lease() == LeaseState.HELD);
        List<ClusterView> others = new CopyOnWriteArrayList<>();
        Pod pod = new Pod("redis-1", "", "data", "redis-headless", Pod.NONE.announce());
        SidecarConfig config = new SidecarConfig(
                pod, SidecarConfig.OFF.local(), SidecarConfig.OFF.boot(), SidecarConfig.OFF.guard(), with());
        PodApi second = PodApi.open(config, cluster.environment(), new ClusterReports(others::add), log::add)
                .orElseThrow();
        apis.add(second);
        second.holdLease(true);
        await().until("lost", () -> others.stream().anyMatch(told -> told.lease() == LeaseState.LOST));
        assertThat(view().lease()).isEqualTo(LeaseState.HELD);
        first.holdLease(false);
        await().until("the second holds it", () -> others.get(others.size() - 1).lease() == LeaseState.HELD);
        Lease lease = cluster.read(FakeCluster.LEASES + "/redis-master", Lease.class);
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("redis-1");
        assertThat(lease.getSpec().getLeaseTransitions()).isPositive();
    }

    @Test
    void aLeaseOfAPodThatIsGoneIsTakenWhenItsTermIsOver() {
        PodApi first = open("redis-0", with());
        first.holdLease(true);
        await().until("held", () -> view().lease() == LeaseState.HELD);
        first.close();
        views.clear();
        open("redis-1", with()).holdLease(true);
        await().until("lost at first", () -> view().lease() == LeaseState.LOST);
        await().until("then held", () -> view().lease() == LeaseState.HELD);
    }

    @Test
    void whatIsHeldIsUnknownWhenItsTermIsOverAndTheApiIsAway() {
        PodApi api = open("redis-0", with());
        api.holdLease(true);
        await().until("held", () -> view().lease() == LeaseState.HELD);
        cluster.refuse("GET /apis/coordination", 503);
        await().until("unknown", () -> view().lease() == LeaseState.UNKNOWN);
        cluster.allow();
        await().until("held again", () -> view().lease() == LeaseState.HELD);
    }

    @Test
    void withoutATokenOrAnAddressTheApiIsNotUsed() {
        Pod pod = new Pod("redis-0", "", "data", "redis-headless", Pod.NONE.announce());
        SidecarConfig auto = new SidecarConfig(
                pod, SidecarConfig.OFF.local(), SidecarConfig.OFF.boot(), SidecarConfig.OFF.guard(), USUAL);
        ClusterReports reports = new ClusterReports(views::add);
        assertThat(PodApi.open(auto, Map.of(), reports, log::add)).isEmpty();
        assertThat(PodApi.open(SidecarConfig.OFF, cluster.environment(), reports, log::add))
                .isEmpty();
        assertThat(log).isEmpty();
        assertThat(PodApi.open(auto.with(with()), Map.of(), reports, log::add)).isEmpty();
        assertThat(log).singleElement().asString().contains("KUBERNETES_SERVICE_HOST");
    }
}
