package io.jsentinel.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code config/} builds is well formed, and fits together. */
class KustomizeIT {

    @BeforeAll
    static void requireKustomize() throws Exception {
        Kustomize.require();
    }

    static List<String> roots() throws Exception {
        return Kustomize.roots();
    }

    private static Manifests built(String root) throws Exception {
        return Kustomize.built(root);
    }

    @Test
    void anUnknownFieldOrKindIsRefused() {
        assertThatThrownBy(
                        () -> Manifests.read("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {prots: []}}"))
                .hasMessageContaining("unknown field v1/Service.spec.prots");
        assertThatThrownBy(() -> Manifests.read("{apiVersion: v2, kind: Service}"))
                .hasMessageContaining("no class is known for documents of kind v2/Service");
    }

    @ParameterizedTest
    @MethodSource("roots")
    void eachServiceFindsPodsAndTheirPorts(String root) throws Exception {
        Manifests manifests = built(root);
        for (Service service : manifests.of(Service.class)) {
            // What a sentinel writes at run time is no label of the template.
            Map<String, String> selector = withoutRole(service.getSpec().getSelector());
            List<PodTemplateSpec> pods = manifests.templates().stream()
                    .filter(pod -> contains(pod.getMetadata().getLabels(), selector))
                    .toList();
            assertThat(pods).as("pods of %s", service.getMetadata().getName()).isNotEmpty();
            List<String> named = pods.stream().flatMap(KustomizeIT::portNames).toList();
            assertThat(named)
                    .containsAll(service.getSpec().getPorts().stream()
                            .map(port -> port.getTargetPort().getStrVal())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void eachSetSelectsItsOwnPodsAndHasItsHeadlessService(String root) throws Exception {
        Manifests manifests = built(root);
        for (StatefulSet set : manifests.of(StatefulSet.class)) {
            Map<String, String> labels =
                    set.getSpec().getTemplate().getMetadata().getLabels();
            assertThat(labels).containsAllEntriesOf(set.getSpec().getSelector().getMatchLabels());
            Service headless = manifests.one(Service.class, set.getSpec().getServiceName());
            assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(headless.getSpec().getPublishNotReadyAddresses()).isTrue();
            assertThat(labels).containsAllEntriesOf(headless.getSpec().getSelector());
        }
        for (PodDisruptionBudget budget : manifests.of(PodDisruptionBudget.class)) {
            Map<String, String> selector = budget.getSpec().getSelector().getMatchLabels();
            assertThat(manifests.templates())
                    .anyMatch(pod -> contains(pod.getMetadata().getLabels(), selector));
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void eachContainerIsBoundedAndConfined(String root) throws Exception {
        for (PodTemplateSpec pod : built(root).templates()) {
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            for (Container container : Manifests.containers(pod.getSpec())) {
                String name = container.getName();
                assertThat(container.getResources().getLimits()).as(name).containsKeys("cpu", "memory");
                assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void eachProbeAndHookAsksAPortOfThePod(String root) throws Exception {
        for (PodTemplateSpec pod : built(root).templates()) {
            List<String> ports = portNames(pod).toList();
            List<String> numbers = Manifests.containers(pod.getSpec()).stream()
                    .flatMap(container -> container.getPorts().stream())
                    .map(port -> String.valueOf(port.getContainerPort()))
                    .toList();
            for (Container container : Manifests.containers(pod.getSpec())) {
                // By name a port is looked for in the same container only, by number in the whole pod.
                List<String> own = container.getPorts().stream()
                        .map(port -> port.getName())
                        .toList();
                for (String asked : askedPorts(container)) {
                    assertThat(own.contains(asked) || numbers.contains(asked) && !ports.contains(asked))
                            .as("port %s asked by %s", asked, container.getName())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void eachMountHasItsVolumeAndSecretsAreWholeFolders(String root) throws Exception {
        Manifests manifests = built(root);
        List<String> claims = manifests.of(StatefulSet.class).stream()
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .map(claim -> claim.getMetadata().getName())
                .toList();
        for (PodTemplateSpec pod : manifests.templates()) {
            List<String> volumes = Stream.concat(
                            pod.getSpec().getVolumes().stream().map(Volume::getName), claims.stream())
                    .toList();
            for (Container container : Manifests.containers(pod.getSpec())) {
                assertThat(volumes)
                        .containsAll(container.getVolumeMounts().stream()
                                .map(VolumeMount::getName)
                                .toList());
                assertThat(container.getVolumeMounts())
                        .as("a subPath is never updated")
                        .allMatch(mount -> mount.getSubPath() == null && mount.getSubPathExpr() == null);
                assertThat(container.getEnv())
                        .as("a secret is a file, not a variable")
                        .allMatch(variable -> variable.getValueFrom() == null
                                || variable.getValueFrom().getSecretKeyRef() == null);
                assertThat(container.getEnvFrom()).isEmpty();
                assertThat(String.join(" ", container.getArgs())).doesNotContain("pass ", "requirepass", "masterauth");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void theRightsAreThoseOfThePodsThatThereAre(String root) throws Exception {
        Manifests manifests = built(root);
        for (Role role : manifests.of(Role.class)) {
            StatefulSet set = manifests.one(StatefulSet.class, "redis");
            List<String> pods = IntStream.range(0, set.getSpec().getReplicas())
                    .mapToObj(ordinal -> "redis-" + ordinal)
                    .toList();
            for (PolicyRule rule : role.getRules()) {
                assertThat(rule.getVerbs()).doesNotContain("*", "delete", "update");
                assertThat(rule.getResources()).doesNotContain("*", "secrets", "pods/exec");
                if (rule.getVerbs().contains("patch")) {
                    assertThat(rule.getResourceNames()).containsExactlyElementsOf(pods);
                }
            }
        }
        for (RoleBinding binding : manifests.of(RoleBinding.class)) {
            manifests.one(Role.class, binding.getRoleRef().getName());
            assertThat(manifests.templates())
                    .anyMatch(pod -> Objects.equals(
                            pod.getSpec().getServiceAccountName(),
                            binding.getSubjects().get(0).getName()));
        }
    }

    @Test
    void eachComponentBuildsOnTheBase(@TempDir Path scratch) throws Exception {
        List<String> components = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Kustomize.config().resolve("components"))) {
            folders.map(folder -> folder.getFileName().toString()).sorted().forEach(components::add);
        }
        assertThat(components)
                .contains("auth", "acl", "tls", "role-labels", "haproxy", "network-policy", "monitoring", "topology")
                .contains("backup", "legacy-names", "native-sidecar");
        for (String component : components) {
            Manifests manifests = Kustomize.build(
                    scratch, "resources: [CONFIG/base]\ncomponents: [CONFIG/components/" + component + "]\n");
            assertThat(manifests.all()).as(component).isNotEmpty();
        }
    }

    @Test
    void aNativeSidecarIsTheSameContainerStartedFirst(@TempDir Path scratch) throws Exception {
        Manifests manifests = Kustomize.build(scratch, """
                resources: [CONFIG/base]
                components: [CONFIG/components/native-sidecar]
                """);
        Container sidecar =
                manifests.templates().get(0).getSpec().getInitContainers().get(0);
        Container plain =
                built("base").templates().get(0).getSpec().getContainers().get(1);
        assertThat(sidecar.getRestartPolicy()).isEqualTo("Always");
        sidecar.setRestartPolicy(null);
        assertThat(sidecar).isEqualTo(plain);
        assertThat(manifests.templates().get(0).getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("redis");
    }

    private static boolean contains(Map<String, String> labels, Map<String, String> selector) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    private static Map<String, String> withoutRole(Map<String, String> selector) {
        return selector.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("jsentinel.io/role"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<String> portNames(PodTemplateSpec pod) {
        return Manifests.containers(pod.getSpec()).stream()
                .flatMap(container -> container.getPorts().stream())
                .map(port -> port.getName());
    }

    /** The ports that the probes and hooks of a container ask, by name or number. */
    private static List<String> askedPorts(Container container) {
        Stream<Probe> probes = Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull);
        List<String> asked = new ArrayList<>(probes.map(probe -> probe.getHttpGet() == null
                        ? probe.getTcpSocket().getPort()
                        : probe.getHttpGet().getPort())
                .map(port -> String.valueOf(port.getValue()))
                .toList());
        if (container.getLifecycle() != null) {
            asked.add(String.valueOf(
                    container.getLifecycle().getPreStop().getHttpGet().getPort().getValue()));
        }
        return asked;
    }
}
