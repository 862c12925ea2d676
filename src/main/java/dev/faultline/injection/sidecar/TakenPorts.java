package dev.faultline.injection.sidecar;

import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of ports that the sidecar of a pod has taken over, each with the number of the port that had it. */
public final class TakenPorts {
    private TakenPorts() {}

    /** None where the pod has no sidecar. */
    public static Map<String, Integer> of(Pod pod) {
        return PodSidecar.isIn(pod)
                ? CaptureNotation.read(pod.getMetadata().getAnnotations().get(CaptureNotation.ANNOTATION)).stream()
                        .flatMap(capture -> capture.inlets().stream())
                        .collect(Collectors.toMap(Capture.Inlet::name, Capture.Inlet::app, (one, _) -> one))
                : Map.of();
    }
}
