package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.CheckResult;
import dev.faultline.api.gameday.run.Measured;
import dev.faultline.api.gameday.run.SignalStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What has been heard of a run's signals, as its status tells it.
 *
 * @param score 0 to 100, once all is judged
 */
public record Heard(
        List<CheckResult> checks, List<SignalStatus> signals, Optional<Measured> measured, OptionalInt score) {
    public static final Heard NOTHING = new Heard(List.of(), List.of(), Optional.empty(), OptionalInt.empty());
}
