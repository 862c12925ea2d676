package dev.faultline.cluster;

import dev.faultline.policy.budget.BudgetResource;
import dev.faultline.policy.target.SelectorMatch;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            case PersistentVolumeClaim _ -> new Namespace(finder.namespace());
            case PersistentVolume volume ->
                volume.getSpec().getClaimRef() == null
                        ? new Nothing()
                        : new Namespace(volume.getSpec().getClaimRef().getNamespace());
            case Node _ -> new Everything();
            default -> new Nothing();
        };
    }

    private static Map<String, String> labels(HasMetadata object) {
        return WorkloadReader.labels(object.getMetadata().getLabels());
    }

    /** Looks for workloads of one namespace. */
    record Finder(String namespace, Observed observed) {
        /** Workloads whose pods the budget selects, and the one whose own budget would have that name. */
        Reach touchedBy(PodDisruptionBudget budget) {
            var neighbours = observed.workloads(namespace).keySet();
            return those(workload -> SelectorMatch.matches(budget.getSpec().getSelector(), workload.podLabels())
                    || BudgetResource.name(workload.key(), neighbours)
                            .equals(budget.getMetadata().getName()));
        }

        Reach withSelectorFor(Map<String, String> podLabels) {
            return those(workload -> SelectorMatch.matches(workload.selector(), podLabels));
        }

        Reach named(Optional<Workload.Key> target) {
            return target.<Reach>map(key -> new Workloads(
                            namespace, Map.of(key, observed.workloads(namespace).getOrDefault(key, Map.of()))))
                    .orElseGet(Nothing::new);
        }

        private Reach those(Predicate<Candidate> touched) {
            var deployments = observed.deployments(namespace)
                    .map(deployment -> new Candidate(
                            WorkloadReader.key(deployment),
                            labels(deployment),
                            deployment.getSpec().getSelector(),
                            podLabels(deployment.getSpec().getTemplate())));
            var sets = observed.statefulSets(namespace)
                    .map(set -> new Candidate(
                            WorkloadReader.key(set),
                            labels(set),
                            set.getSpec().getSelector(),
                            podLabels(set.getSpec().getTemplate())));
            return new Workloads(
                    namespace,
                    Stream.concat(deployments, sets)
                            .filter(touched)
                            .collect(Collectors.toMap(Candidate::key, Candidate::labels)));
        }

        private static Map<String, String> podLabels(PodTemplateSpec template) {
            return WorkloadReader.labels(template.getMetadata().getLabels());
        }
    }

    /** A workload that a change may touch. */
    record Candidate(
            Workload.Key key, Map<String, String> labels, LabelSelector selector, Map<String, String> podLabels) {}
}
