package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.HttpURLConnection;
import java.util.List;

/** Stands in for the kubelets: says that nodes are there and that pods run. All other controllers are real. */
public final class FakePods {
    private static final List<String> ZONES = List.of("a", "b", "c");
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private static final String RUNNING_NODE = """
            status:
              capacity: {cpu: 1k, memory: 1Ti, pods: 1k}
              allocatable: {cpu: 1k, memory: 1Ti, pods: 1k}
              conditions:
              - {type: Ready, status: "True", reason: Faked}
            """;

    private static final String RUNNING_POD = """
            status:
              phase: Running
              conditions:
              - {type: PodScheduled, status: "True"}
              - {type: Initialized, status: "True"}
              - {type: ContainersReady, status: "%1$s"}
              - {type: Ready, status: "%1$s"}
            """;

    private FakePods() {}

    /** Three nodes in three zones, large enough for every test. */
    public static void nodes(ApiServer server) {
        for (var zone : ZONES) {
            var name = "node-" + zone;
            server.apply(new NodeBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .addToLabels("kubernetes.io/hostname", name)
                    .addToLabels("topology.kubernetes.io/zone", zone)
                    .endMetadata()
                    .build());
            server.client().nodes().withName(name).subresource("status").patch(MERGE, RUNNING_NODE);
        }
    }

    /** Waits for the scheduler to place as many pods, then makes all of them ready. */
    public static List<Pod> ready(TestNamespace namespace, String app, int count) {
        eventually(() -> assertThat(of(namespace, app))
                .hasSize(count)
                .allSatisfy(pod -> assertThat(pod.getSpec().getNodeName()).isNotNull()));
        var pods = of(namespace, app);
        pods.stream().filter(pod -> !Readiness.isPodReady(pod)).forEach(pod -> mark(namespace, pod, true));
        return pods;
    }

    /** Makes ready whichever pods have a place by now, as in a rollout. */
    public static void run(TestNamespace namespace, String app) {
        of(namespace, app).stream()
                .filter(pod -> pod.getSpec().getNodeName() != null && !Readiness.isPodReady(pod))
                .forEach(pod -> markUnlessGone(namespace, pod));
    }

    private static void markUnlessGone(TestNamespace namespace, Pod pod) {
        try {
            mark(namespace, pod, true);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    static void markReady(TestNamespace namespace, Pod pod) {
        mark(namespace, pod, true);
    }

    public static void unready(TestNamespace namespace, Pod pod) {
        mark(namespace, pod, false);
    }

    public static List<Pod> of(TestNamespace namespace, String app) {
        return namespace.client().pods().inNamespace(namespace.name()).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private static void mark(TestNamespace namespace, Pod pod, boolean ready) {
        namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(MERGE, RUNNING_POD.formatted(ready ? "True" : "False"));
    }
}
