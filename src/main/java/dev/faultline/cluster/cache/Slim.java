package dev.faultline.cluster.cache;

import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.trouble.Symptom;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of objects, reduced to what is read of them. The model's classes make an empty list or map for every field that
 * may hold one; here all of them share one that is empty for good.
 */
public final class Slim {
    private static final List<String> POD_NOTES =
            List.of(CaptureNotation.ANNOTATION, SidecarState.SKIPPED, SidecarState.NOT_CAPTURED, SidecarState.INJECT);

    private static final List<TopologySpreadConstraint> SPREAD = List.of(new TopologySpreadConstraint());
    private static final List<String> TEMPLATE_NOTES = List.of(Replacement.RESTARTED_FOR, SidecarState.INJECT);

    private Slim() {}

    /** A name, labels and a version. */
    public static ObjectMeta meta(ObjectMeta full) {
        var kept = new ObjectMeta();
        kept.setName(full.getName());
        kept.setNamespace(
                full.getNamespace() == null ? null : full.getNamespace().intern());
        kept.setResourceVersion(full.getResourceVersion());
        kept.setDeletionTimestamp(full.getDeletionTimestamp());
        kept.setLabels(labels(full.getLabels()));
        kept.setAnnotations(Map.of());
        kept.setFinalizers(List.of());
        kept.setManagedFields(List.of());
        kept.setOwnerReferences(List.of());
        kept.setAdditionalProperties(Map.of());
        return kept;
    }

    /** Of an object that is told from others of its name, and from others' objects. */
    public static ObjectMeta owned(ObjectMeta full) {
        var kept = meta(full);
        kept.setUid(full.getUid());
        kept.setGeneration(full.getGeneration());
        kept.setOwnerReferences(List.copyOf(full.getOwnerReferences()));
        return kept;
    }

    /** Of a pod: what its sidecar has captured, too. */
    public static ObjectMeta pod(ObjectMeta full) {
        var kept = meta(full);
        kept.setUid(full.getUid());
        kept.setAnnotations(notes(full.getAnnotations(), POD_NOTES));
        if (CaptureNotation.isIn(kept.getAnnotations())) {
            kept.setCreationTimestamp(full.getCreationTimestamp());
        }
        return kept;
    }

    private static Map<String, String> notes(@Nullable Map<String, String> annotations, List<String> read) {
        var notes = new HashMap<String, String>();
        if (annotations != null) {
            for (var note : read) {
                // The pods of a workload have the same, as a rule.
                Optional.ofNullable(annotations.get(note)).ifPresent(text -> notes.put(note, text.intern()));
            }
        }
        return Map.copyOf(notes);
    }

    /** Of a workload: what tells whether it is as it was when it was decided upon. */
    public static ObjectMeta versioned(ObjectMeta full) {
        var kept = meta(full);
        kept.setUid(full.getUid());
        kept.setGeneration(full.getGeneration());
        return kept;
    }

    public static PodTemplateSpec template(PodTemplateSpec full) {
        var metadata = new ObjectMeta();
        metadata.setLabels(labels(full.getMetadata().getLabels()));
        metadata.setAnnotations(notes(full.getMetadata().getAnnotations(), TEMPLATE_NOTES));
        metadata.setFinalizers(List.of());
        metadata.setManagedFields(List.of());
        metadata.setOwnerReferences(List.of());
        metadata.setAdditionalProperties(Map.of());
        var kept = new PodTemplateSpec();
        kept.setMetadata(metadata);
        kept.setSpec(spec(full.getSpec()));
        kept.getSpec().setHostNetwork(full.getSpec().getHostNetwork());
        Template.of(full).keepOn(kept);
        return kept;
    }

    public static PodSpec spec(PodSpec full) {
        var kept = new PodSpec();
        kept.setNodeName(full.getNodeName());
        kept.setVolumes(dataVolumes(full.getVolumes()));
        kept.setContainers(List.of());
        kept.setEphemeralContainers(List.of());
        kept.setHostAliases(List.of());
        kept.setImagePullSecrets(List.of());
        kept.setInitContainers(List.of());
        kept.setNodeSelector(Map.of());
        kept.setOverhead(Map.of());
        kept.setReadinessGates(Gates.kept(full));
        kept.setResourceClaims(List.of());
        kept.setSchedulingGates(List.of());
        kept.setTolerations(List.of());
        // Only whether there are any.
        kept.setTopologySpreadConstraints(full.getTopologySpreadConstraints().isEmpty() ? List.of() : SPREAD);
        kept.setAdditionalProperties(Map.of());
        return kept;
    }

    /**
     * @param sidecar whether the pod has one, whose trouble is kept too
     * @param gated whether it has our readiness gate
     */
    public static PodStatus status(@Nullable PodStatus full, boolean sidecar, boolean gated) {
        var kept = new PodStatus();
        kept.setConditions(List.of());
        kept.setContainerStatuses(List.of());
        kept.setInitContainerStatuses(List.of());
        kept.setPodIPs(List.of());
        if (full != null) {
            kept.setPhase(full.getPhase());
            kept.setPodIPs(full.getPodIPs());
            if (sidecar) {
                kept.setContainerStatuses(troubled(full.getContainerStatuses()));
                kept.setInitContainerStatuses(troubled(full.getInitContainerStatuses()));
            }
            var ends = !kept.getContainerStatuses().isEmpty();
            kept.setConditions(full.getConditions().stream()
                    .filter(condition -> "Ready".equals(condition.getType())
                            || (ends && "Initialized".equals(condition.getType()))
                            || (gated && Gates.isTelling(condition)))
                    .toList());
        }
        kept.setEphemeralContainerStatuses(List.of());
        kept.setHostIPs(List.of());
        kept.setResourceClaimStatuses(List.of());
        kept.setAdditionalProperties(Map.of());
        return kept;
    }

    private static List<ContainerStatus> troubled(List<ContainerStatus> statuses) {
        return statuses.stream().filter(Symptom::isTelling).map(Slim::status).toList();
    }

    private static ContainerStatus status(ContainerStatus full) {
        var kept = new ContainerStatus();
        kept.setName(full.getName());
        kept.setStarted(full.getStarted());
        kept.setRestartCount(full.getRestartCount());
        kept.setState(full.getState());
        kept.setLastState(full.getLastState());
        kept.setAdditionalProperties(Map.of());
        return kept;
    }

    /** Where the node is. */
    public static NodeStatus nodeStatus(@Nullable NodeStatus full) {
        var kept = new NodeStatus();
        kept.setConditions(List.of());
        kept.setDeclaredFeatures(List.of());
        kept.setImages(List.of());
        kept.setRuntimeHandlers(List.of());
        kept.setVolumesAttached(List.of());
        kept.setVolumesInUse(List.of());
        kept.setAdditionalProperties(Map.of());
        kept.setAddresses(full == null ? List.of() : full.getAddresses());
        return kept;
    }

    /** Whether pods may come to the node, and the addresses that it has for them. */
    public static NodeSpec nodeSpec(@Nullable NodeSpec full) {
        var kept = new NodeSpec();
        kept.setPodCIDRs(List.of());
        kept.setTaints(List.of());
        kept.setAdditionalProperties(Map.of());
        if (full != null) {
            kept.setUnschedulable(full.getUnschedulable());
            kept.setPodCIDRs(full.getPodCIDRs());
            kept.setTaints(full.getTaints());
        }
        return kept;
    }

    /** How far the rollout is. */
    public static DeploymentStatus status(@Nullable DeploymentStatus full) {
        var kept = new DeploymentStatus();
        kept.setConditions(List.of());
        kept.setAdditionalProperties(Map.of());
        if (full != null) {
            kept.setObservedGeneration(full.getObservedGeneration());
            kept.setReplicas(full.getReplicas());
            kept.setUpdatedReplicas(full.getUpdatedReplicas());
            kept.setAvailableReplicas(full.getAvailableReplicas());
            kept.setConditions(full.getConditions().stream()
                    .filter(condition -> Replacement.DEADLINE_EXCEEDED.equals(condition.getReason()))
                    .toList());
        }
        return kept;
    }

    /** How far the rollout is. */
    public static StatefulSetStatus status(@Nullable StatefulSetStatus full) {
        var kept = new StatefulSetStatus();
        kept.setConditions(List.of());
        kept.setAdditionalProperties(Map.of());
        if (full != null) {
            kept.setObservedGeneration(full.getObservedGeneration());
            kept.setUpdatedReplicas(full.getUpdatedReplicas());
            kept.setAvailableReplicas(full.getAvailableReplicas());
            kept.setCurrentRevision(full.getCurrentRevision());
            kept.setUpdateRevision(full.getUpdateRevision());
        }
        return kept;
    }

    public static DeploymentSpec bare(DeploymentSpec spec) {
        spec.setAdditionalProperties(Map.of());
        return spec;
    }

    public static StatefulSetSpec bare(StatefulSetSpec spec) {
        spec.setAdditionalProperties(Map.of());
        return spec;
    }

    public static PersistentVolumeClaim named(PersistentVolumeClaim template) {
        var metadata = new ObjectMeta();
        metadata.setName(template.getMetadata().getName());
        var kept = new PersistentVolumeClaim();
        kept.setMetadata(metadata);
        return kept;
    }

    /** Most of them occur again and again, in workloads, their pods and their budgets. */
    private static @Nullable Map<String, String> labels(@Nullable Map<String, String> full) {
        if (full == null || full.values().stream().anyMatch(Objects::isNull)) {
            return full;
        }
        var kept = new HashMap<String, String>();
        full.forEach((label, value) -> kept.put(label.intern(), value.intern()));
        return Map.copyOf(kept);
    }

    /** Volumes that hold data of their own. */
    private static List<Volume> dataVolumes(List<Volume> volumes) {
        return volumes.stream()
                .filter(volume -> volume.getEmptyDir() != null
                        || volume.getHostPath() != null
                        || volume.getPersistentVolumeClaim() != null)
                .toList();
    }
}
