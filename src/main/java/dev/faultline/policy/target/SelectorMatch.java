package dev.faultline.policy.target;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a label selector selects a set of labels, as the API server decides it.
 * Source: k8s.io/apimachinery LabelSelectorAsSelector: absent selects nothing, empty selects all.
 */
public final class SelectorMatch {
    private SelectorMatch() {}

    public static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
        if (selector == null) {
            return false;
        }
        var exact = orEmpty(selector.getMatchLabels()).entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
        return exact
                && orEmpty(selector.getMatchExpressions()).stream()
                        .allMatch(requirement -> satisfied(requirement, labels));
    }

    /** An unknown operator selects nothing: the API server refuses such a selector. */
    private static boolean satisfied(LabelSelectorRequirement requirement, Map<String, String> labels) {
        var value = labels.get(requirement.getKey());
        var values = orEmpty(requirement.getValues());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
