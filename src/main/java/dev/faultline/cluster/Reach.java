package dev.faultline.cluster;

import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.trouble.FailedCreations;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a change of one object reaches. */
public sealed interface Reach {
    /** @param labels the workloads that it touches, with their labels */
    record Workloads(String namespace, Map<Workload.Key, Map<String, String>> labels) implements Reach {}

    record Namespace(String namespace) implements Reach {}

    record Everything() implements Reach {}

    record Nothing() implements Reach {}

    static Reach of(HasMetadata changed, Observed observed) {
        var finder = new Finder(changed.getMetadata().getNamespace(), observed);
        return switch (changed) {
            case Deployment deployment ->
                new Workloads(finder.namespace(), Map.of(WorkloadReader.key(deployment), labels(deployment)));
            case StatefulSet set -> new Workloads(finder.namespace(), Map.of(WorkloadReader.key(set), labels(set)));
            case PodDisruptionBudget budget -> finder.touchedBy(budget);
            case Pod pod -> finder.withSelectorFor(labels(pod));
            case HorizontalPodAutoscaler autoscaler -> finder.named(AutoscalerReader.target(autoscaler));
            case GenericKubernetesResource scaledObject -> finder.named(AutoscalerReader.target(scaledObject));
            case PersistentVolumeClaim claim ->
                finder.mounting(claim.getMetadata().getName());
            case PersistentVolume volume -> boundBy(volume.getSpec().getClaimRef(), observed);
            case ConfigMap map -> finder.configuredBy(map.getMetadata().getName());
            case Event failed -> finder.named(FailedCreations.workload(failed));
            case Node _ -> new Everything();
            default -> new Nothing();
        };
    }

    private static Reach boundBy(@Nullable ObjectReference claim, Observed observed) {
        if (claim == null) {
            return new Nothing();
        }
        return claim.getName() == null
                ? new Namespace(claim.getNamespace())
                : new Finder(claim.getNamespace(), observed).mounting(claim.getName());
    }

    private static Map<String, String> labels(HasMetadata object) {
        return WorkloadReader.labels(object.getMetadata().getLabels());
    }

    /** Looks for workloads of one namespace. */
    record Finder(String namespace, Observed observed) {
        /** Workloads whose pods the budget selects, and the one whose own budget would have that name. */
        Reach touchedBy(PodDisruptionBudget budget) {
            return those(Stream.concat(
                    observed.withTemplatesSelectedBy(namespace, budget.getSpec().getSelector()),
                    observed.withBudgetNamed(namespace, budget.getMetadata().getName())));
        }

        Reach withSelectorFor(Map<String, String> podLabels) {
            return those(observed.selecting(namespace, podLabels));
        }

        Reach named(Optional<Workload.Key> target) {
            return target.<Reach>map(key -> new Workloads(
                            namespace,
                            Map.of(
                                    key,
                                    observed.outline(namespace, key)
                                            .map(Outline::labels)
                                            .orElse(Map.of()))))
                    .orElseGet(Nothing::new);
        }

        /** Workloads whose pods mount the claim. */
        Reach mounting(String claim) {
            return those(observed.podsMounting(namespace, claim)
                    .flatMap(pod -> observed.selecting(namespace, Reach.labels(pod))));
        }

        Reach configuredBy(String configMap) {
            return those(observed.configuredBy(namespace, configMap));
        }

        private Reach those(Stream<Outline> workloads) {
            return new Workloads(
                    namespace,
                    workloads.collect(Collectors.toMap(Outline::key, Outline::labels, (first, same) -> first)));
        }
    }
}
