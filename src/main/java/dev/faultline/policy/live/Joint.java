package dev.faultline.policy.live;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One dependency by all sidecars that have told of it. The worst of them says how it stands. */
record Joint(List<Reading> readings, Standing worst, double perSecond, double errors, double retries) {
    private static final double PERCENT = 100;

    /** What moves by less than this share of itself is not shown. */
    private static final double STILL = 0.1;

    static Joint of(List<Reading> readings) {
        var calls = readings.stream().mapToLong(Reading::calls).sum();
        return new Joint(
                readings,
                readings.stream()
                        .map(Reading::standing)
                        .max(Standing::compareTo)
                        .orElse(Standing.Closed),
                readings.stream()
                        .filter(reading -> reading.seconds() > 0)
                        .mapToDouble(reading -> reading.calls() / reading.seconds())
                        .sum(),
                share(readings.stream().mapToLong(Reading::errors).sum(), calls),
                share(readings.stream().mapToLong(Reading::retries).sum(), calls));
    }

    private static double share(long part, long calls) {
        return calls == 0 ? 0 : PERCENT * part / calls;
    }

    boolean isBusy() {
        return readings.stream().anyMatch(Reading::hasCalls);
    }

    /** @param shown what status says of it now */
    DependencyStatus status(String name, Optional<DependencyStatus> shown) {
        if (readings.isEmpty()) {
            return new DependencyStatus(name, State.Unknown, null, null, null, null, null);
        }
        var rate = Math.round(near(perSecond, shown.map(DependencyStatus::requestsPerSecond), 1));
        if (!isBusy()) {
            return new DependencyStatus(name, worst.state(), endpoints(), ejected(), null, rate, null);
        }
        return new DependencyStatus(
                name,
                worst.state(),
                endpoints(),
                ejected(),
                (int) Math.round(near(retries, shown.map(DependencyStatus::retryPercent), 1)),
                rate,
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        near(errors, shown.map(DependencyStatus::errorPercent).flatMap(Joint::number), 0.2)));
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The value that is shown, where the new one differs so little that a person would not care.
     *
     * @param least difference that counts
     */
    private static double near(double now, Optional<? extends Number> shown, double least) {
        return shown.map(Number::doubleValue)
                .filter(before -> (now == 0) == (before == 0))
                .filter(before -> Math.abs(now - before) <= Math.max(least, STILL * before))
                .orElse(now);
    }

    private int endpoints() {
        return readings.stream().mapToInt(Reading::endpoints).max().orElse(0);
    }

    private int ejected() {
        return readings.stream().mapToInt(Reading::ejected).max().orElse(0);
    }

    /** Why it is open; empty when it is not. */
    Optional<String> trouble(String name) {
        var open =
                readings.stream().filter(reading -> reading.standing().isOpen()).count();
        var where = " in " + open + " of " + readings.size() + (readings.size() == 1 ? " sidecar" : " sidecars");
        return switch (worst) {
            case Closed, Partial -> Optional.empty();
            case Full -> Optional.of(name + " is at a limit of its circuitBreaker, which refuses calls" + where);
            case Empty ->
                Optional.of(
                        endpoints() == 0
                                ? name + " has no endpoint" + where
                                : name + " has no usable endpoint, " + ejected() + " of " + endpoints() + " ejected"
                                        + where);
        };
    }
}
