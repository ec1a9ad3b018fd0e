package io.jsentinel.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.RoleLabel;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.ScriptedApi;
import io.jsentinel.testkit.ScriptedApi.Request;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The labels of our own pod, beside an API that answers as it pleases. */
class PodTaskTest {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final String PATH = "/api/v1/namespaces/data/pods/redis-0";
    private static final RoleLabel LABEL = new RoleLabel("role", "master", "replica");

    @TempDir
    private Path folder;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger agreements = new AtomicInteger();
    private PodTask task;
    private ApiClient client;

    private static ServiceAccount account(ScriptedApi api) {
        return new ServiceAccount("127.0.0.1", api.port(), api.folder());
    }

    @AfterEach
    void end() {
        loop.submit(() -> {
                    task.stop();
                    client.close();
                })
                .syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void start(ScriptedApi api) {
        client = new ApiClient(loop, account(api), new ApiCounters());
        ApiTask.Tools tools = new ApiTask.Tools(loop, client, new ApiTroubles(log::add), new SplittableRandom(3));
        task = new PodTask(tools, PATH, List.of(LABEL), new PodTask.Listener() {
            @Override
            public void podEnds() {
                ends.incrementAndGet();
            }

            @Override
            public void labelsAgree(String uid) {
                agreements.incrementAndGet();
            }
        });
        loop.execute(task::lookNow);
    }

    private void show(Role role) {
        loop.execute(() -> task.show(Optional.of(role)));
    }

    private Await await(ScriptedApi api) {
        return Await.atMost(BOUND).showing(() -> log + " " + api.requests());
    }

    private static String pod(String uid, String labels) {
        return "{\"metadata\":{\"uid\":\"" + uid + "\",\"labels\":" + labels + "}}";
    }

    /** Answers as the API does for a pod whose labels are what the last patch said. */
    private static final class OnePod implements ScriptedApi.Script {
        private volatile String labels = "{}";
        private volatile int refusalsOfPatches;
        private volatile String refusal = "";

        @Override
        public void answer(Request request, ScriptedApi.Wire wire) throws java.io.IOException {
            if (request.method().equals("PATCH")) {
                if (refusalsOfPatches > 0) {
                    refusalsOfPatches--;
                    wire.answer(Integer.parseInt(refusal), "{\"message\":\"not now\"}", "Retry-After: 0");
                    return;
                }
                labels = request.body().replaceAll(".*\"labels\":(\\{[^}]*}).*", "$1");
            }
            wire.answer(200, pod("u-1", labels));
        }
    }

    @Test
    void aRoleChangeIsPatchedAtOnceOnTheConnectionThatStandsAndOnlyOnOurOwnPod() throws Exception {
        try (ScriptedApi api = new ScriptedApi(folder, new OnePod())) {
            start(api);
            await(api).until("the pod was read", () -> agreements.get() > 0);
            int before = api.requests().size();
            show(Role.MASTER);
            await(api).until("patched", () -> api.requests().size() > before);
            Request patch = api.requests().get(before);
            assertThat(patch.method()).isEqualTo("PATCH");
            assertThat(patch.body()).isEqualTo("{\"metadata\":{\"uid\":\"u-1\",\"labels\":{\"role\":\"master\"}}}");
            assertThat(api.connections()).isEqualTo(1);
        }
    }

    @Test
    void rolesThatChangeFasterThanTheApiAnswersEndWithTheLastOne() throws Exception {
        OnePod pod = new OnePod();
        try (ScriptedApi api = new ScriptedApi(folder, pod)) {
            start(api);
            await(api).until("the pod was read", () -> agreements.get() > 0);
            for (int i = 0; i < 50; i++) {
                show(i % 2 == 0 ? Role.MASTER : Role.REPLICA);
            }
            await(api).until("the last role", () -> pod.labels.equals("{\"role\":\"replica\"}"));
            assertThat(api.requests().size()).isLessThan(52);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 410, 429, 500, 503})
    void aPatchThatIsRefusedIsTriedAgain(int code) throws Exception {
        OnePod pod = new OnePod();
        pod.refusal = Integer.toString(code);
        pod.refusalsOfPatches = 2;
        try (ScriptedApi api = new ScriptedApi(folder, pod)) {
            start(api);
            show(Role.MASTER);
            await(api).until("shown", () -> pod.labels.equals("{\"role\":\"master\"}"));
        }
    }

    @Test
    void anotherPodOfOurNameIsLeftAloneAndOursCountsAsEnding() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (ScriptedApi api = new ScriptedApi(
                folder, (request, wire) -> wire.answer(200, pod(reads.incrementAndGet() == 1 ? "u-1" : "u-2", "{}")))) {
            start(api);
            await(api).until("the later pod was seen", () -> ends.get() > 0);
            assertThat(api.requests()).extracting(Request::method).containsOnly("GET");
        }
    }

    @Test
    void thatThePodIsAskedToEndIsHeard() throws Exception {
        String ending =
                "{\"metadata\":{\"uid\":\"u-1\",\"deletionTimestamp\":\"2026-01-02T03:04:05Z\",\"labels\":null}}";
        try (ScriptedApi api = new ScriptedApi(folder, (request, wire) -> wire.answer(200, ending))) {
            start(api);
            await(api).until("heard", () -> ends.get() > 0);
        }
    }

    @Test
    void anApiThatDropsOurLabelIsNotAskedWithoutEnd() throws Exception {
        List<String> methods = new CopyOnWriteArrayList<>();
        try (ScriptedApi api = new ScriptedApi(folder, (request, wire) -> {
            methods.add(request.method());
            wire.answer(200, pod("u-1", "{}"));
        })) {
            start(api);
            show(Role.MASTER);
            await(api).until("patched", () -> List.copyOf(methods).contains("PATCH"));
            await(api)
                    .until(
                            "tried again later",
                            () -> List.copyOf(methods).stream()
                                            .filter("PATCH"::equals)
                                            .count()
                                    >= 2);
            assertThat(List.copyOf(methods)).hasSizeLessThan(8);
        }
    }
}
