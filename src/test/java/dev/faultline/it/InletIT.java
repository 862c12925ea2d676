package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.target.SidecarState;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ports of pods that sidecars take over, with the controllers that look for them. */
class InletIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("inlets");

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private static final String WEB = Manifests.deployment("web", 1)
            .replace(
                    "image: example.invalid/app}",
                    "image: example.invalid/app, ports: [{name: http, containerPort: 8080}],"
                            + " readinessProbe: {httpGet: {path: /, port: http}}}");

    private static final String BY_NAME = service("web", "http");

    private static final String POLICY = Manifests.policyWith(
            "web",
            "targetRefs: [{kind: Deployment, name: web}]",
            "inbound: [{port: http, protocol: HTTP, deadline: {whenAbsent: 1s, max: 2s}}]");

    private static final String WITHOUT_DEADLINE = Manifests.policyWith(
            "web", "targetRefs: [{kind: Deployment, name: web}]", "inbound: [{port: http, protocol: HTTP}]");

    private TestNamespace namespace;
    private NewPods pods;

    @BeforeEach
    void givenANamespace() {
        namespace = ApiServer.ready().namespace("inlets");
        pods = new NewPods(namespace);
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private static String service(String name, String target) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: %s}]}
                """.formatted(name, target);
    }

    private static String admitting(String ports) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web}
                spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [%s]}]}
                """.formatted(ports);
    }

    /** Ready, and at an address of its own. */
    private void run(int count) {
        var address = 0;
        for (var pod : FakePods.ready(namespace, "web", count)) {
            address++;
            namespace
                    .client()
                    .pods()
                    .inNamespace(namespace.name())
                    .withName(pod.getMetadata().getName())
                    .subresource("status")
                    .patch(MERGE, "status: {podIP: 10.9.0.%1$d, podIPs: [{ip: 10.9.0.%1$d}]}".formatted(address));
        }
    }

    /** Ports of pods that callers of the Service are led to. */
    private Set<Integer> led() {
        return namespace
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace.name())
                .withLabel("kubernetes.io/service-name", "web")
                .list()
                .getItems()
                .stream()
                .filter(slice ->
                        slice.getEndpoints() != null && !slice.getEndpoints().isEmpty())
                .flatMap(slice -> slice.getPorts().stream())
                .map(EndpointPort::getPort)
                .collect(Collectors.toSet());
    }

    private Pod tried() {
        return pods.tried(pod -> pod.editSpec()
                .editFirstContainer()
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec());
    }

    @Test
    void aServiceLeadsToTheApplicationOfOldPodsAndToTheSidecarOfNewOnes() {
        namespace.apply(WEB, BY_NAME);
        run(1);
        eventually(() -> assertThat(led()).containsExactly(8080));

        namespace.apply(WITHOUT_DEADLINE);
        pods.awaitSidecars();
        namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web")
                .scale(2);
        run(2);

        eventually(() -> assertThat(led()).containsExactlyInAnyOrder(8080, 15506));
        namespace.awaitPolicy("web", policy -> assertThat(policy.text()).contains("1 of 2 pods protected"));
    }

    @Test
    void whatLeadsPastTheSidecarsOrEndsBeforeThemIsNamedForAsLongAsItIsSo() {
        namespace.apply(Manifests.deployment("web", 0), BY_NAME, POLICY);
        pods.awaitSidecars();
        namespace.apply(WEB);
        run(1);
        awaitFindings("SingleReplica");

        namespace.apply(service("by-number", "8080"), admitting("{port: 8080}"));
        awaitFindings("SingleReplica", "NumericTargetPort", "NetworkPolicyBlocksSidecar");
        assertThat(namesOf(tried()))
                .as("a pod that is made now works on without")
                .containsExactly("http");
        assertThat(tried().getMetadata().getAnnotations().get(SidecarState.NOT_CAPTURED))
                .startsWith("NetworkPolicyBlocksSidecar inbound/http: ")
                .contains("- {port: 15506}");

        namespace.apply(service("by-number", "http"), admitting("{port: 8080}, {port: 15506}"));
        awaitFindings("SingleReplica");
        assertThat(namesOf(tried())).isEmpty();
    }

    private void awaitFindings(String... findings) {
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.findings()).as(policy.text()).containsExactlyInAnyOrder(findings));
    }

    /** Of the application's own ports. */
    private static List<String> namesOf(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getPorts().stream()
                .map(ContainerPort::getName)
                .filter(name -> name != null)
                .toList();
    }
}
