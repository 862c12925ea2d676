package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injection that does harm ends by itself, for that workload alone. */
class SuspensionIT {
    /** Room for two pods of 100m, and for 30m more: one sidecar. */
    private static final String QUOTA = """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: all}
            spec: {hard: {requests.cpu: 230m}}
            """;

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("suspension");

    private TestNamespace namespace;

    @BeforeEach
    void givenANamespace() {
        namespace = ApiServer.ready().namespace("suspension");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private static String workload(String kind, int replicas) {
        return (kind.equals("Deployment")
                        ? Manifests.deployment("web", replicas)
                        : Manifests.statefulSet("web", replicas))
                .replace(
                        "image: example.invalid/app}",
                        "image: example.invalid/app, resources: {requests: {cpu: 100m}}}");
    }

    private static String policy(String kind, String timeout) {
        return Manifests.policyWith(
                "web",
                "targetRefs: [{kind: " + kind + ", name: web}, {kind: Deployment, name: probe}]",
                "dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP,"
                        + " connectTimeout: " + timeout + "}]");
    }

    private static long injected(List<Pod> pods) {
        return pods.stream().filter(pod -> NewPods.sidecar(pod).isPresent()).count();
    }

    private void givenAFullQuota(String kind) {
        namespace.apply(workload(kind, 0), Manifests.deployment("probe", 0), policy(kind, "100ms"));
        var pods = new NewPods(namespace);
        eventually(
                () -> assertThat(NewPods.sidecar(pods.tried(NewPods.of("probe").build())))
                        .isPresent());
        namespace.apply(QUOTA, workload(kind, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet"})
    void aQuotaThatWouldHoldThePodsWithoutSidecarsHoldsThem(String kind) {
        givenAFullQuota(kind);

        var pods = FakePods.ready(namespace, "web", 2);
        assertThat(injected(pods)).isEqualTo(1);
        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.findings()).as(policy.text()).contains("InjectionSuspended");
            assertThat(policy.verdict("Programmed")).isEqualTo("False/InjectionSuspended");
            assertThat(policy.text()).contains("exceeded quota");
        });
    }

    @Test
    void aChangeOfThePolicyTriesAgain() {
        givenAFullQuota("Deployment");
        FakePods.ready(namespace, "web", 2);
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).contains("InjectionSuspended"));
        namespace
                .client()
                .resourceQuotas()
                .inNamespace(namespace.name())
                .withName("all")
                .delete();
        // The API server's times are whole seconds: what is of the same one may have come after the change.
        var suspended = Instant.now();
        eventually(() -> assertThat(Instant.now()).isAfter(suspended.plusSeconds(1)));

        namespace.apply(policy("Deployment", "200ms"));

        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.findings()).as(policy.text()).doesNotContain("InjectionSuspended");
            assertThat(policy.verdict("Programmed")).isEqualTo("False/PartiallyProgrammed");
            assertThat(policy.condition("Programmed").message()).contains("kubectl rollout restart deployment/web");
        });
        new NewPods(namespace).awaitSidecars();
    }
}
