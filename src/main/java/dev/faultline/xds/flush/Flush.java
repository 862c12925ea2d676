package dev.faultline.xds.flush;

import dev.faultline.envoy.Received;
import dev.faultline.envoy.Statistic;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Tally;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.prometheus.client.Metrics.Metric;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a sidecar tells at once. Names come as {@code cluster.dep_inventory.upstream_rq_5xx}; what it has never counted is
 * not there. Source: Envoy config.metrics.v3.MetricsServiceConfig.
 *
 * @param dependencies by their names
 * @param ports by their names
 */
public record Flush(Map<String, Tally> dependencies, Map<String, Arrivals> ports) {
    /** As many dependencies as a policy can have. */
    private static final int MOST_DEPENDENCIES = 32;

    /** As many ports as a sidecar takes over. */
    private static final int MOST_PORTS = 4;

    private static final int LONGEST_NAME = 63;
    private static final long MOST = 1_000_000_000_000L;
    private static final String PREFIX = "cluster.";
    private static final Map<String, Statistic> BY_LABEL =
            Arrays.stream(Statistic.values()).collect(Collectors.toMap(Statistic::label, Function.identity()));

    /** What is not known is passed over, and what is more than a policy can name. */
    public static Flush read(StreamMetricsMessage message) {
        var reading = new Reading();
        for (var family : message.getEnvoyMetricsList()) {
            if (family.getMetricCount() > 0) {
                reading.read(family.getName(), value(family.getMetric(0)));
            }
        }
        return new Flush(all(reading.dependencies, DependencyCounts::tally), all(reading.ports, PortCounts::arrivals));
    }

    private static <C, T> Map<String, T> all(Map<String, C> counted, Function<C, T> sum) {
        return counted.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> sum.apply(entry.getValue())));
    }

    private static long value(Metric metric) {
        var value = metric.hasCounter()
                ? metric.getCounter().getValue()
                : metric.hasGauge() ? metric.getGauge().getValue() : 0;
        return Math.clamp((long) value, 0, MOST);
    }

    private static final class Reading {
        private final Map<String, DependencyCounts> dependencies = new HashMap<>();
        private final Map<String, PortCounts> ports = new HashMap<>();

        void read(String name, long value) {
            var received = Received.read(name);
            if (received.isPresent()) {
                var counted = received.get();
                within(MOST_PORTS, ports, counted.port(), PortCounts::new).ifPresent(port -> port.put(counted, value));
            } else {
                readOfDependency(name, value);
            }
        }

        private void readOfDependency(String name, long value) {
            var end = name.indexOf('.', PREFIX.length());
            if (!name.startsWith(PREFIX) || end < 0) {
                return;
            }
            var statistic = BY_LABEL.get(name.substring(end + 1));
            var cluster = name.substring(PREFIX.length(), end);
            var calls = cluster.startsWith(Statistic.OF_CALLS);
            if (statistic == null || !(calls || cluster.startsWith(Statistic.OF_CONNECTIONS))) {
                return;
            }
            var dependency = cluster.substring((calls ? Statistic.OF_CALLS : Statistic.OF_CONNECTIONS).length());
            if (dependency.length() <= LONGEST_NAME) {
                within(MOST_DEPENDENCIES, dependencies, dependency, () -> new DependencyCounts(calls))
                        .ifPresent(counts -> counts.put(statistic, value));
            }
        }

        /** Empty for one that is more than there can be. */
        private static <C> Optional<C> within(int most, Map<String, C> counts, String name, Supplier<C> fresh) {
            return counts.size() < most || counts.containsKey(name)
                    ? Optional.of(counts.computeIfAbsent(name, _ -> fresh.get()))
                    : Optional.empty();
        }
    }
}
