package dev.faultline;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.traffic.DeclaredCalls;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.PolicyPlanner;
import dev.faultline.policy.PolicyReport;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.target.SidecarState.Progress;
import dev.faultline.policy.target.SidecarState.Progresses;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole namespaces in, budgets and statuses out: one folder per case. */
class PolicyGoldenTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static Stream<Path> cases() {
        return Golden.cases("policy");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aNamespaceGivesItsBudgetsAndStatuses(Path folder) {
        var cluster = Manifests.in(folder, "in-");
        var clock = new AtomicReference<>(NOW.minusSeconds(90));
        var sidecars = new Neighbourhood.Sidecars(
                new Said(cluster), new Illnesses(clock::get), Manifests.BLAME, cluster::hasForeignAuthority);
        var neighbourhood = new Neighbourhood(cluster, sidecars, new DeclaredCalls(cluster, cluster, cluster));
        // Whatever ails a pod is first seen now, and again a minute and a half later.
        cluster.policies().forEach(policy -> neighbourhood.of(policy, cluster::policies));
        clock.set(NOW);

        var outputs = new LinkedHashMap<String, String>();
        cluster.policies().forEach(policy -> outputs.put(name(policy), planned(policy, cluster, neighbourhood)));

        Golden.check(folder, outputs);
    }

    /** What the proxies of pods have said: annotations of their own on the pods, which only these tests know. */
    private record Said(Manifests cluster) implements Progresses {
        private String word(String namespace, String pod, String annotation) {
            return cluster.pod(namespace, pod)
                    .map(found -> found.getMetadata().getAnnotations().getOrDefault(annotation, ""))
                    .orElse("");
        }

        @Override
        public Progress of(String namespace, String pod, String uid) {
            var said = word(namespace, pod, "golden/progress");
            return switch (said) {
                case "" -> new Progress.Unconnected();
                case "Behind" -> new Progress.Behind();
                case "Current" -> new Progress.Current();
                default -> new Progress.Rejected(said);
            };
        }

        @Override
        public Account account(String namespace, String pod, String uid) {
            var said = word(namespace, pod, "golden/told");
            return switch (said) {
                case "" -> new Account.Nothing();
                case "later" -> new Account.NotYet();
                default -> YAML.unmarshal(said, Told.class).account();
            };
        }
    }

    private record Told(
            @Nullable Map<String, Reading> told, @Nullable Map<String, Inflow> ports) {
        Account account() {
            return new Account.Told(
                    Objects.requireNonNullElse(told, Map.of()), Objects.requireNonNullElse(ports, Map.of()));
        }
    }

    private static String name(ResiliencePolicy policy) {
        return "out-" + policy.getMetadata().getName() + ".yaml";
    }

    private static String planned(ResiliencePolicy policy, Manifests cluster, Neighbourhood neighbourhood) {
        var plan = PolicyPlanner.plan(policy, neighbourhood.of(policy, cluster::policies));
        var told = new LinkedHashMap<String, Object>();
        if (plan instanceof PolicyPlan.Planned planned) {
            told.put("wanted", planned.wanted());
            told.put(
                    "unwanted",
                    planned.unwanted().stream()
                            .map(budget -> budget.getMetadata().getName())
                            .toList());
        }
        told.put("status", PolicyReport.of(policy, plan, new PolicyReport.Outcome(Map.of(), Map.of()), NOW));
        return YAML.asYaml(told);
    }
}
