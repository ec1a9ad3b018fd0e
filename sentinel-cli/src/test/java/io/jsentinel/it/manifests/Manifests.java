package io.jsentinel.it.manifests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Documents for Kubernetes, read strictly: each kind has to be one of these, and each field one that its class knows.
 * The Prometheus operator's kinds have no classes here: of them only the names are read.
 *
 * @param all every document, in order
 */
public record Manifests(List<HasMetadata> all) {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("batch/v1/CronJob", CronJob.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", GenericKubernetesResource.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", GenericKubernetesResource.class));

    /** Writes what the classes know, and not the unknown fields that they keep aside. */
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnyGetter(Annotated annotated) {
                    return annotated.getName().equals("getAdditionalProperties")
                            ? Boolean.FALSE
                            : super.hasAnyGetter(annotated);
                }
            });

    static Manifests read(String yaml) {
        List<HasMetadata> read = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            Map<?, ?> fields = (Map<?, ?>) document;
            String kind = fields.get("apiVersion") + "/" + fields.get("kind");
            Class<? extends HasMetadata> type = KINDS.get(kind);
            if (type == null) {
                throw new AssertionError("no class is known for documents of kind " + kind);
            }
            HasMetadata object = MAPPER.convertValue(fields, type);
            if (type != GenericKubernetesResource.class) {
                leftOver(kind, fields, MAPPER.convertValue(object, Map.class));
            }
            read.add(object);
        }
        return new Manifests(List.copyOf(read));
    }

    /** Fails when what was read has a field that is not in what was understood. */
    private static void leftOver(String path, Object read, Object understood) {
        if (read instanceof Map<?, ?> fields) {
            Map<?, ?> known = understood instanceof Map<?, ?> map ? map : Map.of();
            fields.forEach((name, value) -> {
                boolean isEmpty = value == null || value instanceof Map<?, ?> map && map.isEmpty();
                if (!known.containsKey(name) && !isEmpty) {
                    throw new AssertionError("unknown field " + path + "." + name);
                }
                leftOver(path + "." + name, value, known.get(name));
            });
        } else if (read instanceof List<?> items && understood instanceof List<?> known) {
            for (int i = 0; i < items.size(); i++) {
                leftOver(path + "[" + i + "]", items.get(i), known.get(i));
            }
        }
    }

    public <T extends HasMetadata> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <T extends HasMetadata> T one(Class<T> type, String name) {
        return of(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
    }

    /** The templates of all pods that these documents make. */
    List<PodTemplateSpec> templates() {
        return Stream.of(
                        of(StatefulSet.class).stream().map(set -> set.getSpec().getTemplate()),
                        of(Deployment.class).stream()
                                .map(deployment -> deployment.getSpec().getTemplate()),
                        of(CronJob.class).stream()
                                .map(job ->
                                        job.getSpec().getJobTemplate().getSpec().getTemplate()))
                .flatMap(templates -> templates)
                .toList();
    }

    /** The containers of a pod, those that start first as well. */
    static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }
}
