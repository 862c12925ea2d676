package dev.faultline.probe.shallow;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which probes a new pod gets. What was never seen to answer is not asked: a pod that waits for an answer that
 * never comes is never ready, or is restarted for ever.
 */
public final class ShallowPlanner {
    private final ShallowIntent intent;
    private final Set<String> seen;

    /** @param seen questions that pods of the workload have answered, as {@link Question#asked} says them */
    public ShallowPlanner(ShallowIntent intent, Set<String> seen) {
        this.intent = intent;
        this.seen = seen;
    }

    /** @param taken names of ports that a sidecar in the pod has taken over, each with the number of the port */
    public ShallowPlan plan(Pod pod, Map<String, Integer> taken) {
        return Station.of(pod, intent.port(), taken)
                .<ShallowPlan>map(station -> new ShallowPlan.Probes(
                        station.container().getName(), probes(station.container(), station.port())))
                .orElseGet(ShallowPlan.NoPort::new);
    }

    private TreeMap<Purpose, Probe> probes(Container container, int port) {
        var probes = new TreeMap<Purpose, Probe>();
        for (var planned : intent.probes()) {
            if (isMissing(container, planned.purpose()) && isSeen(planned)) {
                probes.put(planned.purpose(), planned.on(port));
            }
        }
        if (!probes.containsKey(Purpose.Startup) && container.getStartupProbe() == null) {
            // It would count against a container that is still starting.
            probes.remove(Purpose.Liveness);
        }
        return probes;
    }

    private boolean isSeen(PlannedProbe planned) {
        return seen.contains(planned.question().asked(intent.writtenPort()));
    }

    private boolean isMissing(Container container, Purpose purpose) {
        return intent.replaces() || own(container, purpose) == null;
    }

    private static @Nullable Probe own(Container container, Purpose purpose) {
        return switch (purpose) {
            case Startup -> container.getStartupProbe();
            case Readiness -> container.getReadinessProbe();
            case Liveness -> container.getLivenessProbe();
        };
    }
}
