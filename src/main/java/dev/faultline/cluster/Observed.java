package dev.faultline.cluster;

import dev.faultline.api.TargetKind;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.trouble.FailedCreations;
import dev.faultline.policy.budget.BudgetResource;
import dev.faultline.policy.mention.Mention;
import dev.faultline.policy.mention.Source;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.SelectorMatch;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of the cluster: the caches, or in tests a handful of manifests. Methods take a namespace. */
public interface Observed {
    Stream<Deployment> deployments(String namespace);

    Optional<Deployment> deployment(String namespace, String name);

    Stream<StatefulSet> statefulSets(String namespace);

    Optional<StatefulSet> statefulSet(String namespace, String name);

    Stream<PodDisruptionBudget> budgets(String namespace);

    Optional<PodDisruptionBudget> budget(String namespace, String name);

    Stream<HorizontalPodAutoscaler> autoscalers(String namespace);

    /** KEDA's; none where the cluster does not have KEDA. */
    Stream<GenericKubernetesResource> scaledObjects(String namespace);

    Stream<Pod> pods(String namespace);

    Optional<Pod> pod(String namespace, String name);

    /** @param uid which tells the pod from another one that has its name now */
    default Optional<Pod> pod(String namespace, String name, String uid) {
        return pod(namespace, name).filter(pod -> uid.equals(pod.getMetadata().getUid()));
    }

    /** Events of controllers that could not create a pod. */
    Stream<Event> failedCreations(String namespace);

    Stream<Node> nodes();

    Optional<Node> node(String name);

    Optional<PersistentVolumeClaim> claim(String namespace, String name);

    Optional<PersistentVolume> volume(String name);

    // What follows says what each question means, by going through everything. Caches answer from their indexes.

    /** Every workload of a namespace. */
    default Stream<Outline> outlines(String namespace) {
        return Stream.concat(
                deployments(namespace).map(Outline::of), statefulSets(namespace).map(Outline::of));
    }

    /** Workloads that are there and that the claim means. */
    default Stream<Outline> claimed(String namespace, Claimant.Claim claim) {
        return switch (claim) {
            case Claimant.Claim.Named(var keys) ->
                keys.stream().map(key -> outline(namespace, key)).flatMap(Optional::stream);
            case Claimant.Claim.Selected(var selector) -> selectedBy(namespace, selector);
        };
    }

    default Optional<Outline> outline(String namespace, Workload.Key key) {
        return switch (key.kind()) {
            case Deployment -> deployment(namespace, key.name()).map(Outline::of);
            case StatefulSet -> statefulSet(namespace, key.name()).map(Outline::of);
        };
    }

    /** Who else decides how many pods a workload has, such as {@code HorizontalPodAutoscaler/web}. */
    default Optional<String> autoscaler(String namespace, Workload.Key key) {
        return switch (new AutoscalerReader(this).scale(namespace, key, 0)) {
            case Workload.Scale.Fixed _ -> Optional.empty();
            case Workload.Scale.Autoscaled autoscaled -> Optional.of(autoscaled.by());
        };
    }

    /** Workloads whose own labels are selected. */
    default Stream<Outline> selectedBy(String namespace, LabelSelector selector) {
        return outlines(namespace).filter(workload -> SelectorMatch.matches(selector, workload.labels()));
    }

    /** Workloads whose pods, as the template makes them, are selected. */
    default Stream<Outline> withTemplatesSelectedBy(String namespace, LabelSelector selector) {
        return outlines(namespace).filter(workload -> SelectorMatch.matches(selector, workload.podLabels()));
    }

    /** Workloads whose environment comes from a ConfigMap. */
    default Stream<Outline> configuredBy(String namespace, String configMap) {
        return Stream.empty();
    }

    /** Hosts that an environment gets from a ConfigMap; none where these are not read. */
    default Stream<Mention> mentions(String namespace, Source source) {
        return Stream.empty();
    }

    /** What is read of a template, and of the ConfigMaps that its environment comes from. */
    default Template template(String namespace, PodTemplateSpec full) {
        var template = Template.of(full);
        return template.with(template.sources().stream().flatMap(source -> mentions(namespace, source)));
    }

    /** Workloads that take a pod with these labels for theirs. */
    default Stream<Outline> selecting(String namespace, Map<String, String> podLabels) {
        return outlines(namespace).filter(workload -> SelectorMatch.matches(workload.selector(), podLabels));
    }

    /** Workloads whose budget of ours has, or would have, that name: one, as a rule. */
    default Stream<Outline> withBudgetNamed(String namespace, String budget) {
        return withBudgetPerhapsNamed(namespace, budget)
                .filter(workload -> budgetName(namespace, workload.key()).equals(budget));
    }

    /** May give a few more than {@link #withBudgetNamed}. */
    default Stream<Outline> withBudgetPerhapsNamed(String namespace, String budget) {
        return outlines(namespace);
    }

    /** The name that our budget of the workload has. */
    default String budgetName(String namespace, Workload.Key key) {
        var namesake = new Workload.Key(TargetKind.Deployment, key.name());
        return BudgetResource.name(key, outline(namespace, namesake).isPresent() ? Set.of(namesake) : Set.of());
    }

    default Stream<PodDisruptionBudget> budgetsOwnedBy(String namespace, String uid) {
        return budgets(namespace).filter(budget -> BudgetResource.isOwnedBy(budget, uid));
    }

    /** Budgets of anybody that select a pod with these labels. */
    default Stream<PodDisruptionBudget> budgetsSelecting(String namespace, Map<String, String> podLabels) {
        return budgets(namespace)
                .filter(budget -> SelectorMatch.matches(budget.getSpec().getSelector(), podLabels));
    }

    default Stream<Pod> podsSelectedBy(String namespace, LabelSelector selector) {
        return pods(namespace)
                .filter(pod -> SelectorMatch.matches(
                        selector, WorkloadReader.labels(pod.getMetadata().getLabels())));
    }

    default Stream<Pod> podsMounting(String namespace, String claim) {
        return pods(namespace).filter(pod -> WorkloadReader.claims(pod).anyMatch(claim::equals));
    }

    default Stream<HorizontalPodAutoscaler> autoscalersOf(String namespace, Workload.Key key) {
        return autoscalers(namespace)
                .filter(autoscaler ->
                        AutoscalerReader.target(autoscaler).filter(key::equals).isPresent());
    }

    default Stream<GenericKubernetesResource> scaledObjectsOf(String namespace, Workload.Key key) {
        return scaledObjects(namespace)
                .filter(object ->
                        AutoscalerReader.target(object).filter(key::equals).isPresent());
    }

    default Stream<Event> failedCreations(String namespace, Workload.Key key) {
        return failedCreations(namespace)
                .filter(event ->
                        FailedCreations.workload(event).filter(key::equals).isPresent());
    }

    /** Whether every node that takes pods is in a zone. */
    default boolean hasZonesEverywhere() {
        return nodes().noneMatch(WorkloadReader::isOutsideOfZones);
    }

    /** Zones that the nodes are in. */
    default Set<String> zones() {
        return nodes().map(WorkloadReader::zone).flatMap(Optional::stream).collect(Collectors.toSet());
    }
}
