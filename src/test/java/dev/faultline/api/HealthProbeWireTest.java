package dev.faultline.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.api.CrdCases.Accepted;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a probe survives the way from YAML to records and back. */
class HealthProbeWireTest {

    static List<Accepted> accepted() {
        return CrdCases.accepted().stream()
                .filter(each -> each.toString().startsWith("healthprobe:"))
                .toList();
    }

    @ParameterizedTest(name = "the records lose nothing of: {0}")
    @MethodSource("accepted")
    void recordsLoseNothing(Accepted accepted) {
        var probe = Serialization.unmarshal(accepted.manifest(), HealthProbe.class);

        assertThat(tree(Serialization.asYaml(probe))).isEqualTo(tree(accepted.manifest()));
    }

    @Test
    void fieldsOfALaterVersionAreIgnoredAtEveryDepth() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: checkout}
                later: 1
                spec:
                  later: {a: 1}
                  targetRefs: [{kind: Deployment, name: checkout, later: 1}]
                  shallow: {preset: HTTP, port: http, later: 1, paths: {readiness: /a, later: 1}}
                  deep:
                    later: 1
                    flapping: {later: 1}
                    checks:
                    - {name: a, later: 1, http: {url: "http://a/", later: 1}, tls: {later: 1, caSecretRef: {name: a, later: 1}}}
                    - {name: b, podEndpoint: {port: 80, path: /a, later: 1}}
                    - {name: c, grpc: {address: "a:1", later: 1}}
                    - {name: d, tcp: {address: "a:1", later: 1}}
                    - {name: e, redis: {address: "a:1", later: 1, credentials: {later: 1, secretRef: {name: a, later: 1}}}}
                  readiness: {later: 1}
                  objectives: {later: 1}
                status:
                  later: 1
                  checks: [{check: a, state: Passing, later: 1}]
                  incidents: [{beganTime: "2026-09-26T10:14:05Z", later: 1}]
                  objectives: [{goal: Recovery, state: Met, message: m, later: 1}]
                  incidentCounts: {later: 1}
                  history: [{beganTime: "2026-09-26T10:14:05Z", later: 1}]
                """;

        var probe = Serialization.unmarshal(yaml, HealthProbe.class);

        assertThat(requireNonNull(probe.getSpec().deep()).checks()).hasSize(5);
        assertThat(Serialization.asYaml(probe)).doesNotContain("later");
    }

    @Test
    void aSpecThatCannotBeReadSaysWhereAndEndsNothingElse() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: checkout}
                spec: {deep: {checks: [{name: a, severity: Fatal}]}}
                """;

        var probe = Serialization.unmarshal(yaml, HealthProbe.class);

        assertThat(probe.getSpec().unreadable())
                .startsWith("spec.deep.checks[0].severity is Fatal")
                .endsWith("use one of Critical, Degraded, Info");
        assertThat(probe.getSpec().deep()).isNull();
    }

    @Test
    void aStatusThatCannotBeReadIsAbsent() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: checkout}
                spec: {}
                status: {checks: [{check: a, state: Odd}]}
                """;

        var probe = Serialization.unmarshal(yaml, HealthProbe.class);

        assertThat(probe.getStatus()).isNull();
    }

    private static JsonNode tree(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }
}
