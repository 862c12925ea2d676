package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.gameday.FaultAccount;
import dev.faultline.cluster.injector.AuthorityMap;
import dev.faultline.cluster.injector.HookConfiguration;
import dev.faultline.it.world.Account;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.Caller;
import dev.faultline.it.world.Chart;
import dev.faultline.it.world.FakeKubelet;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.GameDays;
import dev.faultline.it.world.Keda;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.PolicyView;
import dev.faultline.it.world.Right;
import dev.faultline.it.world.Sidecars;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every right that the chart grants is used, and every right that is needed is granted. */
class RightsIT {
    private static final Account FAULTS = new Account(ApiServer.OPERATOR_NAMESPACE, FaultAccount.NAME);

    private static final String GAME_DAY = """
            apiVersion: faultline.dev/v1alpha1
            kind: GameDay
            metadata: {name: all}
            spec:
              runTemplate:
                spec:
                  guardRails: {minHealthyReplicas: 0}
                  steps:
                  - {name: kill, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}
                  - {name: evict, after: [kill], fault: {podEvict: {}}, targets: [{kind: Deployment, name: web}]}
                  - name: gone
                    after: [evict]
                    fault: {scaleTo: {replicas: 0}}
                    targets: [{kind: Deployment, name: web}, {kind: StatefulSet, name: db}]
                    duration: 1s
            """;

    private static final String RUN = """
            apiVersion: faultline.dev/v1alpha1
            kind: GameDayRun
            metadata: {name: all}
            spec: {gameDayRef: {name: all}}
            """;

    /** Their namespaces, and so their policies, may still be going. */
    private static final Duration EARLIER_TESTS = Duration.ofSeconds(60);

    /** They settle for 5 s first. */
    private static final Duration RESTARTED = Duration.ofSeconds(60);

    private static final Duration MINUTES = Duration.ofMinutes(4);

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("rights");
        namespace.apply(Manifests.deployment("web", 3), Manifests.statefulSet("db", 1));
    }

    @AfterEach
    void removeNamespace() {
        Keda.remove();
        namespace.close();
    }

    @Test
    void theOperatorUsesAllOfItsRightsAndMissesNone() {
        FakePods.ready(namespace, "web", 3);
        forgetAllButTheRights();
        var faultRights = Chart.faultRights(ApiServer.ready(), List.of(namespace.name()));
        faultRights.forEach(ApiServer.ready()::apply);
        var audit = AuditLog.mark();

        try (var operator = OperatorProcess.launch(
                "rights",
                Map.of("FAULTLINE_GAMEDAYS_NAMESPACES", namespace.name(), "FAULTLINE_GAMEDAYS_MIN_INTERVAL", "1m"))) {
            operator.awaitLeading();
            actsForGameDays();
            actsForBudgets();
            actsForRestarts();
            actsForSidecars(operator);
            actsForProbes();
            actsForSchedules(audit);
        }

        var granted = Right.held(
                Chart.in(ApiServer.ready(), ApiServer.OPERATOR_NAMESPACE).release(), OperatorAccount.ACCOUNT);
        assertThat(audit.rightsUsedBy(OperatorAccount.ACCOUNT)).containsExactlyInAnyOrderElementsOf(granted);
        assertThat(audit.rightsMissedBy(OperatorAccount.ACCOUNT)).isEmpty();
        assertThat(audit.rightsUsedBy(FAULTS))
                .filteredOn(right -> !right.resource().equals("selfsubjectaccessreviews"))
                .containsExactlyInAnyOrderElementsOf(Right.held(faultRights, FAULTS));
        assertThat(audit.rightsMissedBy(FAULTS)).isEmpty();
    }

    /** Faults of each kind, on both kinds of workload, by hand. */
    private void actsForGameDays() {
        namespace
                .client()
                .namespaces()
                .withName(namespace.name())
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .addToLabels("faultline.dev/chaos", "enabled")
                        .endMetadata()
                        .build());
        namespace.apply(GAME_DAY);
        try (var _ = new FakeKubelet(namespace)) {
            eventually(() -> assertThat(namespace
                            .client()
                            .apps()
                            .statefulSets()
                            .inNamespace(namespace.name())
                            .withName("db")
                            .require()
                            .getStatus()
                            .getAvailableReplicas())
                    .isEqualTo(1));
            namespace.apply(RUN);
            eventually(
                    RESTARTED,
                    () -> assertThat(PolicyView.of(namespace
                                            .client()
                                            .genericKubernetesResources(TestNamespace.POLICY_API, "GameDayRun")
                                            .inNamespace(namespace.name())
                                            .withName("all")
                                            .require())
                                    .verdict("Complete"))
                            .isEqualTo("True/Inconclusive"));
        }
    }

    /** As in a new installation: what is there already is not created. */
    private void forgetAllButTheRights() {
        var home = ApiServer.OPERATOR_NAMESPACE;
        var client = namespace.client();
        client.leases().inNamespace(home).withName("faultline").delete();
        client.secrets().inNamespace(home).withName(Certificates.WEBHOOK_SECRET).delete();
        client.secrets().inNamespace(home).withName(Certificates.XDS_SECRET).delete();
        hook().delete();
    }

    private Resource<MutatingWebhookConfiguration> hook() {
        return namespace
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME);
    }

    private void actsForBudgets() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("DisruptionSafe")).isEqualTo("True/DrainAllowed"));

        namespace.apply(Manifests.policyWith(
                "web", "targetRefs: [{kind: Deployment, name: web}]", "disruption: {maxUnavailable: 2}"));
        namespace.awaitBudget("web-faultline", terms(2, "AlwaysAllow"));

        namespace.apply(Manifests.policy("web", "web"));
        namespace.scale("web", 1);
        namespace.awaitNoBudget("web-faultline");

        Keda.install();
        namespace.apply(Keda.scaledObject("web"));
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
        Keda.remove();
        namespace.awaitNoBudget("web-faultline");
    }

    private void actsForProbes() {
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep: {checks: [{name: nobody, tcp: {address: "nobody.example.test:25"}}]}
                """);
        namespace.awaitProbe("web", probe -> assertThat(probe.verdict("Ready")).isEqualTo("True/Ready"));
    }

    /** Runs are made each minute, and not kept. */
    private void actsForSchedules(AuditLog audit) {
        namespace.apply(GameDays.manifest("swift", "schedule: \"* * * * *\"", "historyLimits: {passed: 0, other: 0}"));
        eventually(MINUTES, () -> {
            assertThat(audit.rightsUsedBy(OperatorAccount.ACCOUNT))
                    .contains(
                            new Right("faultline.dev", "gamedays/status", "patch"),
                            new Right("faultline.dev", "gamedayruns", "create"),
                            new Right("faultline.dev", "gamedayruns", "delete"));
        });
        namespace.gameDays().withName("swift").delete();
    }

    /** Pods of both kinds of workload lack what their policy asks for. */
    private void actsForRestarts() {
        namespace.apply(Manifests.statefulSet("store", 2), Manifests.deployment("api", 1));
        FakePods.ready(namespace, "store", 2);
        FakePods.ready(namespace, "api", 1);
        namespace.apply(Manifests.policyWith(
                "restarts",
                "targetRefs: [{kind: StatefulSet, name: store}, {kind: Deployment, name: api}]",
                "rollout: Automatic",
                "dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]"));
        eventually(
                RESTARTED,
                () -> assertThat(Stream.of("api", "store")).allSatisfy(app -> {
                    FakePods.run(namespace, app);
                    assertThat(FakePods.of(namespace, app))
                            .isNotEmpty()
                            .allSatisfy(pod -> assertThat(NewPods.sidecar(pod)).isPresent());
                }));
        namespace.deletePolicy("restarts");
        Stream.of("statefulsets/store", "deployments/api").forEach(this::removeWithItsPods);
    }

    private void removeWithItsPods(String workload) {
        var name = workload.substring(workload.indexOf('/') + 1);
        if (workload.startsWith("statefulsets")) {
            namespace
                    .client()
                    .apps()
                    .statefulSets()
                    .inNamespace(namespace.name())
                    .withName(name)
                    .delete();
        } else {
            namespace
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace(namespace.name())
                    .withName(name)
                    .delete();
        }
        eventually(() -> assertThat(FakePods.of(namespace, name)).isEmpty());
    }

    /** Somebody breaks each of the operator's objects, and a caller comes whose token the API server must judge. */
    private void actsForSidecars(OperatorProcess operator) {
        var authority =
                namespace.client().configMaps().inNamespace(namespace.name()).withName(AuthorityMap.NAME);
        eventually(() -> assertThat(hook().get()).isNotNull());
        authority.edit(map -> new ConfigMapBuilder(map).withData(Map.of()).build());
        eventually(() -> assertThat(authority.require().getData()).containsKey(AuthorityMap.KEY));

        hook().edit(hook -> {
            hook.getWebhooks().getFirst().setTimeoutSeconds(1);
            return hook;
        });
        eventually(() -> assertThat(hook().require().getWebhooks())
                .allSatisfy(entry -> assertThat(entry.getTimeoutSeconds()).isGreaterThan(1)));

        var secret = namespace
                .client()
                .secrets()
                .inNamespace(ApiServer.OPERATOR_NAMESPACE)
                .withName(Certificates.WEBHOOK_SECRET);
        secret.edit(found ->
                new SecretBuilder(found).addToData("tls.crt", "YnJva2Vu").build());
        eventually(() -> assertThat(secret.require().getData()).doesNotContainEntry("tls.crt", "YnJva2Vu"));

        try (var proxy = Sidecars.at(operator, namespace, Optional.of("made up"))) {
            assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }

        namespace.deletePolicy("web");
        eventually(EARLIER_TESTS, () -> {
            assertThat(authority.get()).isNull();
            assertThat(hook().get()).isNull();
        });
    }

    @Test
    void theRightsForReadinessGatesAreThoseThatGatesNeed() {
        var pod = pods() + "/" + aPod();

        assertThatAllRightsAreUsed(
                "gate", caller -> codes(caller.patch(pod + "/status", "{\"status\":{\"message\":\"tried\"}}")));
    }

    @Test
    void theRightsForNodeFaultsAreThoseThatNodeFaultsNeed() {
        var nodes = "/api/v1/nodes";

        assertThatAllRightsAreUsed(
                "nodes",
                caller -> codes(
                        caller.get(nodes),
                        caller.get(nodes + "?watch=1&timeoutSeconds=1"),
                        caller.get(nodes + "/node-a"),
                        caller.patch(nodes + "/node-a", "{\"spec\":{\"unschedulable\":true}}")));
    }

    private String pods() {
        return "/api/v1/namespaces/" + namespace.name() + "/pods";
    }

    private String aPod() {
        return FakePods.ready(namespace, "web", 3).getFirst().getMetadata().getName();
    }

    private static List<Integer> codes(Integer... codes) {
        return List.of(codes);
    }

    /** @param acts gives the API server's answers, all of which must be good ones */
    private void assertThatAllRightsAreUsed(String role, Function<Caller, List<Integer>> acts) {
        var account = Account.make(namespace, role);
        var granted = Right.of(bind(account, "faultline-" + role));
        var audit = AuditLog.mark();

        try (var caller = new Caller(account)) {
            // The API server's authorizer learns of a binding a moment after it was made.
            eventually(() -> assertThat(acts.apply(caller))
                    .allSatisfy(code -> assertThat(code).isBetween(200, 299)));
        }

        eventually(() -> assertThat(audit.rightsUsedBy(account)).containsExactlyInAnyOrderElementsOf(granted));
    }

    private ClusterRole bind(Account account, String name) {
        var role = role(name);
        namespace.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s-%2$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                subjects: [{kind: ServiceAccount, name: %3$s, namespace: %2$s}]
                """.formatted(name, account.namespace(), account.name()));
        return role;
    }

    private ClusterRole role(String name) {
        return namespace.client().rbac().clusterRoles().withName(name).require();
    }
}
