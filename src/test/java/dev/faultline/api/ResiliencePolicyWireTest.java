package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.api.CrdCases.Accepted;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.Severity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a policy survives the way from YAML to records and back. */
class ResiliencePolicyWireTest {

    static List<Accepted> accepted() {
        return CrdCases.accepted().stream()
                .filter(each -> each.toString().startsWith("resiliencepolicy:"))
                .toList();
    }

    @ParameterizedTest(name = "the records lose nothing of: {0}")
    @MethodSource("accepted")
    void recordsLoseNothing(Accepted accepted) {
        var policy = Serialization.unmarshal(accepted.manifest(), ResiliencePolicy.class);

        assertThat(tree(Serialization.asYaml(policy))).isEqualTo(tree(accepted.manifest()));
    }

    @Test
    void fieldsOfALaterVersionAreIgnoredAtEveryDepth() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: checkout}
                later: 1
                spec:
                  later: {a: 1}
                  targetRefs: [{kind: Deployment, name: checkout, later: 1}]
                  disruption: {later: 1}
                  inbound:
                  - port: http
                    later: 1
                    deadline: {later: 1}
                    routeClasses:
                    - name: a
                      later: 1
                      match: {later: 1, headers: [{name: a, value: b, later: 1}]}
                      rateLimit: {requests: 1, per: 1s, later: 1}
                  dependencies:
                  - name: a
                    later: 1
                    serviceRef: {name: a, port: 80, later: 1}
                    external: {host: a.example.com, port: 80, later: 1, caConfigMapRef: {name: a, later: 1}}
                    retries: {later: 1, backoff: {later: 1}}
                    circuitBreaker: {later: 1}
                    fallback: {status: 200, later: 1}
                  telemetry: {later: 1, tracing: {collector: "a:1", later: 1}}
                status:
                  later: 1
                  targets: [{attachedTo: Deployment/checkout, state: Programmed, later: 1}]
                  proxies: {later: 1}
                  inbound: [{atPort: http, later: 1}]
                  dependencies: [{dependency: a, state: Open, later: 1}]
                  findings: [{finding: SingleReplica, severity: Info, message: m, later: 1}]
                """;

        var policy = Serialization.unmarshal(yaml, ResiliencePolicy.class);

        assertThat(policy.getSpec().dependencies()).hasSize(1);
        assertThat(Serialization.asYaml(policy)).doesNotContain("later");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        var policy = new ResiliencePolicy();
        policy.setStatus(new ResiliencePolicyStatus(
                1L,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                List.of(new Finding("SingleReplica", Severity.Warning, "web has one replica", null)),
                null));

        var status = tree(Serialization.asYaml(policy)).get("status");

        assertThat(status).isEqualTo(tree("""
                observedGeneration: 1
                findings: [{finding: SingleReplica, severity: Warning, message: web has one replica}]
                """));
    }

    private static JsonNode tree(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }
}
