package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Golden;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server, with Pod Security restricted, takes every pod with its sidecar that it takes without. */
class GoldenPodsIT {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static TestNamespace namespace;
    private static NewPods pods;

    static Stream<Path> cases() {
        return Golden.cases("injection");
    }

    @BeforeAll
    static void givenARestrictedNamespace() {
        namespace = ApiServer.ready().namespace("golden-pods");
        pods = new NewPods(namespace);
        namespace.client().namespaces().withName(namespace.name()).edit(found -> {
            found.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return found;
        });
    }

    @AfterAll
    static void removeNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPodThatIsAcceptedIsAcceptedWithItsSidecar(Path folder) throws IOException {
        var before = refusal(folder, "in-pod.yaml");
        var after = refusal(folder, "out-pod.yaml");

        assertThat(before.isEmpty() && !after.isEmpty()).as(after).isFalse();
    }

    @Test
    void mostOfThePodsAreSuchThatItMatters() {
        assertThat(cases().filter(folder -> refusal(folder, "in-pod.yaml").isEmpty()))
                .hasSizeGreaterThan((int) cases().count() / 2);
    }

    /** Empty when it is accepted. */
    private static String refusal(Path folder, String file) {
        try {
            pods.tried(hardened(YAML.unmarshal(Files.readString(folder.resolve(file)), Pod.class)));
            return "";
        } catch (KubernetesClientException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user's own containers as they would be in such a namespace; the sidecar is taken as it is. */
    private static Pod hardened(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withNamespace(namespace.name())
                .withGenerateName("golden-")
                .endMetadata()
                .editSpec()
                .withContainers(hardened(pod.getSpec().getContainers()))
                .withInitContainers(hardened(pod.getSpec().getInitContainers()))
                .endSpec()
                .build();
    }

    private static List<Container> hardened(List<Container> containers) {
        return containers.stream()
                .map(container -> container.getName().equals("faultline-envoy")
                        ? container
                        : container
                                .edit()
                                .withSecurityContext(new SecurityContextBuilder()
                                        .withRunAsNonRoot(true)
                                        .withAllowPrivilegeEscalation(false)
                                        .withNewCapabilities()
                                        .withDrop("ALL")
                                        .endCapabilities()
                                        .withNewSeccompProfile(null, "RuntimeDefault")
                                        .build())
                                .build())
                .toList();
    }
}
