package dev.faultline.cluster.injector;

import dev.faultline.cluster.Applier;
import dev.faultline.policy.budget.BudgetResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;

/** How an object of ours is told from somebody else's of the same name. */
final class Ownership {
    private static final String NAME = "app.kubernetes.io/name";

    private Ownership() {}

    static Map<String, String> labels() {
        return new TreeMap<>(
                Map.of(NAME, BudgetResource.FAULTLINE, BudgetResource.MANAGED_BY, BudgetResource.FAULTLINE));
    }

    /** By our labels; where somebody has taken those away, by the API server's own record of who has written it. */
    static boolean isOurs(HasMetadata object) {
        return hasLabels(object)
                || object.getMetadata().getManagedFields().stream()
                        .anyMatch(entry -> Applier.FIELD_MANAGER.equals(entry.getManager()));
    }

    static boolean hasLabels(HasMetadata object) {
        var found = object.getMetadata().getLabels();
        return found != null && found.entrySet().containsAll(labels().entrySet());
    }
}
