package dev.faultline.cluster.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InjectedPodsTest {
    @Test
    void eachWorkloadIsNamedOnceWithTheCommandThatRestartsIt() {
        var pods = List.of(
                pod("web-abc12-1", "ReplicaSet", "web-abc12", "faultline-envoy"),
                pod("web-abc12-2", "ReplicaSet", "web-abc12", "faultline-envoy"),
                pod("db-0", "StatefulSet", "db", "migrate", "faultline-envoy"),
                pod("plain", "ReplicaSet", "plain-abc12"),
                pod("report-x", "Job", "report", "faultline-envoy"));

        assertThat(InjectedPods.among(pods).lines())
                .containsExactly(
                        "4 pods have their sidecar still, with the last configuration. To take it away:",
                        "  kubectl delete pod report-x --namespace shop   # 1 pod",
                        "  kubectl rollout restart deployment/web --namespace shop   # 2 pods",
                        "  kubectl rollout restart statefulset/db --namespace shop   # 1 pod");
    }

    @Test
    void manyWorkloadsDoNotFillTheScreen() {
        var pods = IntStream.range(0, 500)
                .mapToObj(number -> pod("db-" + number, "StatefulSet", "db-" + number, "faultline-envoy"))
                .toList();

        assertThat(InjectedPods.among(pods).lines()).hasSize(102).last().isEqualTo("  and 400 more");
    }

    @Test
    void aClusterWithoutSidecarsSaysSo() {
        assertThat(InjectedPods.among(List.of(pod("plain", "ReplicaSet", "plain-abc12")))
                        .lines())
                .containsExactly("No pod has a sidecar");
    }

    private static Pod pod(String name, String kind, String owner, String... initContainers) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToLabels("pod-template-hash", "abc12")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec();
        Arrays.stream(initContainers)
                .forEach(container ->
                        pod.addNewInitContainer().withName(container).endInitContainer());
        return pod.endSpec().build();
    }
}
