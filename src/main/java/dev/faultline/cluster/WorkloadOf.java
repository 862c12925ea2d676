package dev.faultline.cluster;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whose pod a new pod is, by what the pod itself says. */
public final class WorkloadOf {
    /** A ReplicaSet of a Deployment is named after it and this label. Source: Kubernetes DeploymentController. */
    private static final String HASH = "pod-template-hash";

    private WorkloadOf() {}

    /** Empty for a pod of another kind of workload, or of none. */
    public static Optional<Workload.Key> controlling(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .flatMap(owner -> workload(pod, owner));
    }

    private static Optional<Workload.Key> workload(Pod pod, OwnerReference owner) {
        if (!owner.getApiVersion().startsWith("apps/")) {
            return Optional.empty();
        }
        return switch (owner.getKind()) {
            case "StatefulSet" -> Optional.of(new Workload.Key(TargetKind.StatefulSet, owner.getName()));
            case "ReplicaSet" -> deployment(pod, owner.getName());
            default -> Optional.empty();
        };
    }

    private static Optional<Workload.Key> deployment(Pod pod, String replicaSet) {
        var suffix = "-"
                + Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                        .getOrDefault(HASH, "");
        return replicaSet.endsWith(suffix) && replicaSet.length() > suffix.length()
                ? Optional.of(new Workload.Key(
                        TargetKind.Deployment, replicaSet.substring(0, replicaSet.length() - suffix.length())))
                : Optional.empty();
    }
}
