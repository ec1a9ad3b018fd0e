package io.jsentinel.it.pods;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jsentinel.it.manifests.Kustomize;
import io.jsentinel.it.manifests.Manifests;
import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The StatefulSet of {@code config/base}, of real pods on one machine: containers from its template, a network whose
 * aliases are its headless service, folders for its volumes. What it made it removes by its id, also after a failure.
 */
final class ContainerSet implements AutoCloseable {

    static final String SERVICE = "redis-headless";

    private static final Map<String, String> IMAGES =
            Map.of("redis:7.2", "localhost/jsentinel-redis", "jsentinel", "localhost/jsentinel");

    private final String prefix = "jsentinel-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Manifests manifests;
    private final PodTemplateSpec template;
    private final Path folder;
    private final Map<String, ContainerPod> pods = new ConcurrentSkipListMap<>();
    private final Set<String> made = new ConcurrentSkipListSet<>();
    private int replicas;

    /** A set without pods; its volumes are below {@code folder}. */
    ContainerSet(Path folder) throws Exception {
        this.folder = folder;
        this.manifests = Kustomize.built("base");
        this.template = manifests.one(StatefulSet.class, "redis").getSpec().getTemplate();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Podman.podman("network", "create", "--internal", prefix);
    }

    String prefix() {
        return prefix;
    }

    String network() {
        return prefix;
    }

    /** The address that this machine, the node of all pods, has in their network. */
    String nodeAddress() {
        return Podman.podman("network", "inspect", "-f", "{{(index .Subnets 0).Gateway}}", prefix);
    }

    PodTemplateSpec template() {
        return template;
    }

    String annotation(String key) {
        return key.equals("jsentinel.io/replicas")
                ? String.valueOf(replicas)
                : template.getMetadata().getAnnotations().get(key);
    }

    String image(Container container) {
        return IMAGES.get(container.getImage());
    }

    /** In whole processors, as podman takes it. */
    String processors(Container container) {
        return container
                .getResources()
                .getLimits()
                .get("cpu")
                .getNumericalAmount()
                .toPlainString();
    }

    /** In bytes. */
    String memory(Container container) {
        return container
                .getResources()
                .getLimits()
                .get("memory")
                .getNumericalAmount()
                .toPlainString();
    }

    /** How many pods those that start from now on believe in. */
    void replicas(int count) {
        replicas = count;
    }

    /** Starts pods, all at once. */
    List<ContainerPod> start(int... ordinals) {
        return IntStream.of(ordinals).mapToObj(ordinal -> start(ordinal, true)).toList();
    }

    /** Starts a pod that hears and is heard by nobody until {@link ContainerPod#connect}. */
    ContainerPod startCutOff(int ordinal) {
        return start(ordinal, false);
    }

    private ContainerPod start(int ordinal, boolean isConnected) {
        ContainerPod pod = new ContainerPod(this, "redis-" + ordinal, isConnected);
        pods.put(pod.name(), pod);
        return pod;
    }

    ContainerPod pod(int ordinal) {
        return pods.get("redis-" + ordinal);
    }

    List<ContainerPod> pods() {
        return List.copyOf(pods.values());
    }

    /** Ends all pods at once, as a StatefulSet that is scaled to nothing and whose pods are managed in parallel. */
    void deleteAll() {
        List<CompletableFuture<Void>> ends = pods().stream()
                .map(pod -> CompletableFuture.runAsync(pod::delete, task -> new Thread(task, "end").start()))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    void remember(String pod) {
        made.add(pod);
    }

    void forget(ContainerPod pod, String id) {
        made.remove(id);
        pods.remove(pod.name(), pod);
    }

    /** The folder that is a volume of a pod; a claim's is the same for every pod of that name, others are the pod's. */
    Path volume(String pod, String id, String name) {
        Optional<Volume> volume = template.getSpec().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst();
        if (volume.isPresent() && volume.get().getConfigMap() != null) {
            return configMap(volume.get().getConfigMap().getName());
        }
        return volume.isEmpty() ? claim(pod) : writable(folder.resolve(id).resolve(name));
    }

    private Path claim(String pod) {
        return writable(folder.resolve("claims").resolve(pod));
    }

    private Path configMap(String name) {
        try {
            Path target = writable(folder.resolve("config").resolve(name));
            for (Map.Entry<String, String> file :
                    manifests.one(ConfigMap.class, name).getData().entrySet()) {
                Files.writeString(target.resolve(file.getKey()), file.getValue());
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path writable(Path target) {
        try {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what Redis keeps on a pod's volume. */
    void emptyDisk(int ordinal) {
        String data = claim("redis-" + ordinal).toString();
        Podman.run(30, List.of("rm", "-rf", data + "/appendonlydir", data + "/dump.rdb"));
    }

    /** The pods whose Redis says that it is a master and takes writes. */
    List<ContainerPod> masters() {
        List<ContainerPod> masters = new ArrayList<>();
        for (ContainerPod pod : pods()) {
            try {
                if (pod.redis("ROLE").contains("master")) {
                    masters.add(pod);
                }
            } catch (RuntimeException e) {
                // It is not there now, so it takes no writes.
            }
        }
        return masters;
    }

    /** Waits until there is one master, the sentinels of all pods name it, and all others follow it. */
    ContainerPod awaitMaster(Duration bound) {
        return Await.atMost(bound)
                .showing(this::logs)
                .until(
                        "there is one master that all name and follow",
                        () -> {
                            List<ContainerPod> masters = masters();
                            if (masters.size() != 1) {
                                throw new IllegalStateException("masters: " + masters);
                            }
                            ContainerPod master = masters.get(0);
                            for (ContainerPod pod : pods()) {
                                check(pod, master);
                            }
                            return master;
                        },
                        master -> true);
    }

    private static void check(ContainerPod pod, ContainerPod master) {
        String named = pod.sentinel("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
        if (!named.contains(master.name() + "." + SERVICE) && !named.contains(master.address())) {
            throw new IllegalStateException(pod + " names " + named + ", the master is " + master);
        }
        if (pod != master && !pod.redis("INFO", "replication").contains("master_link_status:up")) {
            throw new IllegalStateException(pod + " does not follow " + master);
        }
    }

    String logs() {
        return pods().stream().map(ContainerPod::logs).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        for (String pod : List.copyOf(made)) {
            Podman.cleanUp("pod", "rm", "-f", "-t", "0", pod);
        }
        Podman.cleanUp("network", "rm", "-f", prefix);
    }
}
