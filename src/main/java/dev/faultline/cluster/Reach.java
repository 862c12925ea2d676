package dev.faultline.cluster;

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
import java.util.function.BiPredicate;
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
            case PodDisruptionBudget budget ->
                finder.selectedBy(budget.getSpec().getSelector());
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
        Reach selectedBy(LabelSelector selector) {
            return those((own, template) -> SelectorMatch.matches(selector, template));
        }

        Reach withSelectorFor(Map<String, String> podLabels) {
            return those((own, template) -> SelectorMatch.matches(own, podLabels));
        }

        Reach named(Optional<Workload.Key> target) {
            return target.<Reach>map(key -> new Workloads(namespace, Map.of(key, labelsOf(key))))
                    .orElseGet(Nothing::new);
        }

        private Map<String, String> labelsOf(Workload.Key key) {
            var found = switch (key.kind()) {
                case Deployment -> observed.deployment(namespace, key.name()).map(Reach::labels);
                case StatefulSet -> observed.statefulSet(namespace, key.name()).map(Reach::labels);
            };
            return found.orElse(Map.of());
        }

        /** @param test given a workload's pod selector and its pods' labels */
        private Reach those(BiPredicate<LabelSelector, Map<String, String>> test) {
            var deployments = observed.deployments(namespace)
                    .filter(deployment -> test.test(
                            deployment.getSpec().getSelector(),
                            labels(deployment.getSpec().getTemplate())))
                    .map(deployment -> Map.entry(WorkloadReader.key(deployment), Reach.labels(deployment)));
            var sets = observed.statefulSets(namespace)
                    .filter(set -> test.test(
                            set.getSpec().getSelector(), labels(set.getSpec().getTemplate())))
                    .map(set -> Map.entry(WorkloadReader.key(set), Reach.labels(set)));
            return new Workloads(
                    namespace,
                    Stream.concat(deployments, sets).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        }

        private static Map<String, String> labels(PodTemplateSpec template) {
            return WorkloadReader.labels(template.getMetadata().getLabels());
        }
    }
}
