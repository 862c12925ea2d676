package dev.faultline.cluster;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers from the caches what a policy's plan depends on; asks the API server nothing. */
public final class Neighbourhood {
    private final Observed observed;
    private final WorkloadReader reader;

    public Neighbourhood(Observed observed) {
        this.observed = observed;
        this.reader = new WorkloadReader(observed);
    }

    /** @param policies every policy of a namespace */
    public Surroundings of(ResiliencePolicy policy, Function<String, Stream<ResiliencePolicy>> policies) {
        var namespace = policy.getMetadata().getNamespace();
        var self = Claimant.of(policy);
        var catalog = observed.workloads(namespace);
        var workloads = catalog.entrySet().stream()
                .filter(entry -> self.claims(entry.getKey(), entry.getValue()))
                .flatMap(entry -> reader.read(namespace, entry.getKey()).stream())
                .toList();
        return new Surroundings(
                claimants(self, policies.apply(namespace)),
                catalog,
                workloads,
                observed.budgets(namespace).toList(),
                zones());
    }

    private static List<Claimant> claimants(Claimant self, Stream<ResiliencePolicy> policies) {
        return Stream.concat(
                        Stream.of(self),
                        policies.filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                                .filter(other -> !other.getMetadata().getName().equals(self.name()))
                                .map(Claimant::of))
                .toList();
    }

    private Set<String> zones() {
        return observed.nodes()
                .map(WorkloadReader::zone)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
