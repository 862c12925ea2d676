package dev.faultline.injection;

import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.sidecar.AnnotationRoom;
import dev.faultline.injection.sidecar.PodSidecar;
import dev.faultline.injection.sidecar.SidecarSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** The pod with all that was decided. */
public final class PodChange {
    /** On the pod: why it has no sidecar although its policy asks for one. */
    public static final String SKIPPED = "faultline.dev/skipped";

    private PodChange() {}

    public static Pod of(Pod pod, Decision decision, SidecarSettings settings) {
        var spread = decision.spread().isEmpty()
                ? pod
                : new PodBuilder(pod)
                        .editSpec()
                        .addAllToTopologySpreadConstraints(decision.spread())
                        .endSpec()
                        .build();
        return switch (decision.sidecar()) {
            case SidecarChoice.Inject inject -> PodSidecar.into(spread, inject.sidecar(), settings);
            case SidecarChoice.Skip(var reason) when reason.isDenial() -> marked(spread, reason);
            case SidecarChoice.Skip _ -> spread;
        };
    }

    private static Pod marked(Pod pod, SkipReason reason) {
        var marked = new PodBuilder(pod)
                .editOrNewMetadata()
                .addToAnnotations(SKIPPED, reason.name())
                .endMetadata()
                .build();
        return AnnotationRoom.fits(marked.getMetadata().getAnnotations()) ? marked : pod;
    }
}
