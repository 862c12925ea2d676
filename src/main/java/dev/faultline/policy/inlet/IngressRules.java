package dev.faultline.policy.inlet;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules of NetworkPolicies that have a pod. A rule that names a port by number does not know that the Service now leads
 * to the sidecar's; one that names it by name leads to wherever the name is. Source: Kubernetes NetworkPolicySpec.
 */
final class IngressRules {
    private final List<Rule> rules;

    private IngressRules(List<Rule> rules) {
        this.rules = rules;
    }

    private record Rule(String policy, NetworkPolicyIngressRule rule) {
        boolean admits(String name, int number) {
            var ports = Containers.list(rule.getPorts());
            return ports.isEmpty() || ports.stream().anyMatch(port -> isOf(port, number) || isNamed(port, name));
        }

        boolean namesByNumber(int number) {
            return Containers.list(rule.getPorts()).stream().anyMatch(port -> isOf(port, number));
        }

        private static boolean isNamed(NetworkPolicyPort port, String name) {
            return port.getPort() != null && name.equals(port.getPort().getStrVal());
        }

        /** From wherever the other does. */
        boolean admitsAllOf(Rule other) {
            var peers = Containers.list(rule.getFrom());
            return peers.isEmpty() || new HashSet<>(peers).containsAll(others(other));
        }

        private static List<NetworkPolicyPeer> others(Rule other) {
            var peers = Containers.list(other.rule.getFrom());
            // Everybody, which no list of peers is.
            return peers.isEmpty() ? List.of(new NetworkPolicyPeer()) : peers;
        }

        private static boolean isOf(NetworkPolicyPort port, int number) {
            return "TCP".equals(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                    && (port.getPort() == null || isWithin(port.getPort(), port.getEndPort(), number));
        }

        private static boolean isWithin(IntOrString port, @Nullable Integer end, int number) {
            var first = port.getIntVal();
            return first != null && number >= first && number <= Objects.requireNonNullElse(end, first);
        }
    }

    static IngressRules of(List<NetworkPolicy> policies) {
        return new IngressRules(policies.stream()
                .flatMap(policy -> Containers.list(policy.getSpec().getIngress()).stream()
                        .map(rule -> new Rule(policy.getMetadata().getName(), rule)))
                .toList());
    }

    Optional<String> barrier(String name, int app, int listen) {
        return rules.stream()
                .filter(rule -> rule.namesByNumber(app) && !rule.admits(name, listen))
                .filter(rule ->
                        rules.stream().noneMatch(other -> other.admits(name, listen) && other.admitsAllOf(rule)))
                .findFirst()
                .map(rule -> "NetworkPolicy " + rule.policy() + " admits port " + app
                        + " by number and not the sidecar's; add `- {port: " + listen
                        + "}` to the ports of that rule");
    }
}
