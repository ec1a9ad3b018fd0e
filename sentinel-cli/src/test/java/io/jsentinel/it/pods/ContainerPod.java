package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * One pod of a {@link ContainerSet}: real containers made from the template as a kubelet would, in a podman pod with an
 * address of its own. What the kubelet does besides (hooks, ending within the grace period) this does, too.
 */
final class ContainerPod {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int GRACE_SECONDS = 30;

    private final ContainerSet set;
    private final String name;
    private final String id;
    private final String address;

    /** Makes the pod and starts its containers, within its network or cut off; does not wait for them to be ready. */
    ContainerPod(ContainerSet set, String name, boolean isConnected) {
        this.set = set;
        this.name = name;
        this.id = Podman.podman(
                "pod",
                "create",
                "--name",
                set.prefix() + "-" + name,
                "--hostname",
                name,
                "--network",
                set.network(),
                "--network-alias",
                name + "." + ContainerSet.SERVICE,
                "--network-alias",
                ContainerSet.SERVICE);
        set.remember(id);
        Podman.podman("pod", "start", id);
        String infra = Podman.podman("pod", "inspect", "-f", "{{.InfraContainerID}}", id);
        this.address =
                Podman.podman("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", infra);
        if (!isConnected) {
            connect(false);
        }
        set.template().getSpec().getContainers().forEach(this::run);
    }

    String name() {
        return name;
    }

    /** The address of this pod, a new one for each pod of the same name. */
    String address() {
        return address;
    }

    private String container(String of) {
        return set.prefix() + "-" + name + "-" + of;
    }

    private void run(Container template) {
        Map<String, String> environment = environment(template);
        List<String> words = new ArrayList<>(List.of(
                "run",
                "-d",
                "--pod",
                id,
                "--name",
                container(template.getName()),
                "--user",
                "1001:1001",
                "--read-only",
                "--cap-drop",
                "all",
                "--security-opt",
                "no-new-privileges"));
        words.addAll(List.of("--cpus", set.processors(template), "--memory", set.memory(template)));
        environment.forEach((variable, value) -> words.addAll(List.of("-e", variable + "=" + value)));
        for (VolumeMount mount : template.getVolumeMounts()) {
            Path folder = set.volume(name, id, mount.getName());
            words.addAll(List.of(
                    "-v",
                    folder + ":" + mount.getMountPath() + (Boolean.TRUE.equals(mount.getReadOnly()) ? ":ro" : "")));
        }
        words.add(set.image(template));
        words.addAll(template.getCommand());
        template.getArgs().forEach(argument -> words.add(expanded(argument, environment)));
        Podman.podman(words);
    }

    private Map<String, String> environment(Container template) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : template.getEnv()) {
            String value = variable.getValueFrom() == null
                    ? expanded(variable.getValue(), environment)
                    : field(variable.getValueFrom().getFieldRef().getFieldPath());
            environment.put(variable.getName(), value);
        }
        return environment;
    }

    /** A field of the pod, as the Downward API tells it. */
    private String field(String path) {
        if (path.startsWith("metadata.annotations['")) {
            String key = path.substring(path.indexOf('\'') + 1, path.lastIndexOf('\''));
            return Objects.requireNonNull(set.annotation(key), path);
        }
        return switch (path) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> "default";
            case "status.podIP" -> address;
            // Hooks are called from this machine, whose address in the network it is.
            case "status.hostIP" -> set.nodeAddress();
            default -> throw new AssertionError("no field " + path + " of pods is known here");
        };
    }

    private static String expanded(String text, Map<String, String> environment) {
        String result = text;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            result = result.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        return result;
    }

    /** Asks the Redis server of this pod; the failure of the connection is thrown. */
    String redis(String... words) {
        return ask(6379, words);
    }

    /** Asks the sentinel of this pod. */
    String sentinel(String... words) {
        return ask(26379, words);
    }

    /** Whether the sentinel of this pod says this of the master. */
    boolean knows(String field, String value) {
        try (RespClient client = RespClient.connect(new InetSocketAddress(address, 26379), LIMIT, LIMIT)) {
            List<String> fields = client.call("SENTINEL", "MASTER", "mymaster").asTexts();
            int at = fields.indexOf(field);
            return at >= 0 && fields.get(at + 1).equals(value);
        }
    }

    private String ask(int port, String... words) {
        try (RespClient client = RespClient.connect(new InetSocketAddress(address, port), LIMIT, LIMIT)) {
            return client.call(words).toString();
        }
    }

    /** A client of the Redis server of this pod, which the caller closes. */
    RespClient client() {
        return RespClient.connect(new InetSocketAddress(address, 6379), Duration.ofMillis(500), LIMIT);
    }

    /** What a program prints that is run beside the Redis server, also while the network is away. */
    String inside(String... command) {
        List<String> words = new ArrayList<>(List.of("exec", container("redis")));
        words.addAll(List.of(command));
        return Podman.podman(words);
    }

    /** The status that a page of the sentinel has, 0 = no answer. */
    int http(String path) {
        return get(path, LIMIT);
    }

    private int get(String path, Duration limit) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + ":8008" + path))
                    .timeout(limit)
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Ends the pod as a kubelet does: all hooks at once, then SIGTERM for each container, then SIGKILL. */
    void delete() {
        List<CompletableFuture<Integer>> hooks = set.template().getSpec().getContainers().stream()
                .map(Container::getLifecycle)
                .filter(Objects::nonNull)
                .map(Lifecycle::getPreStop)
                .map(hook -> CompletableFuture.supplyAsync(
                        () -> get(hook.getHttpGet().getPath(), Duration.ofSeconds(GRACE_SECONDS))))
                .toList();
        assertThat(hooks.stream().map(CompletableFuture::join))
                .as("status of the hooks of %s", name)
                .doesNotContain(401, 403, 404);
        Podman.podman("pod", "stop", "-t", "20", id);
        remove();
    }

    /** Ends the pod at once, as a node that loses its power. */
    void kill() {
        Podman.cleanUp("pod", "kill", id);
        remove();
    }

    /** Ends the Redis server at once and starts its container again: the pod and its address stay. */
    void restartRedis(Runnable between) {
        Podman.podman("kill", container("redis"));
        Podman.podman("wait", container("redis"));
        between.run();
        Podman.podman("start", container("redis"));
    }

    /** Cuts the pod off from everything but itself, or gives the network back; its address and its files stay. */
    void connect(boolean isConnected) {
        String infra = Podman.podman("pod", "inspect", "-f", "{{.InfraContainerID}}", id);
        String process = Podman.podman("inspect", "-f", "{{.State.Pid}}", infra);
        for (List<String> way : List.of(List.of("INPUT", "-i"), List.of("OUTPUT", "-o"))) {
            Podman.run(
                    30,
                    List.of(
                            "nsenter",
                            "-t",
                            process,
                            "-n",
                            "iptables",
                            isConnected ? "-D" : "-A",
                            way.get(0),
                            "!",
                            way.get(1),
                            "lo",
                            "-j",
                            "DROP"));
        }
    }

    private void remove() {
        Podman.podman("pod", "rm", "-f", "-t", "0", id);
        set.forget(this, id);
    }

    /** The last lines of both logs. */
    String logs() {
        StringBuilder text = new StringBuilder();
        for (Container container : set.template().getSpec().getContainers()) {
            text.append("--- ").append(container(container.getName())).append('\n');
            text.append(Podman.run(
                            30,
                            List.of(
                                    "sh",
                                    "-c",
                                    "podman logs --tail 40 \"$1\" 2>&1 || true",
                                    "sh",
                                    container(container.getName()))))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
