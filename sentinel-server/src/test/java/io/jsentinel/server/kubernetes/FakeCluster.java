package io.jsentinel.server.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API that keeps what it is given: that of fabric8's mock. The test reads and changes it by the same API, directly. */
final class FakeCluster implements AutoCloseable {

    /** Kept, so that its level stays: the mock writes a line for each request. */
    private static final Logger QUIET = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    static final String PODS = "/api/v1/namespaces/data/pods";
    static final String SETS = "/apis/apps/v1/namespaces/data/statefulsets";
    static final String EVENTS = "/api/v1/namespaces/data/events";
    static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/data/leases";

    private static final KubernetesSerialization FORM = new KubernetesSerialization();

    private final Store store = new Store();
    private final KubernetesMockServer server;
    private final Path folder;

    /** What the mock keeps, with rights that a test can take away. */
    private static final class Store extends KubernetesCrudDispatcher {

        /** Methods and beginnings of paths that are refused, with the code. */
        private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String asked = request.method() + " " + request.getPath();
            Optional<Integer> refusal = refusals.entrySet().stream()
                    .filter(entry -> asked.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            return refusal.isPresent()
                    ? new MockResponse()
                            .setResponseCode(refusal.get())
                            .setBody("{\"kind\":\"Status\",\"message\":\"refused by the test\"}")
                    : super.dispatch(request);
        }
    }

    /** Starts one. @param folder gets the files of the service account */
    FakeCluster(Path folder) throws IOException {
        this.folder = folder;
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), store, true);
        server.init();
        Path certificate = Path.of(server.getSelfSignedCertificate().certificatePath());
        Files.copy(certificate, folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), "token");
        Files.writeString(folder.resolve("namespace"), "data");
    }

    /** The account by which this is used. */
    ServiceAccount account() {
        return new ServiceAccount("localhost", server.getPort(), folder);
    }

    /** The environment and folder of a process in a pod of this cluster. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                "localhost",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(server.getPort()),
                ServiceAccount.FOLDER,
                folder.toString());
    }

    /** Has requests refused that begin so: {@code PATCH /api/v1}. */
    void refuse(String beginning, int code) {
        store.refusals.put(beginning, code);
    }

    /** Nothing is refused any more. */
    void allow() {
        store.refusals.clear();
    }

    /** Makes a pod. */
    void addPod(String name, Map<String, String> labels) {
        create(
                PODS,
                new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("data")
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build());
    }

    /** Makes a set. */
    void addSet(String name, int replicas) {
        create(
                SETS,
                new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("data")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build());
    }

    private void create(String collection, KubernetesResource resource) {
        store.handleCreate(request("POST", collection, FORM.asJson(resource), "application/json"));
    }

    /** Changes what is there, as kubectl patch does it. */
    void patch(String path, String body) {
        store.handlePatch(request("PATCH", path, body, "application/merge-patch+json"));
    }

    private static RecordedRequest request(String method, String path, String body, String type) {
        return new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.valueOf(method),
                path,
                Headers.builder().add("Content-Type", type).build(),
                new Buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The labels of a pod. The mock keeps a label that a merge patch takes away, without a value; it is left out here. */
    Map<String, String> labels(String pod) {
        Map<String, String> kept = new HashMap<>(Optional.ofNullable(
                        read(PODS + "/" + pod, Pod.class).getMetadata().getLabels())
                .orElse(Map.of()));
        kept.values().removeIf(Objects::isNull);
        return kept;
    }

    /** All events. */
    List<Event> events() {
        return read(EVENTS, EventList.class).getItems();
    }

    /** What is at a path. */
    <T> T read(String path, Class<T> type) {
        return FORM.unmarshal(store.handleGet(path).getBody().readUtf8(), type);
    }

    @Override
    public void close() {
        server.destroy();
    }
}
