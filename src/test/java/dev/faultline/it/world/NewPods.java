package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.injection.sidecar.Sidecar;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pods as a ReplicaSet would create them, each tried on the API server with all of its admission and then not kept. */
public record NewPods(TestNamespace namespace) {
    private static final String HASH = "abc";

    public static PodBuilder of(String deployment) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(deployment + "-" + HASH + "-1")
                .addToLabels("app", deployment)
                .addToLabels("pod-template-hash", HASH)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(deployment + "-" + HASH)
                .withUid("0")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("example.invalid/app")
                .endContainer()
                .endSpec();
    }

    /**
     * The pod of deployment {@code web} as it would be stored.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it is refused
     */
    public Pod tried(UnaryOperator<PodBuilder> edit) {
        return tried(edit.apply(of("web")).build());
    }

    public Pod tried(Pod pod) {
        return namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .resource(pod)
                .dryRun()
                .create();
    }

    public void awaitSidecars() {
        eventually(() -> assertThat(sidecar(tried(pod -> pod))).isPresent());
    }

    public void awaitNoSidecars() {
        eventually(() -> assertThat(sidecar(tried(pod -> pod))).isEmpty());
    }

    public static Optional<Container> sidecar(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> container.getName().equals(Sidecar.CONTAINER))
                .findFirst();
    }
}
