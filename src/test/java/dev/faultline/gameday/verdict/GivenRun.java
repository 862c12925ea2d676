package dev.faultline.gameday.verdict;

import static dev.faultline.gameday.GivenSignals.SIGNAL;
import static dev.faultline.gameday.GivenSignals.at;

import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A run that injects at second 20, sees an effect at 22, puts it back at 40, has recovered at 60, and is judged at 100. */
final class GivenRun {
    static final Objectives NONE = objectives(0, 0);

    private GivenRun() {}

    /** @param seconds when it was injected, effective, put back and over; less than 0 for never */
    static Course.Fault fault(double... seconds) {
        return new Course.Fault("one", at(seconds[0]), time(seconds[1]), time(seconds[2]), time(seconds[3]), 0);
    }

    static Course.Fault held(int evictions) {
        return new Course.Fault("evict", at(20), Optional.empty(), Optional.empty(), time(25), evictions);
    }

    private static Optional<Instant> time(double second) {
        return second < 0 ? Optional.empty() : Optional.of(at(second));
    }

    static Course course(Course.Fault... faults) {
        return new Course(List.of(faults), at(100));
    }

    static Course course() {
        return course(fault(20, 22, 40, 60));
    }

    /** Faults in words, each by its times with commas between, such as {@code 20,22,40,60 50,51,-1,70}. */
    static Course course(String faults) {
        return course(Arrays.stream(faults.split(" "))
                .map(fault -> fault(Arrays.stream(fault.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray()))
                .toArray(Course.Fault[]::new));
    }

    static SteadyCheck check(String name, When when, int weight) {
        return new SteadyCheck(name, when, weight, SIGNAL);
    }

    static Watchlist checks(SteadyCheck... checks) {
        return new Watchlist(List.of(checks), List.of(), Optional.empty(), Optional.empty());
    }

    static Watchlist measuring(SteadyCheck... checks) {
        return new Watchlist(List.of(checks), List.of(), Optional.of(SIGNAL), Optional.of(SIGNAL));
    }

    /** Stable means 10 s; 0 for no objective. */
    static Objectives objectives(int detect, int recover) {
        return new Objectives(limit(detect), limit(recover), Duration.ofSeconds(10));
    }

    private static Optional<Duration> limit(int seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
