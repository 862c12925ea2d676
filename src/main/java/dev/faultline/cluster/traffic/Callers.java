package dev.faultline.cluster.traffic;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.target.Claimant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The other way round: policies whose workloads call some workload, directly or not, and whose findings may therefore
 * change with what it calls. The nearest {@link #MOST} of them: a Service that everybody calls must not wake everybody.
 */
public final class Callers {
    static final int MOST = 200;

    private final ServiceBook services;
    private final Function<Place, Stream<ResiliencePolicy>> naming;
    private final Function<ResiliencePolicy, Stream<Outline>> workloads;

    /**
     * @param naming policies with a dependency on a Service
     * @param workloads those that a policy claims
     */
    public Callers(
            ServiceBook services,
            Function<Place, Stream<ResiliencePolicy>> naming,
            Function<ResiliencePolicy, Stream<Outline>> workloads) {
        this.services = services;
        this.naming = naming;
        this.workloads = workloads;
    }

    /** Whether a change of a policy concerns those who call its workloads. */
    public static boolean mustHear(ResiliencePolicy now, ResiliencePolicy before) {
        return !Objects.equals(now.getSpec().dependencies(), before.getSpec().dependencies())
                || !Objects.equals(now.getSpec().inbound(), before.getSpec().inbound())
                || !Claimant.of(now).claim().equals(Claimant.of(before).claim());
    }

    public Collection<ResiliencePolicy> ofWorkloads(Stream<Outline> called) {
        return found(called.flatMap(this::servicesOf));
    }

    public Collection<ResiliencePolicy> ofService(Place called) {
        return found(Stream.of(called));
    }

    private Collection<ResiliencePolicy> found(Stream<Place> called) {
        var found = new LinkedHashMap<Place, ResiliencePolicy>();
        var next = called.distinct().toList();
        for (var hop = 0; hop < CallGraph.MOST_HOPS && !next.isEmpty(); hop++) {
            var fresh = new LinkedHashMap<Place, ResiliencePolicy>();
            next.stream()
                    .flatMap(naming)
                    .filter(policy -> !found.containsKey(Place.of(policy)))
                    .limit(MOST)
                    .forEach(policy -> fresh.put(Place.of(policy), policy));
            fresh.entrySet().stream()
                    .limit(MOST - found.size())
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            next = found.size() < MOST ? services(fresh) : List.of();
        }
        return found.values();
    }

    private List<Place> services(Map<Place, ResiliencePolicy> policies) {
        return policies.values().stream()
                .flatMap(workloads)
                .flatMap(this::servicesOf)
                .distinct()
                .toList();
    }

    private Stream<Place> servicesOf(Outline workload) {
        return services.inFrontOf(workload.namespace(), workload.podLabels());
    }
}
