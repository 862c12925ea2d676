package dev.faultline.xds.flush;

import dev.faultline.envoy.Statistic;
import dev.faultline.policy.live.Tally;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What is told at once of one dependency. */
final class DependencyCounts {
    private final boolean calls;
    private final Map<Statistic, Long> values = new EnumMap<>(Statistic.class);

    /** @param calls whether calls are seen, and not only connections */
    DependencyCounts(boolean calls) {
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
