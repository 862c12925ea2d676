package dev.faultline.policy.trouble;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod with a sidecar suffers from at this moment, as its kubelet tells it.
 *
 * @param words what is the case, to follow the pod's name; empty where it is well
 */
public record Symptom(Kind kind, String words) {
    public enum Kind {
        None,
        /** The container is not made, or ends at once. */
        SidecarCannotStart,
        /** The container runs and has never been ready. */
        SidecarNeverReady,
        /** A container of the pod's own has ended twice soon after its start. */
        AppKeepsEnding
    }

    /** The container of the sidecar. */
    public static final String SIDECAR = "faultline-envoy";

    public static final Symptom NONE = new Symptom(Kind.None, "");

    /** Within this from its start a container must end twice to be a symptom. */
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Source: Kubernetes, pkg/kubelet/images/types.go and pkg/kubelet/container/sync_result.go. */
    private static final Set<String> FAILURES = Set.of(
            "CrashLoopBackOff",
            "CreateContainerConfigError",
            "CreateContainerError",
            "ErrImageNeverPull",
            "ErrImagePull",
            "ImageInspectError",
            "ImagePullBackOff",
            "InvalidImageName",
            "RegistryUnavailable",
            "RunContainerError",
            "SignatureValidationFailed");

    /** Of a pod that has a sidecar. */
    public static Symptom of(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream()
                .filter(Symptom::isOfWaitingSidecar)
                .map(Symptom::ofSidecar)
                .findFirst()
                .orElseGet(() -> ofApp(pod));
    }

    /** Whether the status tells more of the pod's trouble than that it is well; nothing else of it is looked at. */
    public static boolean isTelling(ContainerStatus status) {
        return SIDECAR.equals(status.getName()) ? isOfWaitingSidecar(status) : ends(status) > 0;
    }

    private static boolean isOfWaitingSidecar(ContainerStatus status) {
        return SIDECAR.equals(status.getName()) && !Boolean.TRUE.equals(status.getStarted());
    }

    private static Symptom ofSidecar(ContainerStatus status) {
        var state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        if (state.getRunning() != null) {
            return new Symptom(Kind.SidecarNeverReady, "has a sidecar that gets no configuration");
        }
        if (state.getTerminated() != null) {
            return new Symptom(
                    Kind.SidecarCannotStart,
                    "has a sidecar that ends with exit code "
                            + state.getTerminated().getExitCode());
        }
        var waiting = state.getWaiting();
        return waiting != null && FAILURES.contains(Objects.requireNonNullElse(waiting.getReason(), ""))
                ? new Symptom(
                        Kind.SidecarCannotStart,
                        "cannot start its sidecar: " + waiting.getReason()
                                + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage()))
                : NONE;
    }

    private static Symptom ofApp(Pod pod) {
        return startOfApp(pod).stream()
                .flatMap(start -> pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> ends(status) > 1)
                        .filter(status -> lastEnd(status)
                                .flatMap(end -> instant(end.getFinishedAt()))
                                .filter(end -> end.isBefore(start.plus(SOON)))
                                .isPresent()))
                .map(status -> new Symptom(
                        Kind.AppKeepsEnding,
                        "has a container " + status.getName() + " that ended twice within a minute, with exit code "
                                + lastEnd(status)
                                        .map(ContainerStateTerminated::getExitCode)
                                        .orElse(0)))
                .findFirst()
                .orElse(NONE);
    }

    /** When all init containers were done and the sidecars ready. */
    private static Optional<Instant> startOfApp(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "Initialized".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst()
                .flatMap(condition -> instant(condition.getLastTransitionTime()));
    }

    private static int ends(ContainerStatus status) {
        var restarts = Objects.requireNonNullElse(status.getRestartCount(), 0);
        var runs = status.getState() != null && status.getState().getRunning() != null;
        return restarts + (!runs && lastEnd(status).isPresent() ? 1 : 0);
    }

    private static Optional<ContainerStateTerminated> lastEnd(ContainerStatus status) {
        return Stream.of(Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
                .flatMap(Optional::stream)
                .flatMap(state -> Optional.ofNullable(state.getTerminated()).stream())
                .findFirst();
    }

    private static Optional<Instant> instant(@Nullable String time) {
        try {
            return Optional.ofNullable(time).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
