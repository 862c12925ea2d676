package dev.faultline.policy.target;

import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.inlet.Fronts;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a policy sees of its namespace and cluster at one moment. May hold more than it says here, which changes nothing.
 *
 * @param claimants every policy that claims a workload of the catalog and is not being deleted, this one included
 * @param catalog labels of the workloads that this policy claims, of those behind a budget that it owns, and of their
 *     namesakes of the other kind
 * @param workloads those that this policy claims, in full
 * @param budgets every PodDisruptionBudget that this policy owns, that has the name of a claimed workload's budget, or
 *     that selects pods of one
 * @param zones zones that the cluster's nodes are in
 * @param authorityTaken whether a ConfigMap of somebody else has the name of that by which sidecars know the operator
 * @param services those of the cluster
 * @param fronts what stands between pods of the namespace and their callers
 * @param graph what the workloads that this policy has call, directly or not
 */
public record Surroundings(
        List<Claimant> claimants,
        Map<Workload.Key, Map<String, String>> catalog,
        List<Workload> workloads,
        List<PodDisruptionBudget> budgets,
        Set<String> zones,
        boolean authorityTaken,
        KnownServices services,
        Fronts fronts,
        CallGraph graph) {

    /** Those who claim the workload, the winner first. */
    public List<Claimant> contenders(Workload.Key key) {
        var labels = catalog.getOrDefault(key, Map.of());
        return claimants.stream()
                .filter(claimant -> claimant.claims(key, labels))
                .sorted(Claimant.PRECEDENCE)
                .toList();
    }
}
