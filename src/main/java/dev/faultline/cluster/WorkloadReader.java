package dev.faultline.cluster;

import dev.faultline.api.TargetKind;
import dev.faultline.cluster.trouble.FailedCreations;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.trouble.Refusal;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads workloads out of the caches. */
public final class WorkloadReader {
    private static final String MEMORY = "Memory";
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    private final Observed observed;
    private final AutoscalerReader autoscalers;
    private final Neighbourhood.Sidecars sidecars;

    WorkloadReader(Observed observed, Neighbourhood.Sidecars sidecars) {
        this.observed = observed;
        this.sidecars = sidecars;
        this.autoscalers = new AutoscalerReader(observed);
    }

    static Workload.Key key(Deployment deployment) {
        return new Workload.Key(TargetKind.Deployment, deployment.getMetadata().getName());
    }

    static Workload.Key key(StatefulSet set) {
        return new Workload.Key(TargetKind.StatefulSet, set.getMetadata().getName());
    }

    Optional<Workload> read(String namespace, Workload.Key key) {
        return switch (key.kind()) {
            case Deployment -> observed.deployment(namespace, key.name()).map(this::read);
            case StatefulSet -> observed.statefulSet(namespace, key.name()).map(this::read);
        };
    }

    private Workload read(Deployment deployment) {
        var spec = deployment.getSpec();
        return read(
                key(deployment),
                deployment.getMetadata().getNamespace(),
                labels(deployment.getMetadata().getLabels()),
                new Shape(
                        spec.getReplicas(), spec.getSelector(), spec.getTemplate(), false, Replacement.of(deployment)));
    }

    private Workload read(StatefulSet set) {
        var spec = set.getSpec();
        return read(
                key(set),
                set.getMetadata().getNamespace(),
                labels(set.getMetadata().getLabels()),
                new Shape(
                        spec.getReplicas(),
                        spec.getSelector(),
                        spec.getTemplate(),
                        !spec.getVolumeClaimTemplates().isEmpty(),
                        Replacement.of(set)));
    }

    /** What both kinds have alike. */
    private record Shape(
            @Nullable Integer replicas,
            LabelSelector selector,
            PodTemplateSpec template,
            boolean claimTemplates,
            Replacement replacement) {}

    private Workload read(Workload.Key key, String namespace, Map<String, String> labels, Shape shape) {
        var pods = pods(namespace, shape.selector());
        var replicas = Objects.requireNonNullElse(shape.replicas(), 1);
        var volumes = shape.template().getSpec().getVolumes();
        return new Workload(
                key,
                labels,
                autoscalers.scale(namespace, key, replicas),
                shape.selector(),
                labels(shape.template().getMetadata().getLabels()),
                observed.template(namespace, shape.template()),
                shape.replacement(),
                new Workload.Storage(
                        shape.claimTemplates()
                                || volumes.stream().anyMatch(volume -> volume.getPersistentVolumeClaim() != null),
                        volumes.stream()
                                .filter(WorkloadReader::isScratch)
                                .map(Volume::getName)
                                .toList(),
                        volumeZones(namespace, pods)),
                pods.stream()
                        .map(pod -> member(pod, !isSpread(shape.template().getSpec())))
                        .toList(),
                refusals(namespace, key));
    }

    private List<Refusal> refusals(String namespace, Workload.Key key) {
        return observed.failedCreations(namespace, key)
                .map(FailedCreations::refusal)
                .filter(refusal -> sidecars.blame().isOnSidecar(refusal.message()))
                .toList();
    }

    private List<Pod> pods(String namespace, LabelSelector selector) {
        return observed.podsSelectedBy(namespace, selector)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !isFinished(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    /** @param unspread whether the template has no topology spread */
    private Workload.Member member(Pod pod, boolean unspread) {
        var node = pod.getSpec().getNodeName();
        return new Workload.Member(
                pod.getMetadata().getName(),
                labels(pod.getMetadata().getLabels()),
                isReady(pod),
                node == null
                        ? ""
                        : observed.node(node).flatMap(WorkloadReader::zone).orElse(""),
                unspread && isSpread(pod.getSpec()),
                sidecar(pod));
    }

    private static boolean isSpread(PodSpec spec) {
        return !spec.getTopologySpreadConstraints().isEmpty();
    }

    private SidecarState sidecar(Pod pod) {
        var metadata = pod.getMetadata();
        var notes = labels(metadata.getAnnotations());
        return CaptureNotation.read(notes.get(CaptureNotation.ANNOTATION))
                .<SidecarState>map(capture -> new SidecarState.Present(
                        capture,
                        notes.getOrDefault(SidecarState.NOT_CAPTURED, "")
                                .lines()
                                .map(NotCaptured.Note::read)
                                .toList(),
                        sidecars.progresses().of(metadata.getNamespace(), metadata.getName(), metadata.getUid()),
                        sidecars.illnesses().of(pod),
                        sidecars.progresses().account(metadata.getNamespace(), metadata.getName(), metadata.getUid())))
                .orElseGet(() -> new SidecarState.Absent(
                        declines(labels(metadata.getLabels())) || declines(notes)
                                ? SidecarState.OPTED_OUT
                                : notes.getOrDefault(SidecarState.SKIPPED, "")));
    }

    private static boolean declines(Map<String, String> marks) {
        return "false".equals(marks.get(SidecarState.INJECT));
    }

    public static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    public static boolean isFinished(Pod pod) {
        var phase = pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static Optional<String> zone(Node node) {
        return Optional.ofNullable(labels(node.getMetadata().getLabels()).get(Prunings.ZONE));
    }

    /** Whether pods may come to the node, and it is in no zone. */
    static boolean isOutsideOfZones(Node node) {
        var spec = node.getSpec();
        var takesPods = spec == null
                || (!Boolean.TRUE.equals(spec.getUnschedulable())
                        && spec.getTaints().stream().map(Taint::getKey).noneMatch(CONTROL_PLANE::equals));
        return takesPods && zone(node).isEmpty();
    }

    private static boolean isScratch(Volume volume) {
        return volume.getHostPath() != null
                || (volume.getEmptyDir() != null
                        && !MEMORY.equals(volume.getEmptyDir().getMedium()));
    }

    private List<Set<String>> volumeZones(String namespace, List<Pod> pods) {
        return pods.stream()
                .flatMap(WorkloadReader::claims)
                .distinct()
                .flatMap(claim -> observed.claim(namespace, claim).stream())
                .map(PersistentVolumeClaim::getSpec)
                .filter(spec -> spec.getVolumeName() != null)
                .flatMap(spec -> observed.volume(spec.getVolumeName()).stream())
                .map(WorkloadReader::zones)
                .filter(zones -> !zones.isEmpty())
                .toList();
    }

    /** Names of the PersistentVolumeClaims that a pod mounts. */
    static Stream<String> claims(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName());
    }

    /** Zones that the volume can be mounted in; empty when it is not tied to any. */
    private static Set<String> zones(PersistentVolume volume) {
        var affinity = volume.getSpec().getNodeAffinity();
        if (affinity == null || affinity.getRequired() == null) {
            return Set.of();
        }
        return new HashSet<>(affinity.getRequired().getNodeSelectorTerms().stream()
                .flatMap(term -> term.getMatchExpressions().stream())
                .filter(requirement -> Prunings.ZONE.equals(requirement.getKey()))
                .filter(requirement -> "In".equals(requirement.getOperator()))
                .flatMap(WorkloadReader::values)
                .toList());
    }

    private static Stream<String> values(NodeSelectorRequirement requirement) {
        return requirement.getValues().stream();
    }

    static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }
}
