package dev.faultline.injection;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.Spread;
import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a pod is spread over zones and nodes, where it does not say so itself. */
final class Spreading {
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String NODE = "kubernetes.io/hostname";
    private static final String REQUIRED = "DoNotSchedule";
    private static final String PREFERRED = "ScheduleAnyway";

    private Spreading() {}

    static List<TopologySpreadConstraint> of(PodSpec pod, PodFacts.Governor governor, boolean zonesEverywhere) {
        var spread = requireNonNullElse(governor.spec().spread(), Spread.DEFAULT);
        if (!Containers.list(pod.getTopologySpreadConstraints()).isEmpty()) {
            return List.of();
        }
        return switch (spread) {
            case None -> List.of();
            case Soft -> constraints(governor, zonesEverywhere, PREFERRED);
            case Hard -> constraints(governor, zonesEverywhere, REQUIRED);
        };
    }

    private static List<TopologySpreadConstraint> constraints(
            PodFacts.Governor governor, boolean zonesEverywhere, String overZones) {
        var overNodes = constraint(governor, NODE, PREFERRED);
        return zonesEverywhere ? List.of(constraint(governor, ZONE, overZones), overNodes) : List.of(overNodes);
    }

    /** Nodes whose taints keep the pod away count for nothing, or a required spread could never be reached. */
    private static TopologySpreadConstraint constraint(
            PodFacts.Governor governor, String key, String whenUnsatisfiable) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(key)
                .withWhenUnsatisfiable(whenUnsatisfiable)
                .withNodeTaintsPolicy("Honor")
                .withLabelSelector(governor.selector())
                .withMatchLabelKeys(revision(governor))
                .build();
    }

    /** Pods of one revision are spread among themselves. A key may not stand in the selector too. */
    private static List<String> revision(PodFacts.Governor governor) {
        var key = switch (governor.workload().kind()) {
            case Deployment -> "pod-template-hash";
            case StatefulSet -> "controller-revision-hash";
        };
        return keys(governor.selector()).anyMatch(key::equals) ? List.of() : List.of(key);
    }

    private static Stream<String> keys(LabelSelector selector) {
        return Stream.concat(
                requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of()).keySet().stream(),
                requireNonNullElse(selector.getMatchExpressions(), List.<LabelSelectorRequirement>of()).stream()
                        .map(LabelSelectorRequirement::getKey));
    }
}
