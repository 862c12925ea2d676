package dev.faultline.it.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.ProbeView;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an address is, by what the cluster says, decides whether it is dialled. */
class TerrainIT {
    private static final String NODE = "terrain-node";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("terrain");

    private static TestNamespace namespace;
    private static TestNamespace other;

    @BeforeAll
    static void givenPodsServicesAndANode() {
        namespace = ApiServer.ready().namespace("terrain");
        other = ApiServer.ready().namespace("terrain-other");
        node();
        pod(namespace, ownAddress());
        pod(other, "10.66.0.11");
        other.apply(service("10.96.66.11"));
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 100ms
                    checks:
                    - {name: own-pod, tcp: {address: "%s:1"}}
                    - {name: others-pod, tcp: {address: "10.66.0.11:80"}}
                    - {name: others-service, tcp: {address: "10.96.66.11:80"}}
                    - {name: nobodys-pod, tcp: {address: "10.66.0.200:80"}}
                    - {name: node, tcp: {address: "10.77.0.1:80"}}
                    - {name: api-server, tcp: {address: "10.96.0.1:443"}}
                """.formatted(ownAddress()));
    }

    @AfterAll
    static void removeThem() {
        namespace.client().nodes().withName(NODE).delete();
        namespace.close();
        other.close();
    }

    @Test
    void aPodOfTheNamespaceIsDialled() {
        namespace.awaitProbe(
                "web",
                probe -> assertThat(probe.check("own-pod"))
                        .as(probe.text())
                        .containsEntry("state", "Failing")
                        .containsEntry("message", "connection refused"));
    }

    @Test
    void allElseIsNotAndStatusSaysWhy() {
        var elsewhere = "belongs to another namespace";

        namespace.awaitProbe("web", probe -> {
            refused(probe, "others-pod", "10.66.0.11 " + elsewhere);
            refused(probe, "others-service", "10.96.66.11 " + elsewhere);
            refused(probe, "nobodys-pod", "10.66.0.200 " + elsewhere);
            refused(probe, "node", "10.77.0.1 is a node");
            refused(probe, "api-server", "10.96.0.1 is the API server");
        });
    }

    private static void refused(ProbeView probe, String check, String why) {
        assertThat(probe.check(check))
                .as(probe.text())
                .containsEntry("state", "Unknown")
                .containsEntry(
                        "message", "not dialled: " + why + "; an administrator may allow it by setting probes.allow");
    }

    /** Of this host, so that nothing leaves it. Nobody listens at port 1. */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void node() {
        var client = namespace.client();
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .endMetadata()
                .withNewSpec()
                .withPodCIDR("10.66.0.0/24")
                .withPodCIDRs("10.66.0.0/24")
                .endSpec()
                .build();
        client.resource(node).create();
        // Not by the version that was read: others look at a new node, too.
        client.nodes().withName(NODE).subresource("status").patch(MERGE, """
                {"status": {"addresses": [{"type": "InternalIP", "address": "10.77.0.1"}]}}""");
    }

    private static void pod(TestNamespace where, String address) {
        where.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  nodeName: terrain-node
                  containers: [{name: web, image: web}]
                """);
        where.client()
                .pods()
                .inNamespace(where.name())
                .withName("web")
                .subresource("status")
                .patch(MERGE, """
                        {"status": {"phase": "Running", "podIP": "%1$s", "podIPs": [{"ip": "%1$s"}]}}""".formatted(address));
    }

    private static String service(String address) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  clusterIP: %s
                  selector: {app: web}
                  ports: [{port: 80}]
                """.formatted(address);
    }
}
