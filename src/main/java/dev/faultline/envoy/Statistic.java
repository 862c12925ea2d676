package dev.faultline.envoy;

import java.time.Duration;

/**
 * What a sidecar counts of each dependency, told to the operator and, on port 15590, to Prometheus;
 * nothing else is. docs/observability.md is made from it. Source: Envoy,
 * cluster statistics.
 */
public enum Statistic {
    CALLS(
            Of.CALLS,
            "upstream_rq_completed",
            "Calls that were answered, by the server or in its place; a call with all its tries is one."),
    SUCCESSES(Of.CALLS, "upstream_rq_2xx", "Of them, with status 2xx."),
    CLIENT_ERRORS(Of.CALLS, "upstream_rq_4xx", "Of them, with status 4xx."),
    SERVER_ERRORS(Of.CALLS, "upstream_rq_5xx", "Of them, with status 5xx, before a fallback takes its place."),
    DURATION(Of.CALLS, "upstream_rq_time", "Histogram of how long servers took to answer, in milliseconds."),
    ACTIVE(Of.CALLS, "upstream_rq_active", "Calls under way."),
    TIMEOUTS(Of.CALLS, "upstream_rq_timeout", "Calls that ended at `timeout`."),
    TRY_TIMEOUTS(Of.CALLS, "upstream_rq_per_try_timeout", "Tries that ended at `perTryTimeout`."),
    RETRIES(Of.CALLS, "upstream_rq_retry", "Tries after the first."),
    RETRIES_REFUSED(Of.CALLS, "upstream_rq_retry_overflow", "Such tries that `budgetPercent` did not allow."),
    PENDING_REFUSED(Of.CALLS, "upstream_rq_pending_overflow", "Calls that were refused beyond `maxPendingRequests`."),
    ACTIVE_REFUSED(Of.CALLS, "upstream_rq_active_overflow", "Calls that were refused beyond `maxConcurrentRequests`."),
    GRPC_CALLS(Of.CALLS, "grpc.total", "gRPC calls that ended."),
    GRPC_FAILURES(Of.CALLS, "grpc.failure", "Of them, with another status than OK."),
    CONNECTIONS(Of.CONNECTIONS, "upstream_cx_total", "TCP: tries to connect."),
    CONNECTIONS_FAILED(Of.BOTH, "upstream_cx_connect_fail", "Tries to connect that failed."),
    OPEN_CONNECTIONS(Of.CONNECTIONS, "upstream_cx_active", "TCP connections that are open."),
    CONNECTIONS_REFUSED(
            Of.CONNECTIONS,
            "upstream_cx_overflow",
            "TCP connections that were refused beyond `maxConcurrentRequests`."),
    CONNECTIONS_NOWHERE(Of.CONNECTIONS, "upstream_cx_none_healthy", "TCP connections that found no usable endpoint."),
    ENDPOINTS(Of.BOTH, "membership_total", "Endpoints that there are."),
    USABLE(Of.BOTH, "membership_healthy", "Of them, those that are called."),
    EJECTED(Of.BOTH, "outlier_detection.ejections_active", "Of them, those that are left out for their failures.");

    /**
     * The bounds of all histograms, in milliseconds. Envoy's own are 19, each a series of each dependency and each class:
     * these keep a sidecar of five and four within 200 series.
     */
    static final String BUCKETS = "10, 50, 250, 1000, 5000";

    /** How often they are told. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Begins the name of a dependency that takes calls. */
    public static final String OF_CALLS = "dep_";

    /** Begins the name of a dependency that takes connections, of which no calls are seen. */
    public static final String OF_CONNECTIONS = "tcp_";

    /** Which dependencies it is counted of. */
    private enum Of {
        CALLS(OF_CALLS),
        CONNECTIONS(OF_CONNECTIONS),
        BOTH("(" + OF_CALLS + "|" + OF_CONNECTIONS + ")");

        private final String prefix;

        Of(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Of of;
    private final String label;
    private final String meaning;

    Statistic(Of of, String label, String meaning) {
        this.of = of;
        this.label = label;
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** What Envoy calls it. */
    public String label() {
        return label;
    }

    /** What a cluster is called in statistics. */
    static String cluster(Leg leg) {
        return switch (leg.handling()) {
            case Leg.Handling.PassThrough _ -> "pass_" + leg.clusterName();
            case Leg.Handling.Tcp(var terms) -> OF_CONNECTIONS + terms.dependency();
            case Leg.Handling.Http(var _, var terms, var _, var _) -> OF_CALLS + terms.dependency();
        };
    }

    /** A regular expression for the names of all that is told. */
    static String names() {
        return StatisticNames.of(
                values(), statistic -> "cluster[.]" + statistic.of.prefix + "[^.]+[.]", Statistic::label);
    }
}
