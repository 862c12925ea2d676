package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.NewPods.sidecar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faultline.cluster.injector.AuthorityMap;
import dev.faultline.cluster.injector.HookConfiguration;
import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.capture.CaptureNotation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of new pods, by the API server's own admission and ours. */
class InjectionIT {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: inventory}
            spec: {ports: [{name: http, port: 80}], selector: {app: inventory}}
            """;

    private static final String POLICY = Manifests.policyWith(
            "web",
            "targetRefs: [{kind: Deployment, name: web}]",
            "dependencies: [{name: inventory, serviceRef: {name: inventory, port: 80}}]");

    private static final String RESTRICTED_DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: app
                    image: example.invalid/app
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("injection");

    @TempDir
    private Path files;

    private TestNamespace namespace;
    private NewPods pods;

    @BeforeEach
    void givenAPolicy() {
        namespace = ApiServer.ready().namespace("injection");
        pods = new NewPods(namespace);
        namespace.apply(Manifests.deployment("web", 0), Manifests.deployment("other", 0), SERVICE, POLICY);
        pods.awaitSidecars();
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private void label(String key, String value) {
        namespace.client().namespaces().withName(namespace.name()).edit(found -> {
            found.getMetadata().getLabels().put(key, value);
            return found;
        });
    }

    @Test
    void podsOfARestrictedNamespaceGetTheirSidecar() {
        label("pod-security.kubernetes.io/enforce", "restricted");

        namespace.apply(RESTRICTED_DEPLOYMENT);

        assertThat(FakePods.ready(namespace, "web", 2)).allSatisfy(pod -> {
            var first = pod.getSpec().getInitContainers().getFirst();
            assertThat(first.getName()).isEqualTo(Sidecar.CONTAINER);
            assertThat(first.getRestartPolicy()).isEqualTo("Always");
            assertThat(pod.getSpec().getHostAliases())
                    .singleElement()
                    .satisfies(alias -> assertThat(alias.getHostnames())
                            .contains("inventory", "inventory." + namespace.name() + ".svc.cluster.local"));
            assertThat(pod.getMetadata().getAnnotations()).containsEntry(Sidecar.INJECTED, "web");
            assertThat(CaptureNotation.read(pod.getMetadata().getAnnotations().get(CaptureNotation.ANNOTATION)))
                    .hasValueSatisfying(capture -> assertThat(capture.hosts())
                            .singleElement()
                            .satisfies(host -> assertThat(host.name()).isEqualTo("inventory." + namespace.name())));
        });
    }

    @Test
    void anAuthorityOfSomebodyElseIsNamedUntilItIsGone() {
        try (var other = ApiServer.ready().namespace("injection-foreign")) {
            other.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: faultline-ca}
                    data: {ca.crt: mine}
                    """, Manifests.deployment("web", 0), SERVICE, POLICY);
            other.awaitPolicy("web", policy -> {
                assertThat(policy.findings()).as(policy.text()).contains("AuthorityNameTaken");
                assertThat(policy.verdict("Ready")).isEqualTo("False/PartiallyProgrammed");
            });

            other.client()
                    .configMaps()
                    .inNamespace(other.name())
                    .withName(AuthorityMap.NAME)
                    .delete();

            other.awaitReady("web");
            new NewPods(other).awaitSidecars();
        }
    }

    static Stream<Named<UnaryOperator<PodBuilder>>> podsThatGetNone() {
        return Stream.of(
                Named.of(
                        "opted out by label",
                        pod -> pod.editMetadata()
                                .addToLabels("faultline.dev/inject", "false")
                                .endMetadata()),
                Named.of(
                        "opted out by annotation",
                        pod -> pod.editMetadata()
                                .addToAnnotations("faultline.dev/inject", "false")
                                .endMetadata()),
                Named.of(
                        "on the network of its node",
                        pod -> pod.editSpec().withHostNetwork(true).endSpec()),
                Named.of(
                        "on Windows", pod -> pod.editSpec().withNewOs("windows").endSpec()),
                Named.of(
                        "in another mesh",
                        pod -> pod.editMetadata()
                                .addToLabels("sidecar.istio.io/inject", "true")
                                .endMetadata()),
                Named.of(
                        "with a container of that name",
                        pod -> pod.editSpec()
                                .addNewContainer()
                                .withName(Sidecar.CONTAINER)
                                .withImage("example.invalid/app")
                                .endContainer()
                                .endSpec()),
                Named.of(
                        "with a port of the sidecar",
                        pod -> pod.editSpec()
                                .editFirstContainer()
                                .addNewPort()
                                .withContainerPort(15521)
                                .endPort()
                                .endContainer()
                                .endSpec()),
                Named.of(
                        "with annotations that leave no room",
                        pod -> pod.editMetadata()
                                .addToAnnotations("example.com/long", "x".repeat(256 * 1024 - 100))
                                .endMetadata()),
                Named.of("of another workload", pod -> NewPods.of("other")),
                Named.of("of a workload that is not there", pod -> NewPods.of("gone")),
                Named.of(
                        "of nobody",
                        pod -> pod.editMetadata().withOwnerReferences(List.of()).endMetadata()));
    }

    @ParameterizedTest
    @MethodSource("podsThatGetNone")
    void somePodsAreCreatedWithoutSidecar(UnaryOperator<PodBuilder> edit) {
        var pod = pods.tried(edit);

        assertThat(pod.getMetadata().getAnnotations()).doesNotContainKey(Sidecar.INJECTED);
        assertThat(pod.getSpec().getInitContainers()).isEmpty();
        assertThat(pod.getSpec().getHostAliases()).isEmpty();
    }

    @Test
    void aNamespaceThatAnotherMeshHasGetsNone() {
        label("istio-injection", "enabled");

        pods.awaitNoSidecars();
    }

    /** Spread is taken off, or nobody could create it again: the API server has changed its selectors (Kubernetes 1.36.3). */
    @Test
    void aPodThatHasItsSidecarStaysAsItIs() {
        var once = pods.tried(pod -> pod);

        var twice = pods.tried(new PodBuilder(once)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .withCreationTimestamp(null)
                .withManagedFields(List.of())
                .endMetadata()
                .editSpec()
                .withTopologySpreadConstraints(List.of())
                .endSpec()
                .build());

        assertThat(twice.getSpec()).isEqualTo(once.getSpec());
    }

    @Test
    void whereAQuotaCountsLimitsTheSidecarHasSome() {
        namespace.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: limits}
                spec: {hard: {limits.cpu: "2", limits.memory: 2Gi}}
                """);
        var burstable = resources("100m", "64Mi", "500m", "256Mi");
        eventually(() -> assertThatThrownBy(() -> pods.tried(pod -> pod.editMetadata()
                        .addToLabels("faultline.dev/inject", "false")
                        .endMetadata()))
                .as("without limits a pod is refused")
                .hasMessageContaining("must specify limits.cpu"));

        eventually(() -> assertThat(sidecar(pods.tried(with(burstable))))
                .hasValueSatisfying(sidecar ->
                        assertThat(sidecar.getResources().getLimits()).containsOnlyKeys("cpu", "memory")));
    }

    @Test
    void aGuaranteedPodStaysGuaranteed() {
        var pod = pods.tried(with(resources("100m", "64Mi", "100m", "64Mi")));

        assertThat(sidecar(pod)).isPresent();
        assertThat(pod.getStatus().getQosClass()).isEqualTo("Guaranteed");
    }

    @Test
    void aBurstablePodStaysBurstable() {
        var pod = pods.tried(with(resources("100m", "64Mi", "500m", "64Mi")));

        assertThat(sidecar(pod)).isPresent();
        assertThat(pod.getStatus().getQosClass()).isEqualTo("Burstable");
    }

    @Test
    void theSidecarKeepsToALimitRange() {
        namespace.apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: range}
                spec: {limits: [{type: Container, min: {cpu: 250m}, max: {cpu: "1", memory: 100Mi}}]}
                """);
        var fitting = with(resources("300m", "64Mi", "300m", "64Mi"));

        eventually(() -> assertThat(sidecar(pods.tried(fitting)))
                .hasValueSatisfying(sidecar ->
                        assertThat(sidecar.getResources()).isEqualTo(resources("250m", "100Mi", "250m", "100Mi"))));
    }

    @Test
    void whereALimitRangeLeavesNoRoomThePodIsCreatedWithoutSidecar() {
        namespace.apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: range}
                spec: {limits: [{type: Container, max: {cpu: 10m, memory: 32Mi}}]}
                """);

        eventually(() -> assertThat(sidecar(pods.tried(with(resources("5m", "16Mi", "5m", "16Mi")))))
                .isEmpty());
    }

    private static UnaryOperator<PodBuilder> with(ResourceRequirements resources) {
        return pod -> pod.editSpec()
                .editFirstContainer()
                .withResources(resources)
                .endContainer()
                .endSpec();
    }

    private static ResourceRequirements resources(String cpu, String memory, String mostCpu, String mostMemory) {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .withLimits(Map.of("cpu", new Quantity(mostCpu), "memory", new Quantity(mostMemory)))
                .build();
    }

    @Test
    void aThreeWayDiffFindsNothingAfterInjection() throws IOException {
        var file = Files.writeString(
                files.resolve("all.yaml"), String.join("---\n", Manifests.deployment("web", 2), SERVICE, POLICY));
        Command.kubectl("apply", "--namespace", namespace.name(), "--filename", file.toString())
                .text();
        FakePods.ready(namespace, "web", 2);
        assertThat(FakePods.of(namespace, "web"))
                .allSatisfy(pod -> assertThat(sidecar(pod)).isPresent());

        var diff = Command.kubectl("diff", "--namespace", namespace.name(), "--filename", file.toString());

        assertThat(diff.exitCode()).as(diff.output()).isZero();
    }

    @Test
    void withoutAnOperatorPodsAreCreatedAsTheyAre() {
        OPERATOR.process().kill();
        try {
            assertThat(sidecar(pods.tried(pod -> pod))).isEmpty();
        } finally {
            OPERATOR.restart();
        }
        pods.awaitSidecars();
    }

    @Test
    void aPolicyComesAndGoesAndWithItAllThatItsPodsNeed() {
        assertThat(authority()).isPresent();
        assertThat(served()).contains(namespace.name());

        namespace.deletePolicy("web");
        pods.awaitNoSidecars();
        eventually(() -> {
            assertThat(authority()).isEmpty();
            assertThat(served()).doesNotContain(namespace.name());
        });

        namespace.apply(POLICY);
        pods.awaitSidecars();
    }

    @Test
    void aPolicyThatOnlyWatchesInjectsNothing() {
        namespace.apply(POLICY + "  mode: Audit\n");

        pods.awaitNoSidecars();
    }

    private Optional<ConfigMap> authority() {
        return Optional.ofNullable(namespace
                .client()
                .configMaps()
                .inNamespace(namespace.name())
                .withName(AuthorityMap.NAME)
                .get());
    }

    private static List<String> served() {
        var hook = ApiServer.ready()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME)
                .get();
        return hook == null
                ? List.of()
                : hook.getWebhooks().stream()
                        .flatMap(entry -> entry.getNamespaceSelector().getMatchExpressions().stream())
                        .flatMap(expression -> expression.getValues().stream())
                        .toList();
    }
}
