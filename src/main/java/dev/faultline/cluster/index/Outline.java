package dev.faultline.cluster.index;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workload as far as others point to it.
 *
 * @param podLabels labels of its pod template
 */
public record Outline(
        String namespace,
        Workload.Key key,
        Map<String, String> labels,
        LabelSelector selector,
        Map<String, String> podLabels) {

    /** Empty for what is no workload. */
    public static Optional<Outline> of(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> Optional.of(of(deployment));
            case StatefulSet set -> Optional.of(of(set));
            default -> Optional.empty();
        };
    }

    public static Outline of(Deployment deployment) {
        return new Outline(
                deployment.getMetadata().getNamespace(),
                new Workload.Key(TargetKind.Deployment, deployment.getMetadata().getName()),
                orEmpty(deployment.getMetadata().getLabels()),
                deployment.getSpec().getSelector(),
                podLabels(deployment.getSpec().getTemplate()));
    }

    public static Outline of(StatefulSet set) {
        return new Outline(
                set.getMetadata().getNamespace(),
                new Workload.Key(TargetKind.StatefulSet, set.getMetadata().getName()),
                orEmpty(set.getMetadata().getLabels()),
                set.getSpec().getSelector(),
                podLabels(set.getSpec().getTemplate()));
    }

    public Place place() {
        return new Place(namespace, key.attachedTo());
    }

    private static Map<String, String> podLabels(PodTemplateSpec template) {
        return orEmpty(template.getMetadata().getLabels());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }
}
