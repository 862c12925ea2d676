package dev.faultline.injection;

import dev.faultline.injection.sidecar.TakenPorts;
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

/** The probes of a pod. Whether it has a sidecar, gets one afterwards or gets none, they are the same. */
final class PodProbes {
    private PodProbes() {}

    static Optional<ShallowPlan.Probes> of(Pod pod, ShallowPlanner planner) {
        return switch (planner.plan(pod, TakenPorts.of(pod))) {
            case ShallowPlan.Probes probes -> Optional.of(probes);
            case ShallowPlan.NoPort _ -> Optional.empty();
        };
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
