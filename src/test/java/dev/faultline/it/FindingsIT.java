package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OptionalRights;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Findings follow what they are about, also where that is an object of somebody else. */
class FindingsIT {
    @RegisterExtension
    @Order(1)
    static final OptionalRights RIGHTS = new OptionalRights("findings.readConfigMaps=true", "rbac-configmaps.yaml");

    @RegisterExtension
    @Order(2)
    static final RunningOperator OPERATOR =
            new RunningOperator("findings", Map.of("FAULTLINE_READ_CONFIG_MAPS", "true"));

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("findings");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private static String service(String name, String port) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec: {selector: {app: %1$s}, ports: [{name: %2$s, port: 80}]}
                """.formatted(name, port);
    }

    private static String policy(String name, String... dependencies) {
        return Manifests.policyWith(
                name,
                "targetRefs: [{kind: Deployment, name: " + name + "}]",
                "mode: Audit",
                "dependencies:",
                "- " + String.join("\n- ", dependencies));
    }

    private static String on(String service, String more) {
        return "{name: %1$s, serviceRef: {name: %1$s, port: 80}%2$s}".formatted(service, more);
    }

    private void awaitFindings(String policy, String... findings) {
        namespace.awaitPolicy(policy, view -> {
            assertThat(view.observedGeneration()).isEqualTo(view.generation());
            assertThat(view.findings()).as(view.text()).containsExactlyInAnyOrder(findings);
        });
    }

    @Test
    void aServiceThatComesAndChangesIsSeenByThosePoliciesThatNameIt() {
        namespace.apply(Manifests.deployment("front", 2), policy("front", on("orders", ", timeout: 1s")));
        awaitFindings("front", "UnknownService");

        namespace.apply(service("orders", "web"));
        awaitFindings("front", "ProtocolUnknown");

        namespace.apply(service("orders", "tcp"));
        awaitFindings("front", "SettingsIgnored");

        namespace.apply(service("orders", "http"));
        awaitFindings("front");

        namespace
                .client()
                .services()
                .inNamespace(namespace.name())
                .withName("orders")
                .delete();
        awaitFindings("front", "UnknownService");
    }

    @Test
    void aServiceThatAnEnvironmentNamesIsSeenWhenItComes() {
        var front = Manifests.deployment("front", 2)
                .replace(
                        "image: example.invalid/app}",
                        "image: example.invalid/app, ports: [{containerPort: 8080}],"
                                + " env: [{name: CACHE, value: 'redis://u:sesame@cache:6379'}]}");
        namespace.apply(service("orders", "http"), front, policy("front", on("orders", "")));
        awaitFindings("front", "NoReadinessProbe");

        namespace.apply(service("cache", "tcp"));
        awaitFindings("front", "NoReadinessProbe", "UndeclaredDependency");
        assertThat(namespace.policy("front").text())
                .contains("Service cache." + namespace.name())
                .doesNotContain("sesame");

        namespace.apply(policy("front", on("orders", ""), on("cache", "")));
        awaitFindings("front", "NoReadinessProbe");

        namespace.apply(Manifests.deployment("front", 2));
        awaitFindings("front");
        assertThat(OPERATOR.process().log()).doesNotContain("sesame");
    }

    @Test
    void aConfigMapThatAnEnvironmentComesFromIsReadForHosts() {
        var map = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {CACHE: "cache:6379", DB_PASSWORD: "other:1", DB: "postgres://u:sesame@db/x"}
                """;
        var front = Manifests.deployment("front", 2)
                .replace(
                        "image: example.invalid/app}",
                        "image: example.invalid/app, envFrom: [{configMapRef: {name: settings}}]}");
        namespace.apply(service("orders", "http"), service("other", "http"), front, policy("front", on("orders", "")));
        awaitFindings("front");

        namespace.apply(map);
        namespace.apply(service("cache", "tcp"));
        awaitFindings("front", "UndeclaredDependency");

        namespace.apply(map.replace("cache:6379", "none"));
        awaitFindings("front");

        namespace.apply(map.replace("@db/", "@other/"));
        namespace.awaitPolicy(
                "front",
                view -> assertThat(view.text())
                        .contains("Service other." + namespace.name())
                        .doesNotContain("sesame"));
    }

    @Test
    void aCallOfOneWorkloadIsSeenByThosePoliciesWhoseWorkloadsCallIt() {
        namespace.apply(
                Manifests.deployment("front", 2),
                Manifests.deployment("orders", 2),
                Manifests.deployment("stock", 2),
                service("front", "http"),
                service("orders", "http"),
                service("stock", "http"),
                policy("front", on("orders", ", retries: {attempts: 2, budgetPercent: 100}")),
                policy("orders", on("stock", "")),
                policy("stock", on("front", ", criticality: Soft")));
        awaitFindings("front");
        awaitFindings("orders");
        awaitFindings("stock");

        namespace.apply(policy("stock", on("front", "")));
        awaitFindings("front", "HardDependencyCycle");
        awaitFindings("orders", "HardDependencyCycle");
        awaitFindings("stock", "HardDependencyCycle");

        namespace.deletePolicy("stock");
        awaitFindings("front");
        awaitFindings("orders");

        namespace.apply(policy("orders", on("stock", ", retries: {attempts: 1, budgetPercent: 100}")));
        awaitFindings("front", "RetryStormRisk");
        awaitFindings("orders");

        namespace
                .client()
                .services()
                .inNamespace(namespace.name())
                .withName("orders")
                .delete();
        awaitFindings("front", "UnknownService");
    }

    private static String received(String name, String deadline) {
        return Manifests.policyWith(
                name,
                "targetRefs: [{kind: Deployment, name: " + name + "}]",
                "mode: Audit",
                "inbound: [{port: http, deadline: {whenAbsent: 1s, max: " + deadline + "}}]");
    }

    @Test
    void aDeadlineOfOneWorkloadIsSeenByThosePoliciesWhoseWorkloadsCallIt() {
        var numbered = service("orders", "http");
        var named = numbered.replace("port: 80}", "port: 80, targetPort: http}");
        namespace.apply(
                Manifests.deployment("front", 2),
                Manifests.deployment("orders", 2),
                named,
                policy("front", on("orders", ", timeout: 10s, retries: {attempts: 1, perTryTimeout: 2s}")),
                received("orders", "2s"));
        awaitFindings("front");

        namespace.apply(received("orders", "1999ms"));
        awaitFindings("front", "TimeoutExceedsCallee");

        namespace.apply(numbered);
        awaitFindings("front");

        namespace.apply(named);
        awaitFindings("front", "TimeoutExceedsCallee");

        namespace.deletePolicy("orders");
        awaitFindings("front");
    }

    @Test
    void aWorkloadThatComesLaterIsSeenByThoseWhoseCallsReachIt() {
        namespace.apply(
                Manifests.deployment("front", 2),
                service("front", "http"),
                service("orders", "http"),
                policy("front", on("orders", "")),
                policy("orders", on("front", "")));
        awaitFindings("front");

        namespace.apply(Manifests.deployment("orders", 2));

        awaitFindings("front", "HardDependencyCycle");
        awaitFindings("orders", "HardDependencyCycle");
    }
}
