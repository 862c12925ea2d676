package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.traffic.ProxyReader.Situation;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.reference.Problem;
import dev.faultline.envoy.reference.ReferenceCheck;
import dev.faultline.envoy.sidecar.EnvoyConfig;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.sidecar.InForce;
import dev.faultline.policy.sidecar.SidecarPlanner;
import dev.faultline.policy.sidecar.TrafficRules;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Makes the configurations of proxies, and looks at them before anybody sends them. */
final class Configurations {
    private final KnownServices services;
    private final Function<String, Optional<Resource>> endpoints;
    private final ReferenceCheck check;
    private final Terms terms;
    private final Map<String, TrafficRules> lastGood = new ConcurrentHashMap<>();

    /** @param bypassed whether every sidecar is to be plain pass-through */
    record Terms(boolean bypassed, Addressing addressing, String clusterDomain) {}

    Configurations(
            KnownServices services, Function<String, Optional<Resource>> endpoints, ReferenceCheck check, Terms terms) {
        this.services = services;
        this.endpoints = endpoints;
        this.check = check;
        this.terms = terms;
    }

    /** What a proxy is to have. */
    sealed interface Made {
        record Fit(ProxyConfig config) implements Made {}

        /** @param passThrough what lets a new pod start; empty when not even that is fit */
        record Unfit(List<Problem> problems, Optional<ProxyConfig> passThrough) implements Made {}
    }

    /** @param zones that the cluster's nodes are in */
    Batch with(Set<String> zones) {
        return new Batch(new SidecarPlanner(
                services, new SidecarPlanner.Surroundings(zones, terms.addressing(), terms.clusterDomain())));
    }

    private record Alike(Capture capture, TrafficRules rules, boolean leaving) {}

    /** Configurations of one moment. The pods of a workload are alike, as a rule, and share one. */
    final class Batch {
        private final SidecarPlanner planner;
        private final Map<ResiliencePolicy, TrafficRules> inForce = new IdentityHashMap<>();
        private final Map<Alike, Made> made = new HashMap<>();

        private Batch(SidecarPlanner planner) {
            this.planner = planner;
        }

        Made of(Situation situation) {
            return made.computeIfAbsent(
                    new Alike(situation.capture(), inForce(situation), situation.leaving()), this::make);
        }

        /** A policy is read once for all of its pods. */
        private TrafficRules inForce(Situation situation) {
            return situation
                    .winner()
                    .map(policy -> inForce.computeIfAbsent(policy, _ -> rules(situation)))
                    .orElseGet(() -> rules(situation));
        }

        private Made make(Alike alike) {
            var config = config(alike);
            var problems = check.of(config);
            return problems.isEmpty() ? new Made.Fit(config) : new Made.Unfit(problems, passThrough(alike));
        }

        private Optional<ProxyConfig> passThrough(Alike alike) {
            return Optional.of(config(new Alike(alike.capture(), TrafficRules.NONE, alike.leaving())))
                    .filter(config -> check.of(config).isEmpty());
        }

        private ProxyConfig config(Alike alike) {
            var model = planner.plan(alike.capture(), alike.rules());
            return alike.leaving() ? EnvoyConfig.leaving(model, endpoints) : EnvoyConfig.of(model, endpoints);
        }
    }

    private TrafficRules rules(Situation situation) {
        var uid =
                situation.winner().map(policy -> policy.getMetadata().getUid()).orElse("");
        return switch (InForce.of(situation.winner(), terms.bypassed() || situation.bypassed())) {
            case InForce.Unreadable _ -> lastGood.getOrDefault(uid, TrafficRules.NONE);
            case InForce.Rules(var rules) -> {
                lastGood.put(uid, rules);
                yield rules;
            }
        };
    }
}
