package dev.faultline.controller;

import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Workload;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Policies with a workload to restart, each with its first one; whose turn it is follows from names alone. */
final class Turns {
    private static final Comparator<Claim> ORDER = Comparator.comparing(
                    (Claim claim) -> claim.policy().namespace())
            .thenComparing(Claim::workload)
            .thenComparing(claim -> claim.policy().name());

    private final TreeSet<Claim> claims = new TreeSet<>(ORDER);
    private final Map<Place, Claim> held = new HashMap<>();

    private record Claim(Place policy, Workload.Key workload) {}

    /** @param workload the policy's first; empty when it has none to restart */
    synchronized void claim(Place policy, Optional<Workload.Key> workload) {
        Optional.ofNullable(held.remove(policy)).ifPresent(claims::remove);
        workload.map(key -> new Claim(policy, key)).ifPresent(claim -> {
            held.put(policy, claim);
            claims.add(claim);
        });
    }

    /** The policy whose turn it is. */
    synchronized Optional<Place> next() {
        return claims.isEmpty()
                ? Optional.empty()
                : Optional.of(claims.getFirst().policy());
    }
}
