package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.ProbeView;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Probes for the kubelet, by the API server's own admission and ours. Pods have a server of this host in their place. */
class ShallowProbesIT {
    private static final Duration AT_REST = Duration.ofSeconds(8);

    @RegisterExtension
    static final RunningOperator OPERATOR =
            new RunningOperator("shallow", Map.of("FAULTLINE_PROBES_ALLOW", "127.0.0.0/8"));

    private TestNamespace namespace;
    private Backend backend;
    private NewPods pods;

    @BeforeEach
    void givenAWorkload() {
        namespace = ApiServer.ready().namespace("shallow");
        backend = Backend.up();
        pods = new NewPods(namespace);
        namespace.apply(deployment("web"));
    }

    @AfterEach
    void removeThem() {
        backend.close();
        namespace.close();
    }

    @Test
    void newPodsGetTheirProbesOnceAPodHasAnswered() {
        namespace.apply(probe("web", "web"));
        namespace.awaitProbe(
                "web",
                view -> assertThat(view.target("Deployment/web"))
                        .as(view.text())
                        .containsEntry("state", "PathNotServed")
                        .hasEntrySatisfying(
                                "message",
                                message -> assertThat(message)
                                        .asString()
                                        .startsWith("no pod runs that could be asked")
                                        .endsWith(
                                                "new pods get no startup, readiness and liveness probe until it answers")));
        var before = newContainer();

        running("web");
        var programmed = awaitState("web", "Programmed");

        assertThat(before.getReadinessProbe()).isNull();
        assertThat(programmed.target("Deployment/web"))
                .containsEntry("served", List.of("HTTP http /alive", "HTTP http /ready"));
        assertThat(programmed.verdict("Ready")).isEqualTo("True/Ready");
        eventually(() -> {
            var container = newContainer();
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/ready");
            assertThat(container.getReadinessProbe().getHttpGet().getPort().getIntVal())
                    .isEqualTo(backend.port());
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/alive");
            assertThat(container.getLivenessProbe().getPeriodSeconds()).isEqualTo(5);
        });
        assertThat(described()).containsSubsequence("Targets:", "Attached To:", "Served:", "State:");
    }

    @Test
    void aPathThatIsNotServedIsNotSetUntilItIs() {
        backend.fails(true);
        running("web");
        namespace.apply(probe("web", "web"));

        namespace.awaitProbe(
                "web",
                view -> assertThat(view.target("Deployment/web"))
                        .as(view.text())
                        .containsEntry("state", "PathNotServed")
                        .hasEntrySatisfying(
                                "message",
                                message -> assertThat(message)
                                        .asString()
                                        .startsWith("HTTP http /ready: status 503, wanted is 200 to 299 on pod web-")));
        var without = newContainer();
        backend.fails(false);
        awaitState("web", "Programmed");

        assertThat(without.getReadinessProbe()).isNull();
        assertThat(without.getLivenessProbe()).isNull();
        eventually(() -> assertThat(newContainer().getReadinessProbe()).isNotNull());
    }

    @Test
    void ofTwoProbesTheOlderOneSetsItsOwnAndTheOtherFollowsWhenItGoes() {
        running("web");
        namespace.apply(probe("elder", "web"));
        awaitState("elder", "Programmed");
        eventually(() -> assertThat(newContainer().getReadinessProbe()).isNotNull());

        namespace.apply(probe("younger", "web").replace("/ready", "/other"));
        var loser = awaitState("younger", "Conflicted");
        var contested = newContainer();
        namespace
                .client()
                .genericKubernetesResources("faultline.dev/v1alpha1", "HealthProbe")
                .inNamespace(namespace.name())
                .withName("elder")
                .delete();
        awaitState("younger", "Programmed");

        assertThat(loser.target("Deployment/web"))
                .hasEntrySatisfying(
                        "message", message -> assertThat(message).asString().startsWith("HealthProbe elder sets"));
        assertThat(loser.verdict("Accepted")).isEqualTo("False/Conflicted");
        assertThat(contested.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
        eventually(
                () -> assertThat(newContainer().getReadinessProbe().getHttpGet().getPath())
                        .isEqualTo("/other"));
    }

    @Test
    void aWorkloadThatComesLaterIsFound() {
        namespace.apply(probe("late", "late"));
        awaitState("late", "TargetNotFound", "Deployment/late");

        namespace.apply(deployment("late"));
        running("late");

        awaitState("late", "Programmed", "Deployment/late");
    }

    @Test
    void whatHasAnsweredIsNeverAskedAgain() {
        running("web");
        namespace.apply(probe("web", "web"));
        awaitState("web", "Programmed");
        // It is there once the first counts are accounted for.
        eventually(() -> assertThat(namespace.probe("web").text("availability")).isEqualTo("100"));
        var atRest = AuditLog.mark();
        var asked = backend.questions();

        throughout(
                AT_REST,
                () -> assertThat(atRest.requests()).allMatch(request -> request.isLease() || request.isWatch()));

        assertThat(backend.questions()).isEqualTo(asked);
    }

    @Test
    void aWorkloadIsAsAvailableAsItsPods() {
        var pod = running("web").getFirst();
        namespace.apply(probe("web", "web"));
        namespace.awaitProbe(
                "web",
                view -> assertThat(view.verdict("Healthy")).as(view.text()).isEqualTo("True/Passing"));

        FakePods.unready(namespace, pod);
        var failing = namespace.awaitProbe(
                "web",
                view -> assertThat(view.verdict("Healthy")).as(view.text()).isEqualTo("False/ChecksFailing"));

        assertThat(failing.check("pods")).containsEntry("message", "Deployment/web has 0 ready of 1 wanted pods");
        assertThat(failing.incidents()).hasSize(1);
    }

    private ProbeView awaitState(String probe, String state) {
        return awaitState(probe, state, "Deployment/web");
    }

    private ProbeView awaitState(String probe, String state, String workload) {
        return namespace.awaitProbe(
                probe, view -> assertThat(view.target(workload)).as(view.text()).containsEntry("state", state));
    }

    private Container newContainer() {
        return pods.tried(pod -> pod.editSpec()
                        .editFirstContainer()
                        .addNewPort()
                        .withName("http")
                        .withContainerPort(backend.port())
                        .endPort()
                        .endContainer()
                        .endSpec())
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private String described() {
        return Command.kubectl("describe", "healthprobe", "web", "-n", namespace.name())
                .text();
    }

    private List<Pod> running(String app) {
        var pods = FakePods.ready(namespace, app, 1);
        pods.forEach(pod -> namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                                status:
                                  podIP: 127.0.0.1
                                  podIPs: [{ip: 127.0.0.1}]
                                  containerStatuses:
                                  - name: app
                                    image: example.invalid/app
                                    imageID: "1"
                                    ready: true
                                    restartCount: 0
                                    started: true
                                    state: {running: {startedAt: "2026-01-01T00:00:00Z"}}
                                """));
        return pods;
    }

    private String deployment(String name) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers:
                      - name: app
                        image: example.invalid/app
                        ports: [{name: http, containerPort: %2$d}]
                """.formatted(name, backend.port());
    }

    private static String probe(String name, String deployment) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: %s}
                spec:
                  targetRefs: [{kind: Deployment, name: %s}]
                  shallow: {preset: HTTP, port: http, paths: {readiness: /ready, liveness: /alive}}
                """.formatted(name, deployment);
    }
}
