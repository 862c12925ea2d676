package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.StepStatus.StepPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one step stands.
 *
 * @param effective when its effect was first seen: the zero of all times that are measured
 * @param holdUntil when its fault is put back
 * @param message what a person should know, empty for nothing
 */
public record StepState(
        String name,
        StepPhase phase,
        Optional<Instant> started,
        Optional<Instant> effective,
        Optional<Instant> holdUntil,
        Optional<Instant> reverted,
        Optional<Instant> ended,
        String message) {

    public static StepState waiting(String name) {
        return new StepState(
                name,
                StepPhase.Waiting,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    public boolean isDone() {
        return phase == StepPhase.Done;
    }

    StepState begun(Instant now) {
        return new StepState(name, StepPhase.Injecting, Optional.of(now), effective, holdUntil, reverted, ended, "");
    }

    StepState in(StepPhase next) {
        return new StepState(name, next, started, effective, holdUntil, reverted, ended, message);
    }

    StepState effectiveFrom(Instant at) {
        return new StepState(name, phase, started, Optional.of(at), holdUntil, reverted, ended, message);
    }

    StepState holding(Instant until) {
        return new StepState(name, StepPhase.Holding, started, effective, Optional.of(until), reverted, ended, message);
    }

    StepState recovering(Instant now) {
        return new StepState(
                name, StepPhase.Recovering, started, effective, holdUntil, Optional.of(now), ended, message);
    }

    StepState done(Instant now, String words) {
        return new StepState(name, StepPhase.Done, started, effective, holdUntil, reverted, Optional.of(now), words);
    }
}
