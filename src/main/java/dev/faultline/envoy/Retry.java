package dev.faultline.envoy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often, how fast and for which calls another try is made.
 *
 * @param attempts tries after the first, 0 to 5. Source: Envoy RetryPolicy.num_retries
 * @param perTry limit for one try, 1 ms to 1 h; empty for none. Source: Envoy RetryPolicy.per_try_timeout
 * @param base the first bound of the random waits, 1 ms to 1 h. Source: Envoy RetryBackOff.base_interval
 * @param max their last bound, 1 ms to 1 h, at least base. Source: Envoy RetryBackOff.max_interval
 * @param repeatable which calls may act twice without harm
 */
public record Retry(int attempts, Optional<Duration> perTry, Duration base, Duration max, Repeatable repeatable) {

    /**
     * Calls that may be tried again although the server may have seen them. All others are only while it has not.
     *
     * @param methods of HTTP, such as GET
     * @param keyHeader the header with which any call of HTTP is one
     * @param grpcMethods such as {@code pkg.Service/Get}
     */
    public record Repeatable(List<String> methods, String keyHeader, List<String> grpcMethods) {}
}
