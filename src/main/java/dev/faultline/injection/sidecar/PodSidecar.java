package dev.faultline.injection.sidecar;

import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.capture.Containers;
import dev.faultline.policy.capture.Footprint;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Builds the pod with its sidecar. What the pod had is left as it was, but for the names of ports that the sidecar takes
 * over; a pod that has a sidecar is given back.
 */
public final class PodSidecar {
    private PodSidecar() {}

    public static Pod into(Pod pod, Sidecar sidecar, SidecarSettings settings) {
        if (isIn(pod)) {
            return pod;
        }
        var spec = pod.getSpec();
        var builder = new PodBuilder(PortNames.taken(pod, sidecar.capture()))
                .editOrNewMetadata()
                .withAnnotations(annotations(pod, sidecar))
                .endMetadata()
                .editSpec()
                .addToInitContainers(0, SidecarContainer.of(sidecar, settings, spec))
                .addAllToVolumes(SidecarVolumes.volumes(sidecar.capture()))
                .addAllToHostAliases(aliases(sidecar.capture()));
        if (needsSysctl(spec, sidecar.capture())) {
            builder.editOrNewSecurityContext()
                    .addNewSysctl(Footprint.FIRST_PORT_SYSCTL, "0")
                    .endSecurityContext();
        }
        return builder.endSpec().build();
    }

    /** Whether a pod has the sidecar already: a container of that name, and the annotation that comes with it. */
    public static boolean isIn(Pod pod) {
        return annotationsOf(pod).containsKey(Sidecar.INJECTED)
                && Containers.init(pod.getSpec()).stream()
                        .anyMatch(container -> Sidecar.CONTAINER.equals(container.getName()));
    }

    /** Whether the pod's own containers or volumes have names that the sidecar's have. */
    public static boolean namesAreTaken(PodSpec spec) {
        return Containers.all(spec).anyMatch(container -> Sidecar.CONTAINER.equals(container.getName()))
                || Containers.list(spec.getVolumes()).stream()
                        .anyMatch(volume -> SidecarVolumes.isOurs(volume.getName()));
    }

    /** Whether the annotations of the pod with its sidecar are within what the API server allows. */
    public static boolean fits(Pod pod, Sidecar sidecar) {
        return AnnotationRoom.fits(annotations(pod, sidecar));
    }

    private static Map<String, String> annotations(Pod pod, Sidecar sidecar) {
        var annotations = new TreeMap<>(annotationsOf(pod));
        annotations.put(Sidecar.INJECTED, sidecar.policy());
        annotations.put(Sidecar.HOSTS, OwnHosts.of(pod.getSpec()));
        annotations.put(CaptureNotation.ANNOTATION, CaptureNotation.write(sidecar.capture()));
        return annotations;
    }

    private static Map<String, String> annotationsOf(Pod pod) {
        return pod.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    }

    private static List<HostAlias> aliases(Capture capture) {
        return capture.hosts().stream()
                .map(host -> new HostAlias(host.names(), host.address()))
                .toList();
    }

    private static boolean needsSysctl(PodSpec spec, Capture capture) {
        return !capture.hosts().isEmpty() && Footprint.ownSysctl(spec).isEmpty();
    }
}
