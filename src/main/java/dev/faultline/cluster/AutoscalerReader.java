package dev.faultline.cluster;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Who scales a workload, and to how few pods. */
final class AutoscalerReader {
    /** Source: HorizontalPodAutoscalerSpec.minReplicas. */
    private static final int HPA_MINIMUM = 1;

    /** Source: KEDA ScaledObject spec.minReplicaCount. */
    private static final int KEDA_MINIMUM = 0;

    private final Observed observed;

    AutoscalerReader(Observed observed) {
        this.observed = observed;
    }

    /** KEDA drives its ScaledObject through an HPA of its own: of several the lowest minimum counts. */
    Workload.Scale scale(String namespace, Workload.Key key, int replicas) {
        var scaledObjects = observed.scaledObjectsOf(namespace, key)
                .map(object -> new Workload.Scale.Autoscaled(
                        "ScaledObject/" + object.getMetadata().getName(), minimum(object), replicas));
        var autoscalers = observed.autoscalersOf(namespace, key)
                .map(autoscaler -> new Workload.Scale.Autoscaled(
                        "HorizontalPodAutoscaler/" + autoscaler.getMetadata().getName(),
                        Objects.requireNonNullElse(autoscaler.getSpec().getMinReplicas(), HPA_MINIMUM),
                        replicas));
        return Stream.concat(scaledObjects, autoscalers)
                .min(Comparator.comparingInt(Workload.Scale.Autoscaled::minimum)
                        .thenComparing(Workload.Scale.Autoscaled::by))
                .map(Workload.Scale.class::cast)
                .orElseGet(() -> new Workload.Scale.Fixed(replicas));
    }

    static Optional<Workload.Key> target(HorizontalPodAutoscaler autoscaler) {
        var ref = autoscaler.getSpec().getScaleTargetRef();
        return key(ref.getKind(), ref.getName());
    }

    /** The kind is optional and Deployment by default. Source: KEDA ScaledObject spec.scaleTargetRef. */
    static Optional<Workload.Key> target(GenericKubernetesResource scaledObject) {
        return scaledObject.get("spec") instanceof Map<?, ?> spec
                        && spec.get("scaleTargetRef") instanceof Map<?, ?> ref
                        && ref.get("name") instanceof String name
                ? key(ref.get("kind") instanceof String kind ? kind : TargetKind.Deployment.name(), name)
                : Optional.empty();
    }

    private static Optional<Workload.Key> key(String kind, String name) {
        return Stream.of(TargetKind.values())
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .map(known -> new Workload.Key(known, name));
    }

    private static int minimum(GenericKubernetesResource scaledObject) {
        if (!(scaledObject.get("spec") instanceof Map<?, ?> spec)) {
            return KEDA_MINIMUM;
        }
        var minimum = spec.get("minReplicaCount") instanceof Number count ? pods(count) : KEDA_MINIMUM;
        return spec.get("idleReplicaCount") instanceof Number idle ? Math.min(minimum, pods(idle)) : minimum;
    }

    /** Any number may stand there: KEDA's kind is not ours to validate. */
    private static int pods(Number written) {
        return (int) Math.clamp(written.doubleValue(), 0, Integer.MAX_VALUE);
    }
}
