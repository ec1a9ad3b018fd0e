package io.jsentinel.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of objects reach every place that means them, also where it is only text. */
class NamesIT {

    @BeforeAll
    static void needsKubectl() throws Exception {
        Kustomize.require();
    }

    @Test
    void aPrefixASuffixAndACountReachWhatIsText(@TempDir Path scratch) throws Exception {
        Manifests manifests = Kustomize.build(scratch, """
                resources: [CONFIG/base]
                components: [CONFIG/components/haproxy]
                namePrefix: a-
                nameSuffix: -z
                replicas: [{name: redis, count: 5}]
                transformers: [CONFIG/names]
                """);
        StatefulSet set = manifests.one(StatefulSet.class, "a-redis-z");
        assertThat(set.getSpec().getServiceName()).isEqualTo("a-redis-headless-z");
        assertThat(set.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("jsentinel.io/service", "a-redis-headless-z")
                .containsEntry("jsentinel.io/replicas", "5");
        assertThat(manifests.templates().get(1).getMetadata().getAnnotations())
                .containsEntry("jsentinel.io/service", "a-redis-headless-z")
                .containsEntry("jsentinel.io/statefulset", "a-redis-z");
    }

    @Test
    void rightsAndTheJobOfBackupsFollowAPrefixAndASuffix(@TempDir Path scratch) throws Exception {
        Manifests manifests = Kustomize.build(scratch, """
                resources: [CONFIG/base]
                components: [CONFIG/components/role-labels, CONFIG/components/backup]
                namePrefix: a-
                nameSuffix: -z
                transformers: [CONFIG/names]
                """);
        assertThat(manifests.one(Role.class, "a-redis-z").getRules())
                .flatExtracting(PolicyRule::getResourceNames)
                .containsExactly("a-redis-z-0", "a-redis-z-1", "a-redis-z-2", "a-redis-z");
        List<EnvVar> job = manifests
                .one(CronJob.class, "a-redis-backup-z")
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv();
        assertThat(job).extracting(EnvVar::getValue).containsExactly("a-redis-replica-z");
        manifests.one(Service.class, "a-redis-replica-z");
    }

    @Test
    void everyVariableInTheConfigurationOfHaproxyIsSetInItsPod() throws Exception {
        Container haproxy = Kustomize.built("overlays/production")
                .one(Deployment.class, "redis-haproxy")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        List<String> set = haproxy.getEnv().stream().map(EnvVar::getName).toList();
        String text = Files.readString(Kustomize.config().resolve("components/haproxy/haproxy.cfg"));
        assertThat(Pattern.compile("\\$\\{(\\w+)}").matcher(text).results().map(found -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(set);
    }
}
