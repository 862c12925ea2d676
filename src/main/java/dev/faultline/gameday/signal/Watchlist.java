package dev.faultline.gameday.signal;

import dev.faultline.api.gameday.plan.Measure;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.plan.SteadyState.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run listens to.
 *
 * @param checks what must hold, and when
 * @param stops what ends the run at once when it is bad
 * @param sli what users feel
 * @param detectedBy what is to notice the fault
 */
public record Watchlist(
        List<SteadyCheck> checks, List<StopRule> stops, Optional<Signal> sli, Optional<Signal> detectedBy) {
    /** The name of what users feel. */
    public static final String SLI = "sli";

    /** The name of what is to notice the fault. */
    public static final String DETECTED_BY = "detectedBy";

    /**
     * Something that must hold.
     *
     * @param weight in the score, 1 to 100
     */
    public record SteadyCheck(String name, When when, int weight, Signal signal) {
        /** By which its track is found. */
        public String key() {
            return "check/" + name;
        }

        /** Whether it must be good before the first fault. */
        public boolean isAskedBefore() {
            return switch (when) {
                case Start, Edge, Continuous -> true;
                case End, DuringFault -> false;
            };
        }

        /** Whether it must be good once everything is put back. */
        public boolean isAskedAfter() {
            return switch (when) {
                case End, Edge, Continuous -> true;
                case Start, DuringFault -> false;
            };
        }
    }

    /** Something that must not happen. */
    public record StopRule(String name, Signal signal) {
        /** By which its track is found. */
        public String key() {
            return "stop/" + name;
        }
    }

    public static Watchlist of(RehearsalSpec spec) {
        return new Watchlist(
                Wishes.checks(spec),
                Wishes.stops(spec),
                Optional.ofNullable(spec.measure()).map(Measure::sli).map(Wishes::signal),
                Optional.ofNullable(spec.measure()).map(Measure::detectedBy).map(Wishes::signal));
    }

    /** By name, what weighs most first. */
    public Map<String, Signal> signals() {
        var all = new LinkedHashMap<String, Signal>();
        stops.forEach(stop -> all.put(stop.key(), stop.signal()));
        sli.ifPresent(signal -> all.put(SLI, signal));
        detectedBy.ifPresent(signal -> all.put(DETECTED_BY, signal));
        checks.forEach(check -> all.put(check.key(), check.signal()));
        return all;
    }
}
