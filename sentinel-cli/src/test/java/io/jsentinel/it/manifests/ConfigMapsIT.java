package io.jsentinel.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.TlsMaterial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the ConfigMaps and variables of {@code config/} is accepted by those who read it. */
class ConfigMapsIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @BeforeAll
    static void requireKustomize() throws Exception {
        Kustomize.require();
    }

    static List<String> roots() throws Exception {
        return Kustomize.roots();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void theSentinelsConfigurationIsValidWithTheVariablesOfItsContainer(String root, @TempDir Path folder)
            throws Exception {
        Manifests manifests = Kustomize.built(root);
        secrets(folder);
        for (StatefulSet set : manifests.of(StatefulSet.class)) {
            PodTemplateSpec template = set.getSpec().getTemplate();
            Container sentinel = template.getSpec().getContainers().stream()
                    .filter(container -> container.getName().equals("sentinel"))
                    .findFirst()
                    .orElseThrow();
            Path file = folder.resolve("sentinel.conf");
            Files.writeString(file, moved(data(manifests, template, "sentinel.conf"), folder));
            List<String> command = new ArrayList<>(List.of("env"));
            for (EnvVar variable : sentinel.getEnv()) {
                command.add(variable.getName() + "=" + moved(value(variable, template), folder));
            }
            command.addAll(JsentinelCommand.of("check", file.toString()));
            try (CommandRun check = CommandRun.start(command)) {
                int code = check.awaitEnd(BOUND);
                assertThat(code).as("%s%s", check.out(), check.err()).isZero();
                assertThat(check.out()).contains("mymaster", "down after 5000 ms");
            }
        }
    }

    @Test
    void redisTakesItsConfigurationAndFollowsItself(@TempDir Path folder) throws Exception {
        Manifests manifests = Kustomize.built("base");
        PodTemplateSpec template =
                manifests.one(StatefulSet.class, "redis").getSpec().getTemplate();
        int port = FreePort.next();
        String conf = moved(data(manifests, template, "redis.conf"), folder)
                .replace("6379", Integer.toString(port))
                .replace("bind * -::*", "bind 127.0.0.1");
        Path file = Files.writeString(folder.resolve("redis.conf"), conf);
        Files.createDirectories(folder.resolve("data"));
        try (CommandRun redis =
                CommandRun.start(List.of(RedisBinary.find().path().toString(), file.toString()))) {
            String role = Await.atMost(BOUND)
                    .showing(redis::out)
                    .until("Redis answers", () -> role(port), answer -> answer.contains("slave"));
            assertThat(role).contains("127.0.0.1", Integer.toString(port));
        }
    }

    private static String role(int port) {
        Duration limit = Duration.ofSeconds(1);
        try (RespClient client = RespClient.connect(new InetSocketAddress("127.0.0.1", port), limit, limit)) {
            return client.call("ROLE").toString();
        }
    }

    /** The folders of the containers, below a folder of the test's. */
    private static String moved(String text, Path folder) {
        return text.replaceAll("(?<![\\w.])/(data|run|etc|var)(?=[/\\s]|$)", folder + "/$1");
    }

    /** The content of a file of the ConfigMap that a volume of the pod mounts. */
    private static String data(Manifests manifests, PodTemplateSpec template, String file) {
        return template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .map(volume -> manifests
                        .one(ConfigMap.class, volume.getConfigMap().getName())
                        .getData()
                        .get(file))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ConfigMap of the pod has " + file));
    }

    private static String value(EnvVar variable, PodTemplateSpec template) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        String path = variable.getValueFrom().getFieldRef().getFieldPath();
        return switch (path) {
            case "metadata.name" -> "redis-0";
            case "metadata.namespace" -> "default";
            case "status.podIP" -> "10.0.0.1";
            case "status.hostIP" -> "10.9.0.1";
            default ->
                Objects.requireNonNull(
                        template.getMetadata()
                                .getAnnotations()
                                .get(path.substring(path.indexOf('\'') + 1, path.lastIndexOf('\''))),
                        path);
        };
    }

    private static void secrets(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Path secrets = Files.createDirectories(folder.resolve("run/secrets"));
        Files.createDirectories(secrets.resolve("redis-auth"));
        Files.createDirectories(secrets.resolve("redis-acl"));
        Files.writeString(secrets.resolve("redis-auth/password"), "secret");
        Files.writeString(secrets.resolve("redis-acl/sentinel-password"), "secret");
        Path tls = Files.createDirectories(secrets.resolve("redis-tls"));
        CertificateAuthority authority = CertificateAuthority.root("authority");
        TlsMaterial made = new TlsMaterial(tls, authority, authority.issue("redis"));
        Files.copy(made.certFile(), tls.resolve("tls.crt"));
        Files.copy(made.keyFile(), tls.resolve("tls.key"));
    }
}
