package dev.faultline.policy.call;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.Consistency;
import dev.faultline.api.traffic.CircuitBreaker;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Fallback;
import dev.faultline.api.traffic.HttpMethod;
import dev.faultline.api.traffic.Retries;
import dev.faultline.envoy.Breaker;
import dev.faultline.envoy.Retry;
import dev.faultline.envoy.Substitute;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Retries and breakers of policies, with their defaults. */
final class Resilience {
    private static final Duration FIRST_WAIT = Duration.ofMillis(25);
    private static final int WAITS_GROW = 10;

    /** Rather a doubtful answer than none. */
    private static final int MOST_EJECTED_AVAILABLE = 50;

    /** Rather none than a doubtful one. */
    private static final int MOST_EJECTED_CONSISTENT = 100;

    private static final CircuitBreaker DEFAULTS = new CircuitBreaker(null, null, null, null, null, null);
    private static final List<HttpMethod> SAFE_METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final String TEXT = "text/plain";

    private Resilience() {}

    static Optional<Retry> retry(@Nullable Retries wire) {
        return Optional.ofNullable(wire).map(Resilience::read);
    }

    private static Retry read(Retries wire) {
        var max = Span.of(wire.backoff() == null ? null : wire.backoff().max());
        var base = Span.of(wire.backoff() == null ? null : wire.backoff().base())
                .orElseGet(() ->
                        max.filter(bound -> bound.compareTo(FIRST_WAIT) < 0).orElse(FIRST_WAIT));
        return new Retry(
                requireNonNullElse(wire.attempts(), Retries.DEFAULT_ATTEMPTS),
                Span.of(wire.perTryTimeout()),
                base,
                max.orElse(base.multipliedBy(WAITS_GROW)),
                new Retry.Repeatable(
                        requireNonNullElse(wire.methods(), SAFE_METHODS).stream()
                                .map(HttpMethod::name)
                                .toList(),
                        requireNonNullElse(wire.idempotencyKeyHeader(), Retries.DEFAULT_IDEMPOTENCY_KEY_HEADER),
                        List.copyOf(requireNonNullElse(wire.grpcMethods(), List.of()))));
    }

    static Breaker breaker(Dependency wire, Consistency consistency) {
        var given = requireNonNullElse(wire.circuitBreaker(), DEFAULTS);
        var percent = wire.retries() == null ? null : wire.retries().budgetPercent();
        return new Breaker(
                requireNonNullElse(given.maxConcurrentRequests(), CircuitBreaker.DEFAULT_MAX_CONCURRENT_REQUESTS),
                requireNonNullElse(given.maxPendingRequests(), CircuitBreaker.DEFAULT_MAX_PENDING_REQUESTS),
                requireNonNullElse(percent, Retries.DEFAULT_BUDGET_PERCENT),
                new Breaker.Ejection(
                        requireNonNullElse(given.consecutiveFailures(), CircuitBreaker.DEFAULT_CONSECUTIVE_FAILURES),
                        given.failurePercent() == null ? OptionalInt.empty() : OptionalInt.of(given.failurePercent()),
                        Span.parse(requireNonNullElse(given.ejectionTime(), CircuitBreaker.DEFAULT_EJECTION_TIME)),
                        requireNonNullElse(given.maxEjectedPercent(), mostEjected(consistency))));
    }

    private static int mostEjected(Consistency consistency) {
        return switch (consistency) {
            case Available -> MOST_EJECTED_AVAILABLE;
            case Consistent -> MOST_EJECTED_CONSISTENT;
        };
    }

    static Optional<Substitute> substitute(@Nullable Fallback wire) {
        return Optional.ofNullable(wire)
                .filter(fallback -> fallback.status() != null)
                .map(fallback -> new Substitute(
                        Set.copyOf(requireNonNullElse(fallback.when(), List.of(Fallback.When.values()))),
                        fallback.status(),
                        requireNonNullElse(fallback.contentType(), TEXT),
                        requireNonNullElse(fallback.body(), "")));
    }
}
