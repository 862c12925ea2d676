package dev.faultline;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.PolicyPlanner;
import dev.faultline.policy.PolicyReport;
import dev.faultline.policy.target.SidecarState.Progress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
                (namespace, pod, _) -> progress(cluster, namespace, pod),
                new Illnesses(clock::get),
                Manifests.BLAME,
                cluster::hasForeignAuthority);
        var neighbourhood = new Neighbourhood(cluster, sidecars);
        // Whatever ails a pod is first seen now, and again a minute and a half later.
        cluster.policies().forEach(policy -> neighbourhood.of(policy, cluster::policies));
        clock.set(NOW);

        var outputs = new LinkedHashMap<String, String>();
        cluster.policies().forEach(policy -> outputs.put(name(policy), planned(policy, cluster, neighbourhood)));

        Golden.check(folder, outputs);
    }

    /** What the proxy of a pod has said: a word of its own on the pod, which only these tests know. */
    private static Progress progress(Manifests cluster, String namespace, String pod) {
        var said = cluster.pod(namespace, pod)
                .map(found -> found.getMetadata().getAnnotations().getOrDefault("golden/progress", ""))
                .orElse("");
        return switch (said) {
            case "" -> new Progress.Unconnected();
            case "Behind" -> new Progress.Behind();
            case "Current" -> new Progress.Current();
            default -> new Progress.Rejected(said);
        };
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
