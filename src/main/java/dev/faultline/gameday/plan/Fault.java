package dev.faultline.gameday.plan;

import java.time.Duration;
import java.util.Optional;

/** What a step does to its targets. */
public sealed interface Fault {
    /**
     * Deletes pods.
     *
     * @param gracePeriod between SIGTERM and SIGKILL, 1 s or more; empty for the pod's own
     */
    record PodKill(Optional<Duration> gracePeriod) implements Fault {}

    /** Evicts pods, as a drain does: a disruption budget may hold it back. */
    record PodEvict() implements Fault {}

    /** @param replicas wanted pods while it lasts, 0 or more */
    record ScaleTo(int replicas) implements Fault {}

    /** @param name as the spec calls it; this version knows what it means and does not carry it out */
    record Unsupported(String name) implements Fault {}

    /** As the spec calls it. */
    default String name() {
        return switch (this) {
            case PodKill _ -> "podKill";
            case PodEvict _ -> "podEvict";
            case ScaleTo _ -> "scaleTo";
            case Unsupported(var name) -> name;
        };
    }

    /** Whether single pods are its targets, and not workloads. */
    default boolean isOfPods() {
        return switch (this) {
            case PodKill _, PodEvict _ -> true;
            case ScaleTo _, Unsupported _ -> false;
        };
    }
}
