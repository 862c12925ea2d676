package dev.faultline.cluster.traffic;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.target.Workload;
import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Gathers from the caches what the configuration of a proxy depends on. */
public final class ProxyReader {
    private final Observed observed;
    private final TrafficCaches traffic;

    public ProxyReader(Observed observed, TrafficCaches traffic) {
        this.observed = observed;
        this.traffic = traffic;
    }

    /**
     * What surrounds one proxy.
     *
     * @param workload empty for a pod that belongs to no workload any more
     * @param winner the policy that has the workload
     * @param leaving whether it takes no more requests
     */
    public record Situation(
            Capture capture,
            Optional<Workload.Key> workload,
            Optional<ResiliencePolicy> winner,
            boolean bypassed,
            boolean leaving) {

        /** The same for a pod that ends, and should get nothing new. */
        public Situation ending() {
            return new Situation(capture, workload, winner, bypassed, true);
        }
    }

    /** Empty when the cache does not have the pod. */
    public Optional<Situation> read(Proxy proxy, Neighbourhood.Policies policies) {
        return observed.pod(proxy.namespace(), proxy.pod(), proxy.uid()).map(pod -> read(pod, policies));
    }

    private Situation read(Pod pod, Neighbourhood.Policies policies) {
        var namespace = pod.getMetadata().getNamespace();
        var labels = Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        var workload = observed.selecting(namespace, labels).min(Comparator.comparing(Outline::key));
        return new Situation(
                capture(pod),
                workload.map(Outline::key),
                workload.flatMap(policies::winner),
                traffic.isBypassed(namespace),
                false);
    }

    /** A pod whose annotation was damaged keeps its sidecar, which then captures nothing that is known. */
    private static Capture capture(Pod pod) {
        var annotations =
                Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of());
        return CaptureNotation.read(annotations.get(CaptureNotation.ANNOTATION)).orElse(Capture.NONE);
    }
}
