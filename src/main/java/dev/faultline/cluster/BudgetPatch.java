package dev.faultline.cluster;

import dev.faultline.policy.budget.BudgetResource;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON patch that makes a budget what it should be and leaves other people's labels and annotations alone. */
final class BudgetPatch {
    /** A label as a step of a JSON pointer. Source: RFC 6901, a slash within a key is ~1. */
    private static final String MANAGED_BY = BudgetResource.MANAGED_BY.replace("/", "~1");

    private BudgetPatch() {}

    static String of(PodDisruptionBudget wanted, PodDisruptionBudget cached) {
        var steps = new ArrayList<Map<String, Object>>();
        steps.add(step("test", "/metadata/uid", cached.getMetadata().getUid()));
        // Of two replicas that pass the Lease on, or of two changes in a row, only who knows the last one may write.
        Optional.ofNullable(cached.getMetadata().getGeneration())
                .ifPresent(generation -> steps.add(step("test", "/metadata/generation", generation)));
        steps.add(step("replace", "/spec", wanted.getSpec()));
        steps.add(step("add", "/metadata/ownerReferences", wanted.getMetadata().getOwnerReferences()));
        steps.add(
                WorkloadReader.labels(cached.getMetadata().getLabels()).isEmpty()
                        ? step("add", "/metadata/labels", wanted.getMetadata().getLabels())
                        : step("add", "/metadata/labels/" + MANAGED_BY, BudgetResource.FAULTLINE));
        return Serialization.asJson(List.copyOf(steps));
    }

    private static Map<String, Object> step(String op, String path, Object value) {
        return Map.of("op", op, "path", path, "value", value);
    }
}
