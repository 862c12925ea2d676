package dev.faultline.injection.sidecar;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;

/** The container: a native sidecar, which starts before all others and ends after them. */
final class SidecarContainer {
    /** What Services could be made to target, so no other port of the pod may have it. */
    static final String METRICS_PORT_NAME = "fl-metrics";

    /** A user of Envoy's own, found in the images that have no root. */
    private static final long USER = 65_532;

    /** Listeners that go leave their TCP connections this long. */
    private static final int DRAIN_SECONDS = 600;

    private static final int WORKERS = 2;

    /** A day. The kubelet must not end a sidecar that waits for its configuration: it would wait no less after. */
    private static final int STARTUP_SECONDS = 86_400;

    private static final int READINESS_SECONDS = 5;
    private static final int READINESS_FAILURES = 3;

    /** Longer than the default, for a sidecar short of CPU. */
    private static final int PROBE_TIMEOUT_SECONDS = 3;

    private static final String LOG_LINE =
            "{\"time\":\"%Y-%m-%dT%T.%eZ\",\"level\":\"%l\",\"logger\":\"%n\",\"message\":\"%j\"}";

    private SidecarContainer() {}

    static Container of(Sidecar sidecar, SidecarSettings settings, PodSpec pod) {
        return new ContainerBuilder()
                .withName(Sidecar.CONTAINER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withRestartPolicy("Always")
                .withCommand("/usr/local/bin/envoy")
                .withArgs(args(sidecar, settings))
                .withEnv(
                        env("POD_NAME", "metadata.name"),
                        env("POD_NAMESPACE", "metadata.namespace"),
                        new EnvVar("OTEL_RESOURCE_ATTRIBUTES", attributes(sidecar), null))
                .withPorts(metricsPort(pod))
                .addAllToPorts(PortNames.ofSidecar(sidecar.capture()))
                .withStartupProbe(startupProbe())
                .withReadinessProbe(readinessProbe())
                .withResources(sidecar.resources())
                .withSecurityContext(restricted())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(SidecarVolumes.mounts(sidecar.capture()))
                .build();
    }

    private static List<String> args(Sidecar sidecar, SidecarSettings settings) {
        return List.of(
                "--config-yaml",
                Bootstrap.yaml(settings.xds(), settings.addressing()),
                "--service-node",
                "$(POD_NAMESPACE)/$(POD_NAME)",
                "--service-cluster",
                sidecar.workload(),
                "--concurrency",
                String.valueOf(WORKERS),
                "--drain-strategy",
                "immediate",
                "--drain-time-s",
                String.valueOf(DRAIN_SECONDS),
                // It would meet another Envoy of the pod at the same socket, and needs shared memory.
                "--disable-hot-restart",
                // Calls are logged within this time after their end.
                "--file-flush-interval-msec",
                "1000",
                "--log-level",
                "warn",
                "--log-format",
                LOG_LINE);
    }

    /** Who spans are of. Source: OpenTelemetry, semantic conventions for service and Kubernetes resources. */
    private static String attributes(Sidecar sidecar) {
        return "service.name=" + sidecar.workload()
                + ",service.namespace=$(POD_NAMESPACE),service.instance.id=$(POD_NAMESPACE).$(POD_NAME)"
                + ",k8s.namespace.name=$(POD_NAMESPACE),k8s.pod.name=$(POD_NAME)";
    }

    private static EnvVar env(String name, String field) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", field)
                .endValueFrom()
                .build();
    }

    private static ContainerPort metricsPort(PodSpec pod) {
        var taken = Containers.all(pod)
                .flatMap(container -> Containers.ports(container).stream())
                .anyMatch(port -> METRICS_PORT_NAME.equals(port.getName()));
        return new ContainerPortBuilder()
                .withName(taken ? null : METRICS_PORT_NAME)
                .withContainerPort(SidecarPort.PROMETHEUS.number())
                .withProtocol("TCP")
                .build();
    }

    private static Probe startupProbe() {
        return ready().withPeriodSeconds(1)
                .withFailureThreshold(STARTUP_SECONDS)
                .build();
    }

    /** It asks Envoy alone: one that has been configured stays ready while the operator is away. */
    private static Probe readinessProbe() {
        return ready().withPeriodSeconds(READINESS_SECONDS)
                .withFailureThreshold(READINESS_FAILURES)
                .build();
    }

    private static ProbeBuilder ready() {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/ready")
                .withNewPort(SidecarPort.READY.number())
                .endHttpGet()
                .withTimeoutSeconds(PROBE_TIMEOUT_SECONDS);
    }

    /** Source: Pod Security Standards, restricted. */
    private static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withPrivileged(false)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }
}
