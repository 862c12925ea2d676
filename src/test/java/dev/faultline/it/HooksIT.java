package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.gameday.Arena;
import dev.faultline.it.world.Account;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.Chart;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.Right;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the chart's hooks do, with their own rights, in an installation of their own. */
class HooksIT {
    private static final String LEASE = """
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: faultline}
            """;

    private static final String AUTHORITY = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: faultline-ca
              labels: {app.kubernetes.io/name: faultline, app.kubernetes.io/managed-by: faultline}
            """;

    private static final String SECRETS = """
            apiVersion: v1
            kind: Secret
            metadata: {name: faultline-webhook-tls}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: faultline-xds-tls}
            """;

    private static final String INJECTED = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              terminationGracePeriodSeconds: 0
              initContainers:
              - {name: faultline-envoy, image: example.invalid/envoy, restartPolicy: Always}
              containers:
              - {name: app, image: example.invalid/app}
            """;

    private static final Right ABORT = new Right("faultline.dev", "gamedayruns", "patch");

    private TestNamespace namespace;
    private Chart chart;

    @BeforeEach
    void givenAnInstallation() {
        namespace = ApiServer.ready().namespace("hooks");
        chart = Chart.in(ApiServer.ready(), namespace.name());
        namespace.apply(Manifests.deployment("faultline", 2), LEASE);
        FakePods.ready(namespace, "faultline", 2);
    }

    @AfterEach
    void removeInstallation() {
        for (var event : List.of("pre-delete", "test")) {
            rights(event).forEach(object -> namespace.client().resource(object).delete());
        }
        namespace.close();
    }

    @Test
    void beforeAnUninstallTheOperatorIsStoppedAndItsLeaseDeleted() {
        namespace.apply(AUTHORITY, SECRETS);
        var audit = AuditLog.mark();

        var uninstall = hook("uninstall", "pre-delete");

        assertThat(uninstall.text())
                .contains("Deployment faultline is scaled to 0", "pods are gone", "Lease faultline is deleted");
        assertThat(FakePods.of(namespace, "faultline")).isEmpty();
        assertThat(lease()).isNull();
        assertThatAllRightsWereUsed("uninstall", "pre-delete", audit, ABORT);
    }

    @Test
    void beforeAnUninstallAllRunsOfGameDaysEndAndPutBack() {
        try (var arena = Arena.of("hooked", 1);
                var _ = arena.lead("hooked")) {
            var shop = arena.namespace(0);
            Arena.web(shop);
            shop.apply(Arena.gone("gone"));
            Arena.awaitRun(
                    shop,
                    "gone",
                    run -> assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Applied"));
            var audit = AuditLog.mark();

            var uninstall = hook("uninstall", "pre-delete");

            assertThat(uninstall.text())
                    .contains("All runs of game days are over")
                    .contains("Deployment faultline is scaled to 0", "pods are gone", "Lease faultline is deleted");
            assertThat(Arena.deployment(shop).getSpec().getReplicas()).isEqualTo(3);
            eventually(
                    () -> assertThat(audit.rightsUsedBy(account("uninstall"))).contains(ABORT));
        }
    }

    @Test
    void anUninstallTakesBackWhatPodsWereToGetAndNamesThoseThatHaveIt() {
        namespace.apply(AUTHORITY, SECRETS);
        try (var shop = ApiServer.ready().namespace("hooks-shop")) {
            eventually(() -> assertThat(shop.client()
                            .serviceAccounts()
                            .inNamespace(shop.name())
                            .withName("default")
                            .get())
                    .isNotNull());
            shop.apply(AUTHORITY, INJECTED);

            var uninstall = hook("uninstall", "pre-delete");

            assertThat(uninstall.text())
                    .contains("Webhook configuration faultline-injector is deleted")
                    .contains("kubectl delete pod web --namespace " + shop.name());
            assertThat(authority(shop)).isNotNull();
            assertThat(authority(namespace)).isNull();
            assertThat(secret("faultline-webhook-tls")).isNull();
            assertThat(secret("faultline-xds-tls")).isNotNull();
        }
    }

    @Test
    void anUninstallCountsWhatNobodyFollowsAnyMore() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("web", "web"));
        try (var _ = OperatorProcess.leading("counted")) {
            namespace.awaitBudget("web-faultline");
        }

        var uninstall = hook("uninstall", "pre-delete");

        assertThat(uninstall.text())
                .containsPattern(
                        "[1-9][0-9]* (policy|policies), [0-9]+ probes?, [0-9]+ game days? and [1-9][0-9]* budgets? stay")
                .contains(
                        "kubectl delete resiliencepolicies.faultline.dev,healthprobes.faultline.dev,gamedays.faultline.dev,"
                                + "gamedayruns.faultline.dev --all-namespaces --all");
        assertThat(namespace.budget("web-faultline")).isPresent();
    }

    @Test
    void anUninstallThatHasNothingToStopGoesOn() {
        namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("faultline")
                .delete();
        namespace
                .client()
                .leases()
                .inNamespace(namespace.name())
                .withName("faultline")
                .delete();

        assertThat(hook("uninstall", "pre-delete").text()).contains("so no operator runs");
    }

    @Test
    void aWorkingInstallationPassesItsTestAndNothingOfItStays() {
        var audit = AuditLog.mark();

        try (var _ = OperatorProcess.leading("tested")) {
            var test = hook("test", "test");

            assertThat(test.text().lines())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).startsWith("passed  "));
        }
        assertThat(namespace.policies().list().getItems()).isEmpty();
        assertThatAllRightsWereUsed("test", "test", audit);
    }

    @Test
    void anInstallationWhoseStatusAnybodyMayWriteFailsItsTest() {
        var binding = namespace
                .client()
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName("faultline-status-by-operator-only");
        var shipped = binding.require();
        try (var _ = OperatorProcess.leading("open")) {
            binding.delete();

            eventually(() -> {
                var test = hook("test", "test");
                assertThat(test.exitCode()).isEqualTo(1);
                assertThat(test.output())
                        .contains("FAILED  test: an account that is not the operator's may write a status");
            });
        } finally {
            shipped.setMetadata(new ObjectMetaBuilder()
                    .withName(shipped.getMetadata().getName())
                    .build());
            ApiServer.ready().apply(shipped);
        }
        assertThat(namespace.policies().list().getItems()).isEmpty();
    }

    @Test
    void anUnknownWordIsRefusedWithTheKnownOnes() {
        var account = Account.make(namespace, "misled");

        var misled = Command.hook("instal", account, Map.of());

        assertThat(misled.exitCode()).isEqualTo(2);
        assertThat(misled.output()).contains("instal").contains("use uninstall or test");
    }

    /** Installs what the hook brings along, then does what its pod is told, with the same environment. */
    private Command hook(String word, String event) {
        rights(event).forEach(ApiServer.ready()::apply);
        return Command.hook(word, account(word), environment(event));
    }

    private Account account(String word) {
        return new Account(namespace.name(), "faultline-" + word);
    }

    private List<HasMetadata> rights(String event) {
        return chart.hook(event).stream()
                .filter(object -> !(object instanceof Pod) && !(object instanceof Job))
                .toList();
    }

    /** What the chart says, and what the kubelet would add to it. The pod of the test is there, though nobody runs it. */
    private Map<String, String> environment(String event) {
        var environment = new HashMap<>(Map.of("FAULTLINE_NAMESPACE", namespace.name()));
        for (var object : chart.hook(event)) {
            switch (object) {
                case Job job ->
                    environment.putAll(values(job.getSpec().getTemplate().getSpec()));
                case Pod pod -> {
                    environment.putAll(values(pod.getSpec()));
                    // No kubelet would end it.
                    pod.getSpec().setTerminationGracePeriodSeconds(0L);
                    var made = ApiServer.ready().apply(pod).getMetadata();
                    environment.put("FAULTLINE_POD", made.getName());
                    environment.put("FAULTLINE_POD_UID", made.getUid());
                }
                default -> {
                    // Accounts and rights have no environment.
                }
            }
        }
        return environment;
    }

    private static Map<String, String> values(PodSpec pod) {
        return pod.getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static ConfigMap authority(TestNamespace in) {
        return in.client()
                .configMaps()
                .inNamespace(in.name())
                .withName("faultline-ca")
                .get();
    }

    private Secret secret(String name) {
        return namespace
                .client()
                .secrets()
                .inNamespace(namespace.name())
                .withName(name)
                .get();
    }

    private Lease lease() {
        return namespace
                .client()
                .leases()
                .inNamespace(namespace.name())
                .withName("faultline")
                .get();
    }

    /** @param others that another test uses */
    private void assertThatAllRightsWereUsed(String word, String event, AuditLog audit, Right... others) {
        var granted = new HashSet<>(Right.held(rights(event), account(word)));
        granted.removeAll(Set.of(others));
        eventually(() -> assertThat(audit.rightsUsedBy(account(word))).containsExactlyInAnyOrderElementsOf(granted));
        assertThat(audit.rightsMissedBy(account(word))).isEmpty();
    }
}
