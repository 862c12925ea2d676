package dev.faultline.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.type.v3.Percent;
import java.time.Duration;

/** The breaker of a cluster. Source: Envoy config.cluster.v3.CircuitBreakers and OutlierDetection. */
final class Breakers {
    /** Few calls at once must not be kept from another try by the budget. */
    private static final int LEAST_RETRIES = 3;

    /** How often it is looked whether an endpoint may come back. With Envoy's own 10 s it would be late by as much. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Each time an endpoint is left out for longer, up to this. Source: Envoy OutlierDetection.max_ejection_time. */
    private static final Duration LONGEST = Duration.ofSeconds(300);

    /** A share of fewer calls than this between two looks says nothing. */
    private static final int LEAST_CALLS = 5;

    private static final int ALWAYS = 100;

    private Breakers() {}

    /** A call that finds no connection free waits, up to the limit of those that may, since connections are limited alike. */
    static CircuitBreakers limits(Breaker breaker) {
        return CircuitBreakers.newBuilder()
                .addThresholds(Thresholds.newBuilder()
                        .setMaxConnections(UInt32Value.of(breaker.maxRequests()))
                        .setMaxRequests(UInt32Value.of(breaker.maxRequests()))
                        .setMaxPendingRequests(UInt32Value.of(breaker.maxPending()))
                        .setRetryBudget(Thresholds.RetryBudget.newBuilder()
                                .setBudgetPercent(Percent.newBuilder().setValue(breaker.retryPercent()))
                                .setMinRetryConcurrency(UInt32Value.of(LEAST_RETRIES))))
                .build();
    }

    static OutlierDetection ejection(Breaker.Ejection ejection) {
        var detection = OutlierDetection.newBuilder()
                .setConsecutive5Xx(UInt32Value.of(ejection.consecutiveFailures()))
                .setInterval(Durations.of(LOOK))
                .setBaseEjectionTime(Durations.of(ejection.time()))
                .setMaxEjectionTime(Durations.of(ejection.time().compareTo(LONGEST) > 0 ? ejection.time() : LONGEST))
                .setMaxEjectionPercent(UInt32Value.of(ejection.maxPercent()))
                .setAlwaysEjectOneHost(BoolValue.of(true))
                .setEnforcingSuccessRate(UInt32Value.of(0))
                // The health check is the switch of the sidecar itself, which knows nothing of the endpoint.
                .setSuccessfulActiveHealthCheckUnejectHost(BoolValue.of(false));
        ejection.failurePercent()
                .ifPresent(percent -> detection
                        .setFailurePercentageThreshold(UInt32Value.of(percent))
                        .setEnforcingFailurePercentage(UInt32Value.of(ALWAYS))
                        .setFailurePercentageMinimumHosts(UInt32Value.of(1))
                        .setFailurePercentageRequestVolume(UInt32Value.of(LEAST_CALLS)));
        return detection.build();
    }
}
