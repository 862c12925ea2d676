package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.gameday.run.Ending;

/** What a run rehearses, or why that is not known. */
public sealed interface Rehearsed {
    record Known(RehearsalSpec spec) implements Rehearsed {}

    record Refused(Ending ending) implements Rehearsed {}
}
