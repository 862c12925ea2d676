package dev.faultline.policy.live;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import java.util.List;
import java.util.Optional;

/** One dependency by all sidecars that have told of it. The worst of them says how it stands. */
record Joint(List<Reading> readings, Standing worst, double perSecond, double errors, double retries) {
    /** For 100 calls: the schema allows five for each. */
    private static final double MOST_RETRIES = 500;

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
                DeadBand.share(readings.stream().mapToLong(Reading::errors).sum(), calls, DeadBand.PERCENT),
                DeadBand.share(readings.stream().mapToLong(Reading::retries).sum(), calls, MOST_RETRIES));
    }

    boolean isBusy() {
        return readings.stream().anyMatch(Reading::hasCalls);
    }

    /** @param shown what status says of it now */
    DependencyStatus status(String name, Optional<DependencyStatus> shown) {
        if (readings.isEmpty()) {
            return new DependencyStatus(name, State.Unknown, null, null, null, null, null);
        }
        var rate = DeadBand.whole(
                perSecond, shown.map(DependencyStatus::requestsPerSecond).orElse(null));
        if (!isBusy()) {
            return new DependencyStatus(name, worst.state(), endpoints(), ejected(), null, rate, null);
        }
        return new DependencyStatus(
                name,
                worst.state(),
                endpoints(),
                ejected(),
                (int) DeadBand.whole(
                        retries, shown.map(DependencyStatus::retryPercent).orElse(null)),
                rate,
                DeadBand.decimal(
                        errors, shown.map(DependencyStatus::errorPercent).orElse(null)));
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
