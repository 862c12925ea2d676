package dev.faultline.cluster;

import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    Stream<Node> nodes();

    Optional<Node> node(String name);

    Optional<PersistentVolumeClaim> claim(String namespace, String name);

    Optional<PersistentVolume> volume(String name);

    /** Labels of every workload of a namespace. */
    default Map<Workload.Key, Map<String, String>> workloads(String namespace) {
        var workloads = new HashMap<Workload.Key, Map<String, String>>();
        deployments(namespace)
                .forEach(deployment -> workloads.put(
                        WorkloadReader.key(deployment),
                        WorkloadReader.labels(deployment.getMetadata().getLabels())));
        statefulSets(namespace)
                .forEach(set -> workloads.put(
                        WorkloadReader.key(set),
                        WorkloadReader.labels(set.getMetadata().getLabels())));
        return Map.copyOf(workloads);
    }
}
