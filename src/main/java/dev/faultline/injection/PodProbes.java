package dev.faultline.injection;

import dev.faultline.injection.sidecar.PodSidecar;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.capture.Containers;
import dev.faultline.probe.shallow.Purpose;
import dev.faultline.probe.shallow.ShallowPlan;
import dev.faultline.probe.shallow.ShallowPlanner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The probes of a pod. Whether it has a sidecar, gets one afterwards or gets none, they are the same. */
final class PodProbes {
    private PodProbes() {}

    static Optional<ShallowPlan.Probes> of(Pod pod, ShallowPlanner planner) {
        return switch (planner.plan(pod, taken(pod))) {
            case ShallowPlan.Probes probes -> Optional.of(probes);
            case ShallowPlan.NoPort _ -> Optional.empty();
        };
    }

    /** What a sidecar has taken that came into the pod at an earlier look of ours at it. */
    private static Map<String, Integer> taken(Pod pod) {
        return PodSidecar.isIn(pod)
                ? CaptureNotation.read(pod.getMetadata().getAnnotations().get(CaptureNotation.ANNOTATION))
                        .map(Capture::inlets)
                        .stream()
                        .flatMap(inlets -> inlets.stream())
                        .collect(Collectors.toMap(Capture.Inlet::name, Capture.Inlet::app, (one, _) -> one))
                : Map.of();
    }

    static Pod into(Pod pod, ShallowPlan.Probes probes) {
        return probes.probes().isEmpty()
                ? pod
                : new PodBuilder(pod)
                        .editSpec()
                        .withContainers(Containers.app(pod.getSpec()).stream()
                                .map(container -> probes.container().equals(container.getName())
                                        ? with(container, probes.probes())
                                        : container)
                                .toList())
                        .endSpec()
                        .build();
    }

    private static Container with(Container container, Map<Purpose, Probe> probes) {
        var builder = new ContainerBuilder(container);
        probes.forEach((purpose, probe) -> {
            switch (purpose) {
                case Startup -> builder.withStartupProbe(probe);
                case Readiness -> builder.withReadinessProbe(probe);
                case Liveness -> builder.withLivenessProbe(probe);
            }
        });
        return builder.build();
    }
}
