package dev.faultline.controller.gameday;

import static java.util.Objects.requireNonNull;

import dev.faultline.api.Mode;
import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.cluster.index.Place;
import dev.faultline.gameday.run.Ending;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a run is to do: what is written in it, or in its GameDay as that stands now. */
public final class RunPlans implements RunPass.Plans {
    private final Function<Place, Optional<GameDay>> gameDays;

    /** @param gameDays those that there are */
    public RunPlans(Function<Place, Optional<GameDay>> gameDays) {
        this.gameDays = gameDays;
    }

    @Override
    public Rehearsed of(GameDayRun run) {
        var spec = run.getSpec();
        if (spec.unreadable() != null) {
            return refused(OutcomeReason.InvalidSpec, spec.unreadable());
        }
        if (spec.template() != null) {
            return new Rehearsed.Known(spec.template().spec());
        }
        var name = requireNonNull(spec.gameDayRef()).name();
        var gameDay = gameDays.apply(new Place(run.getMetadata().getNamespace(), name));
        if (gameDay.isEmpty()) {
            return refused(
                    OutcomeReason.GameDayNotFound,
                    "spec.gameDayRef.name is " + name + ", and there is no such GameDay in this namespace");
        }
        var unreadable = gameDay.get().getSpec().unreadable();
        return unreadable == null
                ? new Rehearsed.Known(
                        tightened(gameDay.get().getSpec().runTemplate().spec(), spec.mode()))
                : refused(OutcomeReason.InvalidSpec, "of GameDay " + name + ", " + unreadable);
    }

    private static RehearsalSpec tightened(RehearsalSpec spec, @Nullable Mode mode) {
        return mode == Mode.Audit ? spec.in(Mode.Audit) : spec;
    }

    private static Rehearsed refused(OutcomeReason reason, String message) {
        return new Rehearsed.Refused(new Ending(Outcome.Skipped, reason, message));
    }
}
