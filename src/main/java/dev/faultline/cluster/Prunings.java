package dev.faultline.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The pruning of each watched kind. */
final class Prunings {
    /**
     * What is kept of an object in a cache, and which part of that is worth waking somebody for.
     *
     * @param keep drops all that nobody reads
     * @param facts what must differ for a change to be passed on
     */
    record Pruning<T extends HasMetadata>(UnaryOperator<T> keep, Function<T, Object> facts) {

        boolean isNews(T before, T after) {
            return !facts.apply(before).equals(facts.apply(after));
        }
    }

    static final String ZONE = "topology.kubernetes.io/zone";

    static final Pruning<Deployment> DEPLOYMENT = new Pruning<>(
            deployment -> new DeploymentBuilder()
                    .withMetadata(meta(deployment.getMetadata()))
                    .withNewSpec()
                    .withReplicas(deployment.getSpec().getReplicas())
                    .withSelector(deployment.getSpec().getSelector())
                    .withNewTemplate()
                    .withNewMetadata()
                    .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .endMetadata()
                    .withNewSpec()
                    .withVolumes(dataVolumes(
                            deployment.getSpec().getTemplate().getSpec().getVolumes()))
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build(),
            deployment -> facts(deployment.getMetadata().getLabels(), deployment.getSpec()));

    static final Pruning<StatefulSet> STATEFUL_SET = new Pruning<>(
            set -> new StatefulSetBuilder()
                    .withMetadata(meta(set.getMetadata()))
                    .withNewSpec()
                    .withReplicas(set.getSpec().getReplicas())
                    .withSelector(set.getSpec().getSelector())
                    .withNewTemplate()
                    .withNewMetadata()
                    .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                    .endMetadata()
                    .withNewSpec()
                    .withVolumes(
                            dataVolumes(set.getSpec().getTemplate().getSpec().getVolumes()))
                    .endSpec()
                    .endTemplate()
                    .withVolumeClaimTemplates(set.getSpec().getVolumeClaimTemplates().stream()
                            .map(Prunings::named)
                            .toList())
                    .endSpec()
                    .build(),
            set -> facts(set.getMetadata().getLabels(), set.getSpec()));

    static final Pruning<PodDisruptionBudget> BUDGET = new Pruning<>(
            budget -> new PodDisruptionBudgetBuilder()
                    .withMetadata(meta(budget.getMetadata()))
                    .withSpec(budget.getSpec())
                    .withStatus(budget.getStatus())
                    .build(),
            budget -> facts(
                    budget.getMetadata().getUid(),
                    budget.getMetadata().getLabels(),
                    budget.getMetadata().getOwnerReferences(),
                    budget.getSpec(),
                    budget.getStatus()));

    static final Pruning<HorizontalPodAutoscaler> AUTOSCALER = new Pruning<>(
            autoscaler -> new HorizontalPodAutoscalerBuilder()
                    .withMetadata(meta(autoscaler.getMetadata()))
                    .withNewSpec()
                    .withScaleTargetRef(autoscaler.getSpec().getScaleTargetRef())
                    .withMinReplicas(autoscaler.getSpec().getMinReplicas())
                    .endSpec()
                    .build(),
            HorizontalPodAutoscaler::getSpec);

    static final Pruning<GenericKubernetesResource> SCALED_OBJECT =
            new Pruning<>(Prunings::scaledObject, object -> facts(object.<Object>get("spec")));

    static final Pruning<Pod> POD = new Pruning<>(
            pod -> new PodBuilder()
                    .withMetadata(meta(pod.getMetadata()))
                    .withNewSpec()
                    .withNodeName(pod.getSpec().getNodeName())
                    .withVolumes(dataVolumes(pod.getSpec().getVolumes()))
                    .endSpec()
                    .withNewStatus()
                    .withPhase(pod.getStatus() == null ? null : pod.getStatus().getPhase())
                    .withConditions(
                            pod.getStatus() == null
                                    ? List.of()
                                    : pod.getStatus().getConditions().stream()
                                            .filter(condition -> "Ready".equals(condition.getType()))
                                            .toList())
                    .endStatus()
                    .build(),
            pod -> facts(
                    pod.getMetadata().getLabels(),
                    pod.getMetadata().getDeletionTimestamp(),
                    pod.getSpec(),
                    WorkloadReader.isReady(pod),
                    pod.getStatus().getPhase()));

    static final Pruning<Node> NODE = new Pruning<>(
            node -> new NodeBuilder().withMetadata(meta(node.getMetadata())).build(),
            node -> facts(WorkloadReader.zone(node)));

    static final Pruning<PersistentVolumeClaim> CLAIM = new Pruning<>(
            claim -> new PersistentVolumeClaimBuilder()
                    .withMetadata(meta(claim.getMetadata()))
                    .withNewSpec()
                    .withVolumeName(claim.getSpec().getVolumeName())
                    .endSpec()
                    .build(),
            PersistentVolumeClaim::getSpec);

    static final Pruning<PersistentVolume> VOLUME = new Pruning<>(
            volume -> new PersistentVolumeBuilder()
                    .withMetadata(meta(volume.getMetadata()))
                    .withNewSpec()
                    .withNodeAffinity(volume.getSpec().getNodeAffinity())
                    .withClaimRef(volume.getSpec().getClaimRef())
                    .endSpec()
                    .build(),
            volume -> facts(volume.getSpec().getNodeAffinity(), volume.getSpec().getClaimRef()));

    static final Pruning<CustomResourceDefinition> DEFINITION = new Pruning<>(
            definition -> new CustomResourceDefinitionBuilder()
                    .withMetadata(meta(definition.getMetadata()))
                    .withStatus(definition.getStatus())
                    .build(),
            definition -> facts(definition.getMetadata().getUid(), definition.getStatus()));

    private Prunings() {}

    private static ObjectMeta meta(ObjectMeta full) {
        return new ObjectMetaBuilder()
                .withName(full.getName())
                .withNamespace(full.getNamespace())
                .withUid(full.getUid())
                .withResourceVersion(full.getResourceVersion())
                .withGeneration(full.getGeneration())
                .withCreationTimestamp(full.getCreationTimestamp())
                .withDeletionTimestamp(full.getDeletionTimestamp())
                .withLabels(full.getLabels())
                .withOwnerReferences(full.getOwnerReferences())
                .build();
    }

    private static PersistentVolumeClaim named(PersistentVolumeClaim template) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(template.getMetadata().getName())
                .endMetadata()
                .build();
    }

    private static GenericKubernetesResource scaledObject(GenericKubernetesResource full) {
        var kept = new GenericKubernetesResource();
        kept.setApiVersion(full.getApiVersion());
        kept.setKind(full.getKind());
        kept.setMetadata(meta(full.getMetadata()));
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

    /** Volumes that hold data of their own, reduced to what tells them apart. */
    private static List<Volume> dataVolumes(List<Volume> volumes) {
        var kept = new ArrayList<Volume>();
        for (var volume : volumes) {
            if (volume.getEmptyDir() != null
                    || volume.getHostPath() != null
                    || volume.getPersistentVolumeClaim() != null) {
                kept.add(volume);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> facts(@Nullable Object... facts) {
        return Arrays.asList(facts);
    }
}
