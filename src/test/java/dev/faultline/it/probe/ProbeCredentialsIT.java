package dev.faultline.it.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.OptionalRights;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.xds.TestAuthority;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets and ConfigMaps for checks: which are read, and what is said while one is missing. */
class ProbeCredentialsIT {
    private static final String LABEL = "faultline.dev/probe-credentials: \"true\"";
    private static final String NOT_THERE = " is not there, or lacks the label " + LABEL + "; make it, or label it";

    private TestNamespace namespace;
    private TestNamespace other;
    private OptionalRights rights;
    private OperatorProcess operator;
    private AuditLog audit;

    @BeforeEach
    void givenANamespaceThatMayBeReadAndOneThatMayNot() {
        namespace = ApiServer.ready().namespace("credentials");
        other = ApiServer.ready().namespace("credentials-other");
        rights = new OptionalRights(
                        "probes.credentialsNamespaces={" + namespace.name() + "}", "rbac-probe-credentials.yaml")
                .grant();
        audit = AuditLog.mark();
        var settings = new HashMap<>(HostsFile.settings("credentials"));
        settings.put("FAULTLINE_PROBES_CREDENTIALS_NAMESPACES", namespace.name());
        operator = OperatorProcess.launch("credentials", Map.copyOf(settings));
        operator.awaitLeading();
    }

    @AfterEach
    void removeThem() {
        operator.close();
        rights.close();
        namespace.close();
        other.close();
    }

    @Test
    void onlyWhatIsLabelledInANamedNamespaceIsReadAndWhatIsMissingIsNamed() {
        namespace.apply(
                configMap("ca", new TestAuthority().pem()),
                configMap("broken", "-----BEGIN NOTHING-----"),
                secret("whole", "{" + LABEL + "}", "{username: probe, password: s3cret}"),
                secret("half", "{" + LABEL + "}", "{username: probe}"),
                secret("unlabelled", "{}", "{username: probe, password: s3cret}"));
        var checks = probe(
                check("good", "ca", "whole"),
                check("no-ca", "absent", "whole"),
                check("broken-ca", "broken", "whole"),
                check("half", "ca", "half"),
                check("unlabelled", "ca", "unlabelled"));
        namespace.apply(checks);
        other.apply(secret("whole", "{" + LABEL + "}", "{username: probe, password: s3cret}"), checks);

        says(Map.of(
                "good", "connection refused",
                "no-ca", "not asked: ConfigMap absent" + NOT_THERE,
                "broken-ca", "not asked: ca.crt of ConfigMap broken holds no certificate; write the CA there in PEM",
                "half", "not asked: Secret half has no password; write it there",
                "unlabelled", "not asked: Secret unlabelled" + NOT_THERE));
        other.awaitProbe(
                "web",
                probe -> assertThat(probe.check("good"))
                        .containsEntry("state", "Unknown")
                        .containsEntry(
                                "message",
                                "not asked: the operator reads no ConfigMaps of namespace " + other.name()
                                        + " for probes; an administrator may allow it by setting "
                                        + "probes.credentialsNamespaces"));
        namespace.apply(secret("unlabelled", "{" + LABEL + "}", "{username: probe, password: s3cret}"));
        says(Map.of("unlabelled", "connection refused"));

        assertThat(operator.log()).doesNotContain("s3cret");
        assertThatNothingElseWasRead();
    }

    private void assertThatNothingElseWasRead() {
        var asked = audit.requests().stream()
                .filter(request -> Set.of("secrets", "configmaps").contains(request.resource()))
                .toList();
        assertThat(asked)
                .filteredOn(request -> request.namespace().equals(namespace.name())
                        && request.name().isEmpty())
                .allMatch(request -> request.uri().contains("labelSelector=faultline.dev%2Fprobe-credentials%3Dtrue"))
                .extracting(AuditLog.Request::right)
                .containsAll(rights.rights());
        assertThat(asked)
                .filteredOn(request -> request.resource().equals("secrets"))
                .extracting(AuditLog.Request::namespace)
                .containsOnly(namespace.name(), ApiServer.OPERATOR_NAMESPACE);
        assertThat(audit.rightsMissedBy(OperatorAccount.ACCOUNT)).isEmpty();
    }

    private void says(Map<String, String> messages) {
        namespace.awaitProbe(
                "web",
                probe -> messages.forEach((check, message) ->
                        assertThat(probe.check(check)).as(probe.text()).containsEntry("message", message)));
    }

    private static String probe(String... checks) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    failureThreshold: 1
                    checks: [%s]
                """.formatted(String.join(", ", checks));
    }

    /** Nobody listens at port 1. */
    private static String check(String name, String ca, String secret) {
        return """
                {name: %s, tls: {caConfigMapRef: {name: %s}}, \
                postgres: {address: "%s:1", credentials: {secretRef: {name: %s}}}}""".formatted(name, ca, HostsFile.ALLOWED, secret);
    }

    private static String configMap(String name, String pem) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, labels: {%s}}
                data:
                  ca.crt: |
                %s
                """.formatted(name, LABEL, pem.indent(4));
    }

    private static String secret(String name, String labels, String data) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, labels: %s}
                stringData: %s
                """.formatted(name, labels, data);
    }
}
