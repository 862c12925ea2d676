package dev.faultline.cluster;

import dev.faultline.cluster.cache.Gates;
import dev.faultline.cluster.index.Addresses;
import dev.faultline.cluster.index.LabelIndex;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.index.RestartIndex;
import dev.faultline.cluster.index.SelectorIndex;
import dev.faultline.cluster.index.WordIndex;
import dev.faultline.cluster.index.WorkloadIndex;
import dev.faultline.cluster.trouble.FailedCreations;
import dev.faultline.net.guard.Cidr;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.mention.ServiceName;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.gate.GatedPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The indexes over the caches, so that one change touches one thing however many there are. */
final class CacheIndexes {
    final WorkloadIndex workloads = new WorkloadIndex();
    final RestartIndex restarts = new RestartIndex(Clock.systemUTC());

    /** Workloads of both kinds by the Services that their containers mention. */
    final WordIndex<Place, Mentioning> mentions = new WordIndex<>(Mentioning::place, Mentioning::services);

    /** The same by the ConfigMaps that their environment comes from. */
    final WordIndex<Place, Mentioning> configured = new WordIndex<>(Mentioning::place, Mentioning::configMaps);

    final WordIndex<Place, PodDisruptionBudget> budgetOwners =
            placed(budget -> budget.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid));

    final SelectorIndex<PodDisruptionBudget> budgetSelectors =
            new SelectorIndex<>(Place::of, budget -> budget.getSpec().getSelector());

    final LabelIndex<Pod> podLabels = new LabelIndex<>(
            Place::of, pod -> WorkloadReader.labels(pod.getMetadata().getLabels()));

    final WordIndex<Place, Pod> podClaims = placed(WorkloadReader::claims);

    /** Namespaces of the pods that have a sidecar. */
    final WordIndex<String, Pod> injected = new WordIndex<>(
            Place::of,
            pod -> CaptureNotation.isIn(pod.getMetadata().getAnnotations())
                    ? List.of(pod.getMetadata().getNamespace())
                    : List.of());

    final WordIndex<Place, HorizontalPodAutoscaler> autoscalers =
            placed(autoscaler -> target(AutoscalerReader.target(autoscaler)));

    final WordIndex<Place, GenericKubernetesResource> scaledObjects =
            placed(object -> target(AutoscalerReader.target(object)));

    final WordIndex<Place, Event> failedCreations = placed(event -> target(FailedCreations.workload(event)));

    /** Pods with our readiness gate, by what its condition says. */
    final WordIndex<GatedPod.Condition, Pod> gated =
            new WordIndex<>(Place::of, pod -> Gates.isIn(pod) ? List.of(Gates.condition(pod)) : List.of());

    /** Pods by their addresses, while they have them: what has ended may have left its address to another. */
    final WordIndex<InetAddress, Pod> podAddresses = new WordIndex<>(
            Place::of,
            pod -> WorkloadReader.isFinished(pod)
                    ? List.of()
                    : Addresses.read(pod.getStatus().getPodIPs().stream().map(PodIP::getIp)));

    final WordIndex<InetAddress, Node> nodeAddresses = new WordIndex<>(
            CacheIndexes::place,
            node -> Addresses.read(node.getStatus().getAddresses().stream().map(NodeAddress::getAddress)));

    /** Ranges from which nodes give addresses to their pods, as far as nodes say. */
    final WordIndex<Cidr, Node> podRanges = new WordIndex<>(
            CacheIndexes::place,
            node -> node.getSpec().getPodCIDRs().stream()
                    .flatMap(range -> Cidr.parse(range).stream())
                    .toList());

    /** Nodes that take pods and are in no zone, under their own names. */
    final WordIndex<String, Node> outsideOfZones = new WordIndex<>(
            CacheIndexes::place,
            node -> WorkloadReader.isOutsideOfZones(node)
                    ? List.of(node.getMetadata().getName())
                    : List.of());

    final WordIndex<String, Node> zones = new WordIndex<>(
            CacheIndexes::place, node -> WorkloadReader.zone(node).stream().toList());

    /** @param names by which the object is found in its own namespace */
    private static <T extends HasMetadata> WordIndex<Place, T> placed(Names<T> names) {
        return new WordIndex<>(
                Place::of,
                object -> names.of(object)
                        .map(name -> new Place(object.getMetadata().getNamespace(), name))
                        .toList());
    }

    private interface Names<T> {
        Stream<String> of(T object);
    }

    private static Place place(Node node) {
        return new Place("", node.getMetadata().getName());
    }

    private static Stream<String> target(Optional<Workload.Key> target) {
        return target.map(Workload.Key::attachedTo).stream();
    }

    /**
     * @param services that its containers may mention, there or not
     * @param configMaps that their environment comes from
     */
    record Mentioning(Outline workload, Set<Place> services, Set<Place> configMaps) {
        Place place() {
            return workload.place();
        }

        static Mentioning of(Deployment deployment) {
            return of(Outline.of(deployment), deployment.getSpec().getTemplate());
        }

        static Mentioning of(StatefulSet set) {
            return of(Outline.of(set), set.getSpec().getTemplate());
        }

        private static Mentioning of(Outline workload, PodTemplateSpec template) {
            var read = Template.of(template);
            return new Mentioning(
                    workload,
                    read.mentions().stream()
                            .flatMap(mention -> ServiceName.of(mention.host(), workload.namespace()).stream())
                            .map(name -> new Place(name.namespace(), name.name()))
                            .collect(Collectors.toUnmodifiableSet()),
                    read.sources().stream()
                            .map(source -> new Place(workload.namespace(), source.configMap()))
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    static RestartIndex.Restarted restarted(Deployment deployment) {
        return new RestartIndex.Restarted(Outline.of(deployment).place(), Replacement.of(deployment));
    }

    static RestartIndex.Restarted restarted(StatefulSet set) {
        return new RestartIndex.Restarted(Outline.of(set).place(), Replacement.of(set));
    }
}
