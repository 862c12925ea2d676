package dev.faultline.envoy;

/**
 * What a sidecar counts of the requests that its pod receives, for Prometheus at port 15590. docs/observability.md is made
 * from it. Source: Envoy, statistics of routes, clusters, the HTTP connection manager and its filters.
 */
public enum Received {
    SUCCESSES(Of.ROUTE, "upstream_rq_2xx", "Requests that were answered with status 2xx."),
    CLIENT_ERRORS(Of.ROUTE, "upstream_rq_4xx", "Requests that were answered with status 4xx."),
    SERVER_ERRORS(
            Of.ROUTE,
            "upstream_rq_5xx",
            "Requests that were answered with status 5xx, by the application or because they were refused at their share or "
                    + "at their deadline."),
    DURATION(Of.ROUTE, "upstream_rq_time", "Histogram of how long the application took to answer, in milliseconds."),
    MISSED(Of.ROUTE, "upstream_rq_timeout", "Requests that ended at their deadline. HTTP."),
    ACTIVE(Of.CLUSTER, "upstream_rq_active", "Requests that the application works on."),
    REFUSED(
            Of.CLUSTER,
            "upstream_rq_active_overflow",
            "Requests that were refused at their share of `maxConcurrentRequests`."),
    GRPC_FAILURES(Of.CLUSTER, "grpc.failure", "gRPC calls that ended with another status than OK."),
    GRPC_CALLS(Of.CLUSTER, "grpc.total", "gRPC calls that ended."),
    LIMITED(Of.CLASS, "http_local_rate_limit.rate_limited", "Requests that were refused beyond `rateLimit`."),
    GRPC_MISSED(Of.PORT, "downstream_rq_max_duration_reached", "gRPC calls that ended at their deadline."),
    ADAPTIVELY_REFUSED(
            Of.PORT,
            "adaptive_concurrency.gradient_controller.rq_blocked",
            "Requests that were refused with `shedding: Adaptive`.");

    /** Begins the name of a port. */
    public static final String PREFIX = "in_";

    /** In place of a class, for requests that are of none: no class can be called so. */
    public static final String UNCLASSIFIED = "_unclassified";

    /** What is counted, and how Envoy names it. */
    public enum Of {
        ROUTE("vhost[.]" + PREFIX + "[^.]+[.]route[.][^.]+[.]"),
        CLUSTER("cluster[.]" + PREFIX + "[^.]+[.]"),
        CLASS(PREFIX + "[^._]+_[^.]+[.]"),
        PORT("http[.]" + PREFIX + "[^.]+[.]");

        private final String prefix;

        Of(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Of of;
    private final String label;
    private final String meaning;

    Received(Of of, String label, String meaning) {
        this.of = of;
        this.label = label;
        this.meaning = meaning;
    }

    public Of of() {
        return of;
    }

    /** What Envoy calls it, after what it is of. */
    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    /** A regular expression for the names of all that is told. */
    static String names() {
        return StatisticNames.of(values(), statistic -> statistic.of.prefix, Received::label);
    }
}
