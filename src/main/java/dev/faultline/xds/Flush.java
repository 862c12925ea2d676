package dev.faultline.xds;

import dev.faultline.envoy.Statistic;
import dev.faultline.policy.live.Tally;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.prometheus.client.Metrics.Metric;
import io.prometheus.client.Metrics.MetricFamily;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a sidecar tells at once. Names come as {@code cluster.dep_inventory.upstream_rq_5xx}; what it has never counted is
 * not there. Source: Envoy config.metrics.v3.MetricsServiceConfig.
 */
final class Flush {
    /** As many dependencies as a policy can have. */
    private static final int MOST_DEPENDENCIES = 32;

    private static final int LONGEST_NAME = 63;
    private static final long MOST = 1_000_000_000_000L;
    private static final String PREFIX = "cluster.";
    private static final Map<String, Statistic> BY_LABEL =
            Arrays.stream(Statistic.values()).collect(Collectors.toMap(Statistic::label, Function.identity()));

    private Flush() {}

    /** By the names of dependencies. What is not known is passed over, and what is more than a policy can name. */
    static Map<String, Tally> read(StreamMetricsMessage message) {
        var counts = new HashMap<String, Counts>();
        for (var family : message.getEnvoyMetricsList()) {
            read(family, counts);
        }
        var tallies = new HashMap<String, Tally>();
        counts.forEach((name, counted) -> tallies.put(name, counted.tally()));
        return tallies;
    }

    private static void read(MetricFamily family, Map<String, Counts> counts) {
        var name = family.getName();
        var end = name.indexOf('.', PREFIX.length());
        if (!name.startsWith(PREFIX) || end < 0 || family.getMetricCount() == 0) {
            return;
        }
        var statistic = BY_LABEL.get(name.substring(end + 1));
        var cluster = name.substring(PREFIX.length(), end);
        var calls = cluster.startsWith(Statistic.OF_CALLS);
        if (statistic == null || !(calls || cluster.startsWith(Statistic.OF_CONNECTIONS))) {
            return;
        }
        var dependency = cluster.substring((calls ? Statistic.OF_CALLS : Statistic.OF_CONNECTIONS).length());
        if (dependency.length() <= LONGEST_NAME
                && (counts.size() < MOST_DEPENDENCIES || counts.containsKey(dependency))) {
            counts.computeIfAbsent(dependency, _ -> new Counts(calls)).put(statistic, value(family.getMetric(0)));
        }
    }

    private static long value(Metric metric) {
        var value = metric.hasCounter()
                ? metric.getCounter().getValue()
                : metric.hasGauge() ? metric.getGauge().getValue() : 0;
        return Math.clamp((long) value, 0, MOST);
    }

    private static final class Counts {
        private final boolean calls;
        private final Map<Statistic, Long> values = new EnumMap<>(Statistic.class);

        Counts(boolean calls) {
            this.calls = calls;
        }

        void put(Statistic statistic, long value) {
            values.put(statistic, value);
        }

        private long of(Statistic... statistics) {
            return Arrays.stream(statistics)
                    .mapToLong(statistic -> values.getOrDefault(statistic, 0L))
                    .sum();
        }

        Tally tally() {
            return calls ? ofCalls() : ofConnections();
        }

        private Tally ofCalls() {
            var grpc = values.containsKey(Statistic.GRPC_CALLS);
            return tally(
                    of(grpc ? Statistic.GRPC_CALLS : Statistic.CALLS),
                    of(grpc ? Statistic.GRPC_FAILURES : Statistic.SERVER_ERRORS),
                    of(Statistic.PENDING_REFUSED, Statistic.ACTIVE_REFUSED));
        }

        private Tally ofConnections() {
            var refused = of(Statistic.CONNECTIONS_REFUSED);
            var lost = refused + of(Statistic.CONNECTIONS_NOWHERE);
            return tally(of(Statistic.CONNECTIONS) + lost, of(Statistic.CONNECTIONS_FAILED) + lost, refused);
        }

        private Tally tally(long calls, long errors, long refused) {
            return new Tally(
                    calls,
                    errors,
                    of(Statistic.RETRIES),
                    refused,
                    (int) Math.min(of(Statistic.ENDPOINTS), Integer.MAX_VALUE),
                    (int) Math.min(of(Statistic.USABLE), Integer.MAX_VALUE),
                    (int) Math.min(of(Statistic.EJECTED), Integer.MAX_VALUE));
        }
    }
}
