package dev.faultline.policy.call;

import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.envoy.Retry;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a caller waits for the answer to one try, which is also what its sidecar tells the callee.
 *
 * @param words for it and for the setting that it comes from, such as {@code timeout of 2s}
 */
public record Patience(Duration span, String words) {

    /** Empty where that protocol sets no limit. */
    static Optional<Patience> of(Call call, Protocol spoken) {
        return call.limit(spoken)
                .map(limit -> call.retry()
                        .filter(retry -> retry.attempts() > 0)
                        .flatMap(Retry::perTry)
                        .filter(perTry -> perTry.compareTo(limit) < 0)
                        .map(perTry -> new Patience(perTry, "perTryTimeout of " + Span.words(perTry)))
                        .orElseGet(() -> new Patience(
                                limit,
                                (call.timeout().isPresent() ? "timeout of " : "default timeout of ")
                                        + Span.words(limit))));
    }
}
