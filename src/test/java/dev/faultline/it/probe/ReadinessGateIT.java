package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.ProbeView;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each pod is asked, and which of them are out of service for what they answer. */
class ReadinessGateIT {
    private static final PatchContext MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);
    private static final Duration A_WHILE = Duration.ofSeconds(6);
    private static final Map<String, String> SETTINGS =
            Map.of("FAULTLINE_GATES", "true", "FAULTLINE_PROBES_ALLOW", "127.0.0.0/8");

    private final List<PodServer> servers = new ArrayList<>();
    private TestNamespace namespace;
    private OperatorProcess operator;

    @BeforeEach
    void begin() {
        namespace = ApiServer.ready().namespace("gate");
        namespace.apply(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: gate-%1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: faultline-gate}
                subjects: [{kind: ServiceAccount, name: %2$s, namespace: %3$s}]
                """.formatted(namespace.name(), OperatorAccount.ACCOUNT.name(), OperatorAccount.ACCOUNT.namespace()));
        servers.add(new PodServer("127.0.0.2", 0));
        servers.add(new PodServer("127.0.0.3", servers.getFirst().port()));
        servers.add(new PodServer("127.0.0.4", servers.getFirst().port()));
        operator = lead("gate");
    }

    @AfterEach
    void end() {
        operator.close();
        servers.forEach(PodServer::close);
        namespace
                .client()
                .rbac()
                .clusterRoleBindings()
                .withName("gate-" + namespace.name())
                .delete();
        namespace.close();
    }

    private static OperatorProcess lead(String name) {
        var operator = OperatorProcess.launch(name, SETTINGS);
        operator.awaitLeading();
        return operator;
    }

    @Test
    void aPodWithAFaultOfItsOwnIsOutOfServiceAndComesBack() {
        var pods = runningPods();
        namespace.apply(probe("impact: Gate"));
        awaitProbe(probe -> assertThat(probe.check("self/db")).containsEntry("state", "Passing"));

        servers.getFirst().goesDown(true);

        eventually(() -> assertThat(conditions(pods)).containsExactly("False", "True", "True"));
        var probe = awaitProbe(view -> assertThat(view.check("self"))
                .containsEntry(
                        "message",
                        "fails on 1 of 3 pods (" + pods.getFirst().getMetadata().getName()
                                + "): status 503, wanted is 200 to 299"));
        assertThat(probe.check("self")).containsEntry("state", "Passing");
        assertThat(probe.verdict("Healthy")).isEqualTo("True/Passing");
        assertThat(probe.verdict("Ready")).isEqualTo("True/Ready");
        assertThat(probe.resource().has("ReadinessGuarded")).isFalse();

        servers.getFirst().goesDown(false);

        eventually(() -> assertThat(conditions(pods)).containsOnly("True"));
    }

    @Test
    void aCauseThatPodsShareTakesNoneOfThemOutOfService() {
        var pods = runningPods();
        namespace.apply(probe("impact: Gate"));
        eventually(() -> assertThat(conditions(pods)).containsOnly("True"));
        var audit = AuditLog.mark();

        servers.forEach(server -> server.goesDown(true));

        awaitProbe(view -> {
            assertThat(view.verdict("ReadinessGuarded")).isEqualTo("True/SharedDependencyFailing");
            assertThat(view.condition("ReadinessGuarded").message())
                    .isEqualTo(
                            "self/db fails on 3 of 3 pods alike: would make 3 of 3 pods unready, limit is 1; pods kept "
                                    + "in service");
        });
        awaitProbe(view -> assertThat(view.verdict("Healthy")).isEqualTo("False/ChecksFailing"));
        throughout(A_WHILE, () -> assertThat(conditions(pods)).containsOnly("True"));
        assertThat(audit.writes(namespace)).noneMatch(write -> write.resource().equals("pods/status"));

        servers.forEach(server -> server.goesDown(false));

        awaitProbe(view -> assertThat(view.resource().has("ReadinessGuarded")).isFalse());
        eventually(() -> assertThat(events()).contains("ReadinessGuardActivated", "ReadinessGuardReleased"));
    }

    @Test
    void withoutTheGateEveryPodIsInService() {
        var pods = runningPods();
        namespace.apply(probe("impact: Gate"));
        servers.getFirst().goesDown(true);
        eventually(() -> assertThat(conditions(pods)).containsExactly("False", "True", "True"));

        namespace.apply(probe("impact: None"));

        eventually(() -> assertThat(conditions(pods)).containsOnly("True"));

        namespace.apply(probe("impact: Gate"));
        eventually(() -> assertThat(conditions(pods)).containsExactly("False", "True", "True"));
        namespace.probes().withName("web").delete();

        eventually(() -> assertThat(conditions(pods)).containsOnly("True"));
    }

    @Test
    void whoStopsLeavesNoPodOutOfServiceAndWhoComesFindsThoseThatWait() {
        var pods = runningPods();
        namespace.apply(probe("impact: Gate"));
        servers.getFirst().goesDown(true);
        eventually(() -> assertThat(conditions(pods)).containsExactly("False", "True", "True"));

        operator.close();

        assertThat(conditions(pods)).containsOnly("True");

        namespace.scale("web", 4);
        FakePods.ready(namespace, "web", 4);
        operator = lead("gate-again");

        eventually(() -> assertThat(conditions(FakePods.of(namespace, "web"))).doesNotContain("Missing"));
        eventually(() -> assertThat(conditions(pods)).containsExactly("False", "True", "True"));
    }

    @Test
    void aNewPodGetsTheGateOfItsProbe() {
        namespace.apply(Manifests.deployment("api", 0), probe("impact: Gate").replace("name: web", "name: api"));
        var pod = """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: api-1-x
                  labels: {app: api, pod-template-hash: "1"%s}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: api-1, uid: "1", controller: true}]
                spec: {containers: [{name: app, image: example.invalid/app}]}
                """;

        eventually(() -> assertThat(made(pod.formatted("")).getSpec().getReadinessGates())
                .containsExactly(new PodReadinessGate(ReadinessImpact.GATE)));
        assertThat(made(pod.formatted(", faultline.dev/inject: \"false\""))
                        .getSpec()
                        .getReadinessGates())
                .isEmpty();
    }

    /** As it would be stored. */
    private Pod made(String yaml) {
        var pod = Serialization.unmarshal(yaml, Pod.class);
        return namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .resource(pod)
                .dryRun()
                .create();
    }

    private List<Pod> runningPods() {
        namespace.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, labels: {app: web}}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      readinessGates: [{conditionType: %s}]
                      containers: [{name: app, image: example.invalid/app, ports: [{name: http, containerPort: %d}]}]
                """.formatted(ReadinessImpact.GATE, servers.getFirst().port()));
        var pods = FakePods.ready(namespace, "web", 3);
        for (var index = 0; index < pods.size(); index++) {
            var address = servers.get(index).address();
            namespace
                    .client()
                    .resource(pods.get(index))
                    .subresource("status")
                    .patch(
                            MERGE,
                            "{\"status\":{\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}".formatted(address));
        }
        eventually(() -> assertThat(conditions(pods)).containsOnly("True"));
        return pods;
    }

    private static String probe(String readiness) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    failureThreshold: 2
                    checks:
                    - {name: self, podEndpoint: {port: http, path: /q/health/well}}
                  readiness: {%s}
                """.formatted(readiness);
    }

    private ProbeView awaitProbe(Consumer<ProbeView> claim) {
        return namespace.awaitProbe("web", claim);
    }

    private List<String> conditions(List<Pod> pods) {
        return pods.stream().map(this::condition).toList();
    }

    private String condition(Pod pod) {
        return namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withName(pod.getMetadata().getName())
                .require()
                .getStatus()
                .getConditions()
                .stream()
                .filter(each -> each.getType().equals(ReadinessImpact.GATE))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("Missing");
    }

    private List<String> events() {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .map(event -> event.getReason())
                .toList();
    }
}
