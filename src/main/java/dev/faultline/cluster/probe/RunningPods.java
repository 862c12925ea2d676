package dev.faultline.cluster.probe;

import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pods that can be asked something. */
public final class RunningPods {
    private static final String RUNNING = "Running";

    private final Observed observed;
    private final KubernetesClient client;

    public RunningPods(Observed observed, KubernetesClient client) {
        this.observed = observed;
        this.client = client;
    }

    /** One of a workload, each time another; one that is ready where there is one. Nothing is read for that. */
    public Optional<Pod> any(Outline workload) {
        List<Pod> running = observed.podsSelectedBy(workload.namespace(), workload.selector())
                .filter(RunningPods::isRunning)
                .collect(Collectors.toList());
        Collections.shuffle(running);
        return running.stream().max(Comparator.comparing(Readiness::isPodReady));
    }

    /** The same pod with its containers, which the cache has not; empty where it runs no longer. */
    public Optional<Pod> whole(Pod pod) {
        var metadata = pod.getMetadata();
        // By list, which the operator may do anyway.
        return client
                .pods()
                .inNamespace(metadata.getNamespace())
                .withField("metadata.name", metadata.getName())
                .list()
                .getItems()
                .stream()
                .findFirst()
                .filter(RunningPods::isRunning)
                .filter(found -> found.getStatus().getPodIP() != null);
    }

    private static boolean isRunning(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && RUNNING.equals(pod.getStatus().getPhase());
    }
}
