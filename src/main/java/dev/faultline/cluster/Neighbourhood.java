package dev.faultline.cluster;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.inlet.Fronts;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Surroundings;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.trouble.Blame;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Gathers from the caches what a policy's plan depends on, and no more; asks the API server nothing. */
public final class Neighbourhood {
    private final Observed observed;
    private final Sidecars sidecars;
    private final Declared declared;
    private final WorkloadReader reader;

    public Neighbourhood(Observed observed, Sidecars sidecars, Declared declared) {
        this.observed = observed;
        this.sidecars = sidecars;
        this.declared = declared;
        this.reader = new WorkloadReader(observed, sidecars);
    }

    /**
     * What is known of sidecars besides what the API server tells.
     *
     * @param illnesses asked about pods that have one
     * @param authorityTaken whether pods of a namespace get none, since a ConfigMap of somebody else bears our name there
     */
    public record Sidecars(
            SidecarState.Progresses progresses, Illnesses illnesses, Blame blame, Predicate<String> authorityTaken) {}

    /** The Services there are, who calls pods through them, and what policies say of calls to them. */
    public interface Declared extends KnownServices, Fronts {
        /** What the claimed workloads that the policy has call, directly or not. */
        CallGraph graph(ResiliencePolicy policy, Stream<Outline> claimed, Policies policies);
    }

    /** The policies there are. */
    @FunctionalInterface
    public interface Policies {
        Stream<ResiliencePolicy> in(String namespace);

        /** Policies that claim a workload. */
        default Stream<ResiliencePolicy> claiming(String namespace, Workload.Key key, Map<String, String> labels) {
            return in(namespace).filter(policy -> Claimant.of(policy).claims(key, labels));
        }

        /** The policy that has a workload; empty where none has. */
        default Optional<ResiliencePolicy> winner(Outline workload) {
            return claiming(workload.namespace(), workload.key(), workload.labels())
                    .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
                    .min(Comparator.comparing(Claimant::of, Claimant.PRECEDENCE));
        }
    }

    public Surroundings of(ResiliencePolicy policy, Policies policies) {
        var namespace = policy.getMetadata().getNamespace();
        var self = Claimant.of(policy);
        var claimed = claimed(namespace, self.claim()).toList();
        var owned = observed.budgetsOwnedBy(namespace, self.uid()).toList();
        var catalog = catalog(namespace, claimed, owned);
        var workloads = claimed.stream()
                .flatMap(outline -> reader.read(namespace, outline.key()).stream())
                .toList();
        return new Surroundings(
                claimants(namespace, self, catalog, policies),
                catalog,
                workloads,
                budgets(namespace, workloads, owned),
                observed.zones(),
                sidecars.authorityTaken().test(namespace),
                declared,
                declared,
                declared.graph(policy, claimed.stream(), policies));
    }

    /** Workloads that are there and that the claim means. */
    public Stream<Outline> claimed(String namespace, Claimant.Claim claim) {
        return observed.claimed(namespace, claim);
    }

    private Map<Workload.Key, Map<String, String>> catalog(
            String namespace, List<Outline> claimed, List<PodDisruptionBudget> owned) {
        var catalog = new HashMap<Workload.Key, Map<String, String>>();
        var behindOwned = owned.stream()
                .flatMap(budget ->
                        observed.withBudgetNamed(namespace, budget.getMetadata().getName()));
        Stream.concat(claimed.stream(), behindOwned)
                .flatMap(workload -> Stream.concat(
                        Stream.of(workload),
                        observed.outline(namespace, workload.key().namesake()).stream()))
                .forEach(workload -> catalog.put(workload.key(), workload.labels()));
        return Map.copyOf(catalog);
    }

    private static List<Claimant> claimants(
            String namespace, Claimant self, Map<Workload.Key, Map<String, String>> catalog, Policies policies) {
        var others = catalog.entrySet().stream()
                .flatMap(workload -> policies.claiming(namespace, workload.getKey(), workload.getValue()))
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                .filter(other -> !other.getMetadata().getName().equals(self.name()))
                .map(Claimant::of)
                .distinct();
        return Stream.concat(Stream.of(self), others).toList();
    }

    private List<PodDisruptionBudget> budgets(
            String namespace, List<Workload> workloads, List<PodDisruptionBudget> owned) {
        var budgets = new TreeMap<String, PodDisruptionBudget>();
        add(budgets, owned);
        for (var workload : workloads) {
            add(
                    budgets,
                    observed.budget(namespace, observed.budgetName(namespace, workload.key())).stream()
                            .toList());
            Stream.concat(
                            Stream.of(workload.podLabels()),
                            workload.members().stream().map(Workload.Member::labels))
                    .distinct()
                    .forEach(labels -> add(
                            budgets,
                            observed.budgetsSelecting(namespace, labels).toList()));
        }
        return List.copyOf(budgets.values());
    }

    private static void add(Map<String, PodDisruptionBudget> budgets, Collection<PodDisruptionBudget> more) {
        more.forEach(budget -> budgets.put(budget.getMetadata().getName(), budget));
    }
}
