package dev.faultline.policy.target;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a policy sees of its namespace and cluster at one moment.
 *
 * @param claimants every policy of the namespace that is not being deleted, this one included
 * @param catalog labels of every workload of the namespace
 * @param workloads those that this policy claims, in full
 * @param budgets every PodDisruptionBudget of the namespace
 * @param zones zones that the cluster's nodes are in
 */
public record Surroundings(
        List<Claimant> claimants,
        Map<Workload.Key, Map<String, String>> catalog,
        List<Workload> workloads,
        List<PodDisruptionBudget> budgets,
        Set<String> zones) {

    /** Those who claim the workload, the winner first. */
    public List<Claimant> contenders(Workload.Key key) {
        var labels = catalog.getOrDefault(key, Map.of());
        return claimants.stream()
                .filter(claimant -> claimant.claims(key, labels))
                .sorted(Claimant.PRECEDENCE)
                .toList();
    }
}
