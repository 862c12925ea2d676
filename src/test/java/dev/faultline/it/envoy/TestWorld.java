package dev.faultline.it.envoy;

import dev.faultline.cluster.traffic.SidecarCase;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests of a world that is this machine: a Service's own address and its pods are 127.0.0.1. */
public final class TestWorld {
    private TestWorld() {}

    /** @param dependencies each as a YAML flow mapping without its braces */
    public static String policy(String... dependencies) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: web, namespace: shop}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  dependencies:
                """
                + Stream.of(dependencies)
                        .map(dependency -> "  - {" + dependency + "}\n")
                        .collect(Collectors.joining());
    }

    /** A dependency on the Service of the same name. */
    public static String on(String service, int port, String more) {
        return "name: " + service + ", serviceRef: {name: " + service + ", port: " + port + "}, " + more;
    }

    /** @param port of the Service, where calls that pass through arrive; its pods have ports of their own */
    public static String service(String name, int port, Pod... pods) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: <name>, namespace: shop}
                spec: {clusterIP: 127.0.0.1, ports: [{port: <port>}]}
                """.replace("<name>", name).replace("<port>", String.valueOf(port))
                + Stream.of(pods).map(pod -> pod.slice(name)).collect(Collectors.joining());
    }

    /** One whose own address is none; calls that pass through arrive at its port where its name leads. */
    public static String headless(String name, int port, Pod... pods) {
        return service(name, port, pods).replace("clusterIP: 127.0.0.1", "clusterIP: None");
    }

    public static String zone(String zone) {
        return "---\napiVersion: v1\nkind: Node\nmetadata: {name: in-" + zone
                + ", labels: {topology.kubernetes.io/zone: " + zone + "}}\n";
    }

    /** One pod, in a slice of its own. */
    public record Pod(int port, String zone) {
        private String slice(String service) {
            return """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: <service>-<port>, namespace: shop, labels: {kubernetes.io/service-name: <service>}}
                    addressType: IPv4
                    ports: [{port: <port>}]
                    endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}, zone: <zone>}]
                    """.replace("<service>", service)
                    .replace("<port>", String.valueOf(port))
                    .replace("<zone>", zone);
        }
    }

    public static Pod pod(TestPeer peer) {
        return pod(peer, "zone-a");
    }

    public static Pod pod(TestPeer peer, String zone) {
        return new Pod(peer.port(), zone);
    }

    public static SidecarCase of(String... manifests) {
        return SidecarCase.of(String.join("", manifests));
    }
}
