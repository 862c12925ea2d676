package dev.faultline.envoy.inbound;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import dev.faultline.envoy.Durations;
import dev.faultline.envoy.HttpManager;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.envoyproxy.envoy.type.v3.TokenBucket;

/** How many requests of a class are taken in a time. Source: Envoy local_ratelimit filter. */
final class RateLimits {
    static final String FILTER = "envoy.filters.http.local_ratelimit";

    private static final int ALL = 100;

    private RateLimits() {}

    /** Lets all pass: it has no bucket. */
    static HttpFilter filter(Names names) {
        return HttpManager.filter(
                FILTER,
                LocalRateLimit.newBuilder().setStatPrefix(names.statistics()).build());
    }

    /** gRPC is told RESOURCE_EXHAUSTED, which callers do not try again. @param statistics where the refused are counted */
    static Any of(RequestClass.Rate rate, String statistics) {
        return HttpManager.packed(LocalRateLimit.newBuilder()
                .setStatPrefix(statistics)
                .setStatus(HttpStatus.newBuilder().setCode(StatusCode.TooManyRequests))
                .setTokenBucket(TokenBucket.newBuilder()
                        .setMaxTokens(rate.requests())
                        .setTokensPerFill(UInt32Value.of(rate.requests()))
                        .setFillInterval(Durations.of(rate.per())))
                .setFilterEnabled(always())
                .setFilterEnforced(always())
                .addResponseHeadersToAdd(Refusals.retryAfter(next(rate)))
                .setRateLimitedAsResourceExhausted(true)
                .build());
    }

    /** Seconds until one more may come, rounded up: the bucket fills all the time, not once in a period. */
    private static long next(RequestClass.Rate rate) {
        var millis = Math.ceilDiv(rate.per().toMillis(), rate.requests());
        return Math.ceilDiv(millis, 1000L);
    }

    private static RuntimeFractionalPercent always() {
        return RuntimeFractionalPercent.newBuilder()
                .setDefaultValue(FractionalPercent.newBuilder().setNumerator(ALL))
                .build();
    }
}
