package dev.faultline.envoy.inbound;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.faultline.envoy.HttpManager;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.ConcurrencyLimitCalculationParams;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.MinimumRTTCalculationParams;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Refuses requests beyond a number that is learned from how long others take. There is a filter for each rank, off until a
 * route turns it on, and the lower the rank the less slowness it bears: so what matters least is shed first, and what
 * matters most only when that has not helped. Source: Envoy adaptive_concurrency filter.
 */
final class Adaptive {
    /** What Envoy says of a request that was refused. Source: Envoy, response code details. */
    static final String DETAILS = "reached_concurrency_limit";

    /** How much slower than at rest answers may be, in percent. */
    enum Rank {
        LAST(25),
        MIDDLE(50),
        FIRST(100);

        private final int slowness;

        Rank(int slowness) {
            this.slowness = slowness;
        }

        /** @param place in a list of so many, 0 for the most important */
        static Rank of(int place, int size) {
            if (place == size - 1) {
                return LAST;
            }
            return place == 0 ? FIRST : MIDDLE;
        }

        String filter() {
            return "faultline.adaptive_concurrency." + name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int PERCENTILE = 90;
    private static final Duration TENTH =
            Duration.newBuilder().setNanos(100_000_000).build();

    /** While it learns how fast the application is at rest, only so many are let in; Envoy's own 3 would shed for it. */
    private static final int AT_REST = 20;

    private static final int SAMPLES = 50;

    /** Each time costs a busy pod some refusals: seldom, then, and not in all pods at once. */
    private static final Duration LEARNT_ANEW =
            Duration.newBuilder().setSeconds(300).build();

    private static final int JITTER = 15;

    private Adaptive() {}

    static List<HttpFilter> filters() {
        return Arrays.stream(Rank.values())
                .map(rank -> HttpManager.filter(rank.filter(), controller(rank)).toBuilder()
                        .setDisabled(true)
                        .build())
                .toList();
    }

    /** Turns a filter on for a route. */
    static Any on() {
        return HttpManager.packed(
                FilterConfig.newBuilder().setConfig(Any.getDefaultInstance()).build());
    }

    private static AdaptiveConcurrency controller(Rank rank) {
        return AdaptiveConcurrency.newBuilder()
                .setGradientControllerConfig(GradientControllerConfig.newBuilder()
                        .setSampleAggregatePercentile(percent(PERCENTILE))
                        .setConcurrencyLimitParams(
                                ConcurrencyLimitCalculationParams.newBuilder().setConcurrencyUpdateInterval(TENTH))
                        .setMinRttCalcParams(MinimumRTTCalculationParams.newBuilder()
                                .setInterval(LEARNT_ANEW)
                                .setRequestCount(UInt32Value.of(SAMPLES))
                                .setJitter(percent(JITTER))
                                .setMinConcurrency(UInt32Value.of(AT_REST))
                                .setBuffer(percent(rank.slowness))))
                .build();
    }

    private static Percent percent(int value) {
        return Percent.newBuilder().setValue(value).build();
    }
}
