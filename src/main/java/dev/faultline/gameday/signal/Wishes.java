package dev.faultline.gameday.signal;

import dev.faultline.api.gameday.plan.HttpCheck;
import dev.faultline.api.gameday.plan.ProbeRef;
import dev.faultline.api.gameday.plan.PromQl;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.plan.SignalRef;
import dev.faultline.api.gameday.plan.SteadyState;
import dev.faultline.api.gameday.plan.StopCondition;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.gameday.signal.Watchlist.StopRule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is written of signals, read. */
final class Wishes {
    private Wishes() {}

    static List<SteadyCheck> checks(RehearsalSpec spec) {
        return Objects.requireNonNullElse(spec.steadyState(), List.<SteadyState>of()).stream()
                .map(wire -> new SteadyCheck(
                        wire.name(),
                        wire.mode(),
                        Objects.requireNonNullElse(wire.weight(), SteadyState.DEFAULT_WEIGHT),
                        signal(wire.healthProbeRef(), wire.http(), wire.promQL())))
                .toList();
    }

    static List<StopRule> stops(RehearsalSpec spec) {
        var rails = spec.guardRails();
        var written = rails == null || rails.stopWhen() == null ? List.<StopCondition>of() : rails.stopWhen();
        return written.stream()
                .map(wire -> new StopRule(wire.name(), signal(wire.healthProbeRef(), null, wire.promQL())))
                .toList();
    }

    static Signal signal(SignalRef wire) {
        return signal(wire.healthProbeRef(), null, wire.promQL());
    }

    /** One of them is there, by the schema. */
    private static Signal signal(@Nullable ProbeRef probe, @Nullable HttpCheck http, @Nullable PromQl query) {
        if (probe != null) {
            return new Signal.Probe(probe.name());
        }
        if (http != null) {
            var good = http.expectStatus();
            return new Signal.Http(http.url(), good == null ? Set.of() : Set.copyOf(good));
        }
        var number = Objects.requireNonNull(query);
        return new Signal.PromQl(
                number.query(),
                number.above() == null
                        ? new Bound.Below(new BigDecimal(Objects.requireNonNull(number.below())))
                        : new Bound.Above(new BigDecimal(number.above())));
    }
}
