package dev.faultline.xds.flush;

import dev.faultline.envoy.Received;
import dev.faultline.policy.live.Arrivals;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What is told at once of one port. Envoy's numbers overlap: who is refused at a share of {@code maxConcurrentRequests} or
 * ends at the deadline has been answered, with 503 and 504; who is refused otherwise has come to no route. Of gRPC all
 * count as calls but those beyond a {@code rateLimit}. Tried with Envoy 1.40.
 */
final class PortCounts {
    private final Map<Received, Long> values = new EnumMap<>(Received.class);
    private final Map<String, Long> classes = new HashMap<>();

    void put(Received.Counted counted, long value) {
        values.merge(counted.what(), value, Long::sum);
        switch (counted.what()) {
            // The names of classes that a policy no longer has are told for as long as Envoy lives.
            case ANSWERED, LIMITED ->
                counted.requestClass().filter(_ -> value > 0).ifPresent(name -> add(name, value));
            case SUCCESSES,
                    CLIENT_ERRORS,
                    SERVER_ERRORS,
                    DURATION,
                    MISSED,
                    ACTIVE,
                    REFUSED,
                    GRPC_FAILURES,
                    GRPC_CALLS,
                    GRPC_MISSED,
                    ADAPTIVELY_REFUSED -> {
                // Of the port alone.
            }
        }
    }

    private void add(String requestClass, long value) {
        if (classes.size() < Arrivals.MOST_CLASSES || classes.containsKey(requestClass)) {
            classes.merge(requestClass, value, Long::sum);
        }
    }

    private long of(Received... statistics) {
        return Arrays.stream(statistics)
                .mapToLong(statistic -> values.getOrDefault(statistic, 0L))
                .sum();
    }

    Arrivals arrivals() {
        var grpc = values.containsKey(Received.GRPC_CALLS);
        var apart = of(Received.LIMITED) + (grpc ? 0 : of(Received.ADAPTIVELY_REFUSED));
        var shed = of(Received.REFUSED, Received.LIMITED, Received.ADAPTIVELY_REFUSED);
        var failed = of(grpc ? Received.GRPC_FAILURES : Received.SERVER_ERRORS);
        return new Arrivals(
                Map.copyOf(classes),
                of(grpc ? Received.GRPC_CALLS : Received.ANSWERED) + apart,
                Math.max(0, failed - (shed - apart)),
                shed,
                of(Received.MISSED, Received.GRPC_MISSED));
    }
}
