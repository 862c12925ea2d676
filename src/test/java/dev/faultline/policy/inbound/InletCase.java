package dev.faultline.policy.inbound;

import dev.faultline.Golden;
import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.envoy.inbound.Inlet;
import dev.faultline.envoy.sidecar.EnvoyConfig;
import dev.faultline.envoy.sidecar.SidecarModel;
import dev.faultline.policy.call.Telling;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A policy and the pod it is for: what the sidecar gets for the requests that the pod receives. Ports are those that the
 * policy names, with the protocol that it says, in its order; the paths of the pod's probes are asked through the sidecar.
 *
 * @param app the application's port, the first of as many as the policy has
 */
public record InletCase(String name, List<HasMetadata> objects, int app) {
    private static final int APP = 8080;

    /** The folders of golden/inbound. */
    public static Stream<InletCase> all() {
        return Golden.cases("inbound").map(InletCase::in);
    }

    private static InletCase in(Path folder) {
        return new InletCase(
                folder.getFileName().toString(), Manifests.in(folder, "in-").objects(), APP);
    }

    /** @param ports each as a YAML flow mapping without its braces */
    public static InletCase of(int app, String... ports) {
        return told("Errors", app, ports);
    }

    public static InletCase told(String accessLog, int app, String... ports) {
        return telling("accessLog: " + accessLog, app, ports);
    }

    /** @param telemetry as a YAML flow mapping without its braces */
    public static InletCase telling(String telemetry, int app, String... ports) {
        var yaml = new StringBuilder("""
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: web, namespace: shop}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  telemetry: {%s}
                  inbound:
                """.formatted(telemetry));
        for (var port : ports) {
            yaml.append("  - {").append(port).append("}\n");
        }
        return new InletCase("case", Manifests.of(yaml.toString()).objects(), app);
    }

    /** The same policy for a pod whose kubelet asks for a path through the sidecar. */
    public InletCase probedAt(String path) {
        var pod = Manifests.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web-1, namespace: shop}
                spec: {containers: [{name: web, readinessProbe: {httpGet: {path: %s, port: 80}}}]}
                """.formatted(path)).objects();
        return new InletCase(name, Stream.concat(objects.stream(), pod.stream()).toList(), app);
    }

    public Path folder() {
        return Path.of("src/test/resources/golden/inbound", name);
    }

    public ProxyConfig config() {
        return config((_, wire) -> new Inlet.Handling.Http(
                version(wire),
                Requests.of(wire, Telling.of(policy().getSpec().telemetry()))
                        .terms()
                        .probedAt(probePaths())));
    }

    /** As though there were no policy. */
    public ProxyConfig passThrough() {
        return config((_, _) -> new Inlet.Handling.PassThrough());
    }

    private ProxyConfig config(BiFunction<Integer, Inbound, Inlet.Handling> handling) {
        var ports = Objects.requireNonNull(policy().getSpec().inbound());
        var inlets = IntStream.range(0, ports.size())
                .mapToObj(index -> new Inlet(
                        ports.get(index).port(),
                        SidecarPort.INBOUND_FIRST.number() + index,
                        app + index,
                        handling.apply(index, ports.get(index))))
                .toList();
        return EnvoyConfig.of(new SidecarModel(List.of(), inlets, List.of(), Addressing.IPv4), _ -> Optional.empty());
    }

    private static Leg.Version version(Inbound wire) {
        return switch (Objects.requireNonNullElse(wire.protocol(), Inbound.Protocol.HTTP)) {
            case HTTP -> Leg.Version.HTTP1;
            case HTTP2 -> Leg.Version.HTTP2;
            case GRPC -> Leg.Version.GRPC;
        };
    }

    private ResiliencePolicy policy() {
        return all(ResiliencePolicy.class).findFirst().orElseThrow();
    }

    private List<String> probePaths() {
        return all(Pod.class)
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .flatMap(container -> Stream.of(
                        container.getReadinessProbe(), container.getLivenessProbe(), container.getStartupProbe()))
                .filter(Objects::nonNull)
                .map(Probe::getHttpGet)
                .filter(Objects::nonNull)
                .map(HTTPGetAction::getPath)
                .toList();
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public String toString() {
        return name;
    }
}
