package dev.faultline.injection;

import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.sidecar.AnnotationRoom;
import dev.faultline.injection.sidecar.PodSidecar;
import dev.faultline.injection.sidecar.SidecarSettings;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.target.SidecarState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.Collectors;

/** The pod with all that was decided. */
public final class PodChange {
    private PodChange() {}

    public static Pod of(Pod pod, Decision decision, SidecarSettings settings) {
        var probed =
                decision.probes().map(probes -> PodProbes.into(pod, probes)).orElse(pod);
        var spread = decision.spread().isEmpty()
                ? probed
                : new PodBuilder(probed)
                        .editSpec()
                        .addAllToTopologySpreadConstraints(decision.spread())
                        .endSpec()
                        .build();
        return switch (decision.sidecar()) {
            case SidecarChoice.Inject inject ->
                marked(
                        PodSidecar.into(spread, inject.sidecar(), settings),
                        SidecarState.NOT_CAPTURED,
                        lines(inject.notCaptured()));
            case SidecarChoice.Skip(var reason)
            when reason.isDenial() -> marked(spread, SidecarState.SKIPPED, reason.name());
            case SidecarChoice.Skip _ -> spread;
        };
    }

    private static String lines(List<NotCaptured> notCaptured) {
        return notCaptured.stream().map(NotCaptured::line).collect(Collectors.joining("\n"));
    }

    private static Pod marked(Pod pod, String mark, String text) {
        if (text.isEmpty()) {
            return pod;
        }
        var marked = new PodBuilder(pod)
                .editOrNewMetadata()
                .addToAnnotations(mark, text)
                .endMetadata()
                .build();
        return AnnotationRoom.fits(marked.getMetadata().getAnnotations()) ? marked : pod;
    }
}
