package dev.faultline.cluster;

import static dev.faultline.cluster.cache.Pruning.facts;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.cache.Gates;
import dev.faultline.cluster.cache.Pruning;
import dev.faultline.cluster.cache.Slim;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.mention.ConfigHosts;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.trouble.Symptom;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The pruning of each watched kind. It is done in place: the object was just read and belongs to nobody else, and what
 * waits to be told of it then holds no more than the cache does.
 */
final class Prunings {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    static final String ZONE = "topology.kubernetes.io/zone";

    /** Its watch is the framework's; a policy is otherwise kept whole. */
    static final UnaryOperator<ResiliencePolicy> POLICY = policy -> {
        policy.getMetadata().setManagedFields(lastChange(policy.getMetadata().getManagedFields()));
        dropCopy(policy.getMetadata());
        return policy;
    };

    /** So is that of probes. */
    static final UnaryOperator<HealthProbe> PROBE = probe -> {
        probe.getMetadata().setManagedFields(List.of());
        dropCopy(probe.getMetadata());
        return probe;
    };

    static final Pruning<Deployment> DEPLOYMENT = new Pruning<>(
            deployment -> {
                var given = deployment.getSpec();
                var kept = new DeploymentSpec();
                kept.setReplicas(given.getReplicas());
                kept.setSelector(given.getSelector());
                kept.setTemplate(Slim.template(given.getTemplate()));
                kept.setPaused(given.getPaused());
                kept.setStrategy(given.getStrategy());
                deployment.setMetadata(Slim.versioned(deployment.getMetadata()));
                deployment.setSpec(Slim.bare(kept));
                deployment.setStatus(Slim.status(deployment.getStatus()));
                return deployment;
            },
            deployment -> facts(
                    deployment.getMetadata().getLabels(),
                    deployment.getSpec(),
                    Replacement.of(deployment).phase()));

    static final Pruning<StatefulSet> STATEFUL_SET = new Pruning<>(
            set -> {
                var given = set.getSpec();
                var kept = new StatefulSetSpec();
                kept.setReplicas(given.getReplicas());
                kept.setSelector(given.getSelector());
                kept.setTemplate(Slim.template(given.getTemplate()));
                kept.setVolumeClaimTemplates(given.getVolumeClaimTemplates().stream()
                        .map(Slim::named)
                        .toList());
                kept.setUpdateStrategy(given.getUpdateStrategy());
                set.setMetadata(Slim.versioned(set.getMetadata()));
                set.setSpec(Slim.bare(kept));
                set.setStatus(Slim.status(set.getStatus()));
                return set;
            },
            set -> facts(
                    set.getMetadata().getLabels(),
                    set.getSpec(),
                    Replacement.of(set).phase()));

    static final Pruning<PodDisruptionBudget> BUDGET = new Pruning<>(
            budget -> {
                budget.setMetadata(Slim.owned(budget.getMetadata()));
                if (budget.getStatus() != null) {
                    budget.getStatus().setConditions(List.of());
                    budget.getStatus().setDisruptedPods(Map.of());
                }
                return budget;
            },
            budget -> facts(
                    budget.getMetadata().getUid(),
                    budget.getMetadata().getLabels(),
                    budget.getMetadata().getOwnerReferences(),
                    budget.getSpec(),
                    budget.getStatus()));

    static final Pruning<HorizontalPodAutoscaler> AUTOSCALER = new Pruning<>(
            autoscaler -> {
                var kept = new HorizontalPodAutoscalerSpec();
                kept.setScaleTargetRef(autoscaler.getSpec().getScaleTargetRef());
                kept.setMinReplicas(autoscaler.getSpec().getMinReplicas());
                autoscaler.setMetadata(Slim.meta(autoscaler.getMetadata()));
                autoscaler.setSpec(kept);
                autoscaler.setStatus(null);
                return autoscaler;
            },
            HorizontalPodAutoscaler::getSpec);

    static final Pruning<GenericKubernetesResource> SCALED_OBJECT =
            new Pruning<>(Prunings::scaledObject, object -> facts(object.<Object>get("spec")));

    static final Pruning<Pod> POD = new Pruning<>(
            pod -> {
                pod.setMetadata(Slim.pod(pod.getMetadata()));
                pod.setSpec(Slim.spec(pod.getSpec()));
                pod.setStatus(Slim.status(
                        pod.getStatus(), CaptureNotation.isIn(pod.getMetadata().getAnnotations()), Gates.isIn(pod)));
                return pod;
            },
            pod -> facts(
                    pod.getMetadata().getUid(),
                    pod.getMetadata().getLabels(),
                    pod.getMetadata().getAnnotations(),
                    pod.getMetadata().getDeletionTimestamp(),
                    pod.getSpec(),
                    WorkloadReader.isReady(pod),
                    Gates.condition(pod),
                    Symptom.of(pod).kind(),
                    pod.getStatus().getPhase()));

    static final Pruning<Node> NODE = new Pruning<>(
            node -> {
                node.setMetadata(Slim.meta(node.getMetadata()));
                node.setSpec(Slim.nodeSpec(node.getSpec()));
                node.setStatus(Slim.nodeStatus(node.getStatus()));
                return node;
            },
            node -> facts(WorkloadReader.zone(node), node.getSpec()));

    static final Pruning<PersistentVolumeClaim> CLAIM = new Pruning<>(
            claim -> {
                var kept = new PersistentVolumeClaimSpec();
                kept.setVolumeName(claim.getSpec().getVolumeName());
                claim.setMetadata(Slim.meta(claim.getMetadata()));
                claim.setSpec(kept);
                claim.setStatus(null);
                return claim;
            },
            PersistentVolumeClaim::getSpec);

    static final Pruning<PersistentVolume> VOLUME = new Pruning<>(
            volume -> {
                var kept = new PersistentVolumeSpec();
                kept.setNodeAffinity(volume.getSpec().getNodeAffinity());
                kept.setClaimRef(volume.getSpec().getClaimRef());
                volume.setMetadata(Slim.meta(volume.getMetadata()));
                volume.setSpec(kept);
                volume.setStatus(null);
                return volume;
            },
            volume -> facts(volume.getSpec().getNodeAffinity(), volume.getSpec().getClaimRef()));

    static final Pruning<ConfigMap> CONFIG_MAP = new Pruning<>(
            map -> {
                ConfigHosts.of(map).keepOn(map);
                map.setMetadata(Slim.meta(map.getMetadata()));
                map.setData(Map.of());
                map.setBinaryData(Map.of());
                return map;
            },
            ConfigHosts::of);

    static final Pruning<CustomResourceDefinition> DEFINITION = new Pruning<>(
            definition -> {
                definition.setMetadata(Slim.owned(definition.getMetadata()));
                definition.setSpec(null);
                return definition;
            },
            definition -> facts(definition.getMetadata().getUid(), definition.getStatus()));

    private Prunings() {}

    /** The whole object once more, which kubectl has put there for itself. */
    private static void dropCopy(ObjectMeta metadata) {
        if (metadata.getAnnotations() != null && metadata.getAnnotations().containsKey(LAST_APPLIED)) {
            metadata.setAnnotations(new HashMap<>(metadata.getAnnotations()));
            metadata.getAnnotations().remove(LAST_APPLIED);
        }
    }

    /** Without the fields, which are larger than all the rest; the time tells when the spec became what it is. */
    private static List<ManagedFieldsEntry> lastChange(List<ManagedFieldsEntry> full) {
        return full.stream()
                .filter(entry -> entry.getSubresource() == null && entry.getTime() != null)
                .max(Comparator.comparing(entry -> Instant.parse(entry.getTime())))
                .map(last -> new ManagedFieldsEntryBuilder()
                        .withManager(last.getManager())
                        .withOperation(last.getOperation())
                        .withTime(last.getTime())
                        .build())
                .stream()
                .toList();
    }

    private static GenericKubernetesResource scaledObject(GenericKubernetesResource full) {
        var kept = new GenericKubernetesResource();
        kept.setApiVersion(full.getApiVersion());
        kept.setKind(full.getKind());
        kept.setMetadata(Slim.meta(full.getMetadata()));
        var spec = new HashMap<String, Object>();
        if (full.get("spec") instanceof Map<?, ?> given) {
            for (var field : List.of("scaleTargetRef", "minReplicaCount", "idleReplicaCount")) {
                var value = given.get(field);
                if (value != null) {
                    spec.put(field, value);
                }
            }
        }
        kept.setAdditionalProperty("spec", spec);
        return kept;
    }
}
