package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.target.Replacement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods that lack the sidecar get it without anybody's doing, with real controllers that replace them. */
class RolloutIT {
    /** A policy and its webhook settle for 5 s before anything is restarted. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

    private static final String DEPENDENCY =
            "dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("rollout");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("rollout");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    /** Workloads whose pods run since before there was a policy. */
    private void running(int replicas, String... deployments) {
        for (var name : deployments) {
            namespace.apply(Manifests.deployment(name, replicas));
        }
        for (var name : deployments) {
            FakePods.ready(namespace, name, replicas);
        }
    }

    private void automatic(String... deployments) {
        var refs = Arrays.stream(deployments)
                .map(name -> "{kind: Deployment, name: " + name + "}")
                .collect(Collectors.joining(", ", "targetRefs: [", "]"));
        namespace.apply(Manifests.policyWith("web", refs, "rollout: Automatic", DEPENDENCY));
    }

    private Deployment deployment(String name) {
        return namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(name)
                .require();
    }

    private String mark(String deployment) {
        return Optional.ofNullable(deployment(deployment)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations())
                .map(annotations -> annotations.getOrDefault(Replacement.RESTARTED_FOR, ""))
                .orElse("");
    }

    private String markOf(String policy) {
        var view = namespace.policy(policy);
        return view.uid() + "." + view.generation();
    }

    private String message(String policy) {
        return namespace.policy(policy).condition("Programmed").message();
    }

    private void awaitMarked(String deployment, String policy) {
        eventually(PATIENCE, () -> assertThat(mark(deployment)).isEqualTo(markOf(policy)));
    }

    private List<Pod> pods(String app) {
        return FakePods.of(namespace, app);
    }

    private void awaitSidecars(String app, int replicas) {
        eventually(PATIENCE, () -> {
            FakePods.run(namespace, app);
            assertThat(pods(app))
                    .hasSize(replicas)
                    .allSatisfy(pod -> assertThat(NewPods.sidecar(pod)).isPresent());
        });
    }

    @Test
    void oneWorkloadAfterTheOther() {
        running(2, "api", "web");

        automatic("web", "api");

        awaitMarked("api", "web");
        // Its new pod does not get ready, so it goes on.
        eventually(() -> assertThat(message("web"))
                .contains("restarting Deployment/api for the sidecar (1 of 2 workloads)")
                .contains("its restart waits: another one goes on"));
        throughout(LONG_ENOUGH, () -> assertThat(mark("web")).isEmpty());
        awaitSidecars("api", 2);
        awaitMarked("web", "web");
        awaitSidecars("web", 2);
        eventually(() -> assertThat(message("web")).doesNotContain("lack"));
        assertThat(events()).hasSize(2).allSatisfy(note -> assertThat(note).contains("is restarted, so that"));
    }

    private List<String> events() {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> "RolloutStarted".equals(event.getReason()))
                .map(event -> event.getNote())
                .toList();
    }

    @Test
    void oneAtATimeOverTheWholeClusterToo() {
        try (var other = ApiServer.ready().namespace("rollout-too")) {
            running(2, "web");
            other.apply(Manifests.deployment("web", 2));
            FakePods.ready(other, "web", 2);

            automatic("web");
            awaitMarked("web", "web");
            other.apply(Manifests.policyWith(
                    "web", "targetRefs: [{kind: Deployment, name: web}]", "rollout: Automatic", DEPENDENCY));

            other.awaitPolicy(
                    "web",
                    policy -> assertThat(policy.condition("Programmed").message())
                            .contains("its restart waits: another one goes on"));
            awaitSidecars("web", 2);
            eventually(PATIENCE, () -> {
                FakePods.run(other, "web");
                assertThat(FakePods.of(other, "web"))
                        .hasSize(2)
                        .allSatisfy(pod -> assertThat(NewPods.sidecar(pod)).isPresent());
            });
        }
    }

    @Test
    void onceForAGenerationWhateverBecomesOfTheOperator() {
        running(2, "web");
        automatic("web");
        awaitMarked("web", "web");
        awaitSidecars("web", 2);
        var restarted = deployment("web").getMetadata().getGeneration();

        OPERATOR.process().close();
        aPodIsReplacedWhileNobodySeesToIt();
        OPERATOR.restart();

        eventually(() -> assertThat(message("web"))
                .isEqualTo("1 of 2 pods of Deployment/web lack the sidecar or one for all that the policy names; "
                        + "not restarted automatically: it was once already for this generation of the policy: "
                        + "kubectl rollout restart deployment/web -n " + namespace.name()));
        throughout(
                LONG_ENOUGH,
                () -> assertThat(deployment("web").getMetadata().getGeneration())
                        .isEqualTo(restarted));

        namespace.apply(Manifests.policyWith(
                "web",
                "targetRefs: [{kind: Deployment, name: web}]",
                "rollout: Automatic",
                "disruption: {maxUnavailable: 1}",
                DEPENDENCY));
        awaitMarked("web", "web");
        awaitSidecars("web", 2);
    }

    private void aPodIsReplacedWhileNobodySeesToIt() {
        namespace.client().resource(pods("web").getFirst()).delete();
        eventually(PATIENCE, () -> {
            FakePods.run(namespace, "web");
            assertThat(pods("web").stream().filter(pod -> NewPods.sidecar(pod).isEmpty()))
                    .hasSize(1);
        });
        FakePods.ready(namespace, "web", 2);
    }

    /** What is better left alone, by name: its kind, what makes it so, and what status says. */
    private enum LeftAlone {
        PAUSED("Deployment", "paused: true", "it is paused: kubectl rollout resume deployment/paused -n "),
        RECREATED(
                "Deployment",
                "strategy: {type: Recreate, rollingUpdate: null}",
                "its strategy ends all of its pods before new ones begin: kubectl rollout restart deployment/recreated"),
        ON_DELETE(
                "StatefulSet",
                "updateStrategy: {type: OnDelete, rollingUpdate: null}",
                "its update strategy is OnDelete: delete the pods that lack it"),
        PARTITIONED(
                "StatefulSet",
                "updateStrategy: {rollingUpdate: {partition: 1}}",
                "its partition leaves pods below 1 as they are: delete the pods that lack it"),
        ALONE(
                "StatefulSet",
                "replicas: 1",
                "its only pod ends before the new one begins: kubectl rollout restart statefulset/alone -n "),
        DECLINING(
                "Deployment",
                "template: {metadata: {labels: {faultline.dev/inject: 'false'}}}",
                "new pods would get none either: take faultline.dev/inject");

        private final String kind;
        private final String field;
        private final String words;

        LeftAlone(String kind, String field, String words) {
            this.kind = kind;
            this.field = field;
            this.words = words;
        }

        String workload() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Resource<GenericKubernetesResource> in(TestNamespace namespace) {
            return namespace
                    .client()
                    .genericKubernetesResources("apps/v1", kind)
                    .inNamespace(namespace.name())
                    .withName(workload());
        }
    }

    @Test
    void whatIsBetterLeftAloneIsLeftAloneAndSaysWhy() {
        for (var each : LeftAlone.values()) {
            namespace.apply(
                    each.kind.equals("Deployment")
                            ? Manifests.deployment(each.workload(), 2)
                            : Manifests.statefulSet(each.workload(), 2));
            namespace.merge(each.in(namespace).require(), json("spec: {" + each.field + "}"));
        }
        running(2, "web");

        for (var each : LeftAlone.values()) {
            namespace.apply(Manifests.policyWith(
                    each.workload(),
                    "targetRefs: [{kind: " + each.kind + ", name: " + each.workload() + "}]",
                    "rollout: Automatic",
                    DEPENDENCY));
        }
        automatic("web");

        eventually(
                PATIENCE,
                () -> assertThat(LeftAlone.values()).allSatisfy(each -> {
                    FakePods.run(namespace, each.workload());
                    assertThat(message(each.workload()))
                            .contains("not restarted automatically: ")
                            .contains(each.words);
                }));
        awaitMarked("web", "web");
        assertThat(LeftAlone.values())
                .allSatisfy(each ->
                        assertThat(each.in(namespace).require().toString()).doesNotContain(Replacement.RESTARTED_FOR));
    }

    private static String json(String yaml) {
        return Serialization.asJson(Serialization.unmarshal(yaml, Map.class));
    }

    @Test
    void itWaitsForItsBudgetAndForItsPods() {
        running(2, "web");
        var strict = Manifests.foreignBudget("strict", "web").replace("minAvailable: 1", "minAvailable: 2");
        namespace.apply(strict);
        automatic("web");
        eventually(() -> assertThat(message("web")).contains("its budget allows no disruption now"));
        throughout(LONG_ENOUGH, () -> assertThat(mark("web")).isEmpty());
        FakePods.unready(namespace, pods("web").getFirst());
        eventually(() -> assertThat(message("web")).containsAnyOf("1 of 2 pods are ready", "not all there"));

        namespace.budgets().withName("strict").delete();
        throughout(LONG_ENOUGH, () -> assertThat(mark("web")).isEmpty());
        FakePods.ready(namespace, "web", 2);

        awaitMarked("web", "web");
    }

    @Test
    void whileItIsBypassedNothingIsRestarted() {
        running(2, "web");
        namespace.merge(
                namespace.client().namespaces().withName(namespace.name()).require(), bypass("\"true\""));
        automatic("web");
        eventually(() -> assertThat(message("web")).contains("its restart waits: sidecars are bypassed"));
        throughout(LONG_ENOUGH, () -> assertThat(mark("web")).isEmpty());

        namespace.merge(
                namespace.client().namespaces().withName(namespace.name()).require(), bypass("null"));

        awaitMarked("web", "web");
    }

    private static String bypass(String value) {
        return "{\"metadata\": {\"annotations\": {\"faultline.dev/bypass\": " + value + "}}}";
    }

    @Test
    void aRestartThatDoesNotGetOnHoldsUpNoOther() {
        namespace.apply(Manifests.deployment("api", 2)
                .replace("  replicas: 2\n", "  replicas: 2\n  progressDeadlineSeconds: 12\n"));
        FakePods.ready(namespace, "api", 2);
        running(2, "web");

        automatic("api", "web");

        awaitMarked("api", "web");
        throughout(LONG_ENOUGH, () -> assertThat(mark("web")).isEmpty());
        awaitMarked("web", "web");
        eventually(() -> assertThat(message("web"))
                .contains("it was, and that does not get on: kubectl rollout status deployment/api -n "));
    }
}
