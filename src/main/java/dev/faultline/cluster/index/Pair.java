package dev.faultline.cluster.index;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One label and its value, in one namespace; or, with neither, the namespace as a whole. */
record Pair(String namespace, String label, String value) {
    /** Labels whose value each pod or ReplicaSet has to itself: no index by them would be of use. */
    private static final Set<String> SINGULAR = Set.of(
            "pod-template-hash",
            "controller-revision-hash",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index");

    static Pair whole(String namespace) {
        return new Pair(namespace, "", "");
    }

    static Stream<Pair> of(String namespace, Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> !SINGULAR.contains(label.getKey()))
                .map(label -> new Pair(namespace, label.getKey(), label.getValue()));
    }

    /** Pairs that all labels have which the selector selects; none when it does not say so plainly. */
    static Stream<Pair> demandedBy(String namespace, @Nullable LabelSelector selector) {
        if (selector == null) {
            return Stream.empty();
        }
        var single = orEmpty(selector.getMatchExpressions()).stream()
                .filter(requirement -> "In".equals(requirement.getOperator()))
                .filter(requirement -> orEmpty(requirement.getValues()).size() == 1)
                .filter(requirement -> !SINGULAR.contains(requirement.getKey()))
                .map(requirement -> new Pair(
                        namespace, requirement.getKey(), requirement.getValues().getFirst()));
        var exact = selector.getMatchLabels() == null ? Stream.<Pair>empty() : of(namespace, selector.getMatchLabels());
        return Stream.concat(exact, single);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
