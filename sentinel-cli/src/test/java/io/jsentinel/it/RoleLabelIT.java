package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.LoopbackPod;
import io.jsentinel.testkit.PodSet;
import io.jsentinel.testkit.ScriptedApi;
import io.jsentinel.testkit.ScriptedApi.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pods on loopback with a Kubernetes API beside them: their labels follow their roles. */
class RoleLabelIT {

    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final String MASTER = "{\"role\":\"master\",\"isMaster\":\"true\"}";
    private static final String REPLICA = "{\"role\":\"replica\",\"isMaster\":\"false\"}";

    /** For so long an order to fail over may take before it is given again. */
    private static final long REPEAT_NANOS = 8_000_000_000L;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsNames() {
        assumeTrue(PodSet.isPossible(), "this machine does not let a process have names of its own");
    }

    /** Pods that keep their labels, a set with a size, and events that are only counted. */
    private static final class Cluster implements ScriptedApi.Script {

        private static final Pattern POD = Pattern.compile("/api/v1/namespaces/data/pods/([a-z0-9-]+)");
        private static final Pattern LABELS = Pattern.compile("\"labels\":(\\{[^}]*})");

        private final Map<String, String> labels = new ConcurrentHashMap<>();
        private final Map<String, Long> patchedNanos = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

        @Override
        public void answer(Request request, ScriptedApi.Wire wire) throws IOException {
            Matcher pod = POD.matcher(request.path());
            if (pod.matches()) {
                pod(pod.group(1), request, wire);
            } else if (request.path().equals("/apis/apps/v1/namespaces/data/statefulsets/redis")) {
                wire.answer(200, "{\"spec\":{\"replicas\":3}}");
            } else if (request.path().equals("/api/v1/namespaces/data/events")) {
                events.add(request.body());
                wire.answer(201, "{}");
            } else {
                wire.answer(404, "{\"message\":\"there is no " + request.path() + "\"}");
            }
        }

        private void pod(String name, Request request, ScriptedApi.Wire wire) throws IOException {
            if (request.method().equals("PATCH")) {
                Matcher found = LABELS.matcher(request.body());
                assertThat(found.find()).isTrue();
                labels.put(name, found.group(1));
                patchedNanos.put(name, System.nanoTime());
            }
            String shown = labels.getOrDefault(name, "{}");
            wire.answer(200, "{\"metadata\":{\"uid\":\"uid-" + name + "\",\"labels\":" + shown + "}}");
        }
    }

    @Test
    void labelsFollowTheRolesAndTheSizeOfTheSetComesFromTheApi() throws IOException {
        Cluster cluster = new Cluster();
        List<Long> millis = new ArrayList<>();
        try (ScriptedApi api = new ScriptedApi(folder, cluster);
                PodSet set = PodSet.of(3)
                        .withoutSize()
                        .line("sidecar-namespace data")
                        .line("sidecar-role-labels \"role=master|replica isMaster=true|false\"")
                        .environment("KUBERNETES_SERVICE_HOST", "127.0.0.1")
                        .environment("KUBERNETES_SERVICE_PORT", Integer.toString(api.port()))
                        .environment("JSENTINEL_SERVICE_ACCOUNT_DIR", folder.toString())
                        .create()
                        .startAll()) {
            LoopbackPod master = awaitLabels(set, cluster);
            for (int round = 0; round < Runs.count(2); round++) {
                LoopbackPod old = master;
                long knownNanos = awaitOtherName(set, old);
                master = awaitLabels(set, cluster);
                assertThat(master).isNotSameAs(old);
                millis.add((cluster.patchedNanos.get(name(master)) - knownNanos) / 1_000_000);
            }
            LoopbackPod killed = master;
            set.kill(killed.ordinal());
            assertThat(awaitLabels(set, cluster)).isNotSameAs(killed);
            Await.atMost(BOUND)
                    .showing(() -> cluster.events.toString())
                    .until(
                            "an event tells of it",
                            () -> cluster.events.stream().anyMatch(event -> event.contains("\"SwitchMaster\"")));
        }
        Runs.print(
                "from the moment at which a pod names itself the master until its label is patched, in milliseconds: %s",
                millis);
    }

    private static String name(LoopbackPod pod) {
        return "redis-" + pod.ordinal();
    }

    /**
     * Orders a failover, again when nothing came of it, and waits until the daemon of another pod names its own server as
     * the master; returns when that was seen.
     */
    private static long awaitOtherName(PodSet set, LoopbackPod old) {
        long[] orderedNanos = {System.nanoTime() - REPEAT_NANOS};
        Await.atMost(BOUND).showing(set::logTails).until("another name", () -> {
            if (System.nanoTime() - orderedNanos[0] >= REPEAT_NANOS) {
                orderedNanos[0] = System.nanoTime();
                old.sentinel("SENTINEL", "FAILOVER", PodSet.MASTER);
            }
            return set.pods().stream()
                    .anyMatch(pod -> pod != old && pod.toldMaster().equals(Optional.of(pod.host())));
        });
        return System.nanoTime();
    }

    /** Waits until the labels of all pods that run show what they are; returns the one that is shown as the master. */
    private static LoopbackPod awaitLabels(PodSet set, Cluster cluster) {
        Await.atMost(BOUND)
                .showing(() -> cluster.labels + "\n" + set.logTails())
                .until(
                        "the labels are right",
                        () -> set.writable()
                                .filter(master -> set.pods().stream()
                                        .filter(LoopbackPod::hasRedis)
                                        .allMatch(pod -> (pod == master ? MASTER : REPLICA)
                                                .equals(cluster.labels.get(name(pod)))))
                                .isPresent());
        return set.writable().orElseThrow();
    }
}
