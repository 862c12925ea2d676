package dev.faultline.it.gameday;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Chart;
import dev.faultline.it.world.FakeKubelet;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.PolicyView;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Namespaces in which faults may be injected, with something like a kubelet in each. */
public final class Arena implements AutoCloseable {
    static final Duration RUN = Duration.ofSeconds(60);

    private final List<TestNamespace> namespaces;
    private final List<FakeKubelet> kubelets = new ArrayList<>();

    private Arena(List<TestNamespace> namespaces) {
        this.namespaces = namespaces;
        namespaces.forEach(namespace -> kubelets.add(new FakeKubelet(namespace)));
    }

    public static Arena of(String prefix, int count) {
        var server = ApiServer.ready();
        var namespaces = IntStream.range(0, count)
                .mapToObj(number -> server.namespace(prefix))
                .toList();
        namespaces.forEach(Arena::enable);
        Chart.faultRights(server, namespaces.stream().map(TestNamespace::name).toList())
                .forEach(server::apply);
        return new Arena(namespaces);
    }

    private static void enable(TestNamespace namespace) {
        label(namespace, "\"enabled\"");
    }

    static void label(TestNamespace namespace, String value) {
        namespace
                .client()
                .namespaces()
                .withName(namespace.name())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"faultline.dev/chaos\":" + value + "}}}");
    }

    public TestNamespace namespace(int number) {
        return namespaces.get(number);
    }

    FakeKubelet kubelet(int number) {
        return kubelets.get(number);
    }

    Map<String, String> settings() {
        return Map.of(
                "FAULTLINE_GAMEDAYS_NAMESPACES",
                String.join(",", namespaces.stream().map(TestNamespace::name).toList()));
    }

    public OperatorProcess lead(String name) {
        var operator = OperatorProcess.launch(name, settings());
        operator.awaitLeading();
        return operator;
    }

    /** Scales Deployment web to nothing for ten minutes. */
    public static String gone(String name) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec:
                  template:
                    spec:
                      guardRails: {minHealthyReplicas: 0}
                      steps:
                      - name: gone
                        fault: {scaleTo: {replicas: 0}}
                        targets: [{kind: Deployment, name: web}]
                        duration: 10m
                """.formatted(name);
    }

    /** Three pods of Deployment web, whose rollout is over. */
    public static void web(TestNamespace namespace) {
        namespace.apply(Manifests.deployment("web", 3));
        FakePods.ready(namespace, "web", 3);
        settled(namespace);
    }

    static void settled(TestNamespace namespace) {
        eventually(() -> assertThat(deployment(namespace).getStatus().getAvailableReplicas())
                .isEqualTo(3));
    }

    public static Deployment deployment(TestNamespace namespace) {
        return namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web")
                .require();
    }

    static GenericKubernetesResource run(TestNamespace namespace, String name) {
        return namespace
                .client()
                .genericKubernetesResources(TestNamespace.POLICY_API, "GameDayRun")
                .inNamespace(namespace.name())
                .withName(name)
                .require();
    }

    public static PolicyView awaitRun(TestNamespace namespace, String name, Consumer<PolicyView> assertion) {
        eventually(RUN, () -> assertion.accept(PolicyView.of(run(namespace, name))));
        return PolicyView.of(run(namespace, name));
    }

    public static PolicyView awaitComplete(TestNamespace namespace, String name) {
        return awaitRun(
                namespace,
                name,
                view -> assertThat(view.status()).as(view.text()).containsEntry("phase", "Complete"));
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> ledger(PolicyView run) {
        return (List<Map<String, Object>>) run.status().getOrDefault("ledger", List.of());
    }

    @Override
    public void close() {
        kubelets.forEach(FakeKubelet::close);
        namespaces.forEach(TestNamespace::close);
    }
}
