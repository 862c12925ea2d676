package dev.faultline.envoy;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a sidecar counts of each dependency, told to the operator and to Prometheus; nothing else is. Source: Envoy,
 * cluster statistics.
 */
public enum Statistic {
    /** Calls that were answered, by the server or in its place; a call with all its tries is one. */
    CALLS("upstream_rq_completed"),
    CLIENT_ERRORS("upstream_rq_4xx"),
    SERVER_ERRORS("upstream_rq_5xx"),
    SUCCESSES("upstream_rq_2xx"),
    DURATION("upstream_rq_time"),
    TRIES("upstream_rq_total"),
    ACTIVE("upstream_rq_active"),
    TIMEOUTS("upstream_rq_timeout"),
    TRY_TIMEOUTS("upstream_rq_per_try_timeout"),
    RETRIES("upstream_rq_retry"),
    /** Retries that the budget refused. */
    RETRIES_REFUSED("upstream_rq_retry_overflow"),
    PENDING_REFUSED("upstream_rq_pending_overflow"),
    ACTIVE_REFUSED("upstream_rq_active_overflow"),
    /** Calls of gRPC that ended with another status than OK. */
    GRPC_FAILURES("grpc.failure"),
    GRPC_CALLS("grpc.total"),
    /** Tries to connect, those that failed among them. */
    CONNECTIONS("upstream_cx_total"),
    OPEN_CONNECTIONS("upstream_cx_active"),
    CONNECTIONS_FAILED("upstream_cx_connect_fail"),
    CONNECTIONS_REFUSED("upstream_cx_overflow"),
    /** Connections that found no endpoint. */
    CONNECTIONS_NOWHERE("upstream_cx_none_healthy"),
    ENDPOINTS("membership_total"),
    USABLE("membership_healthy"),
    EJECTED("outlier_detection.ejections_active");

    /** How often they are told. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Begins the name of a dependency that takes calls. */
    public static final String OF_CALLS = "dep_";

    /** Begins the name of a dependency that takes connections, of which no calls are seen. */
    public static final String OF_CONNECTIONS = "tcp_";

    private final String label;

    Statistic(String label) {
        this.label = label;
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
            case Leg.Handling.Http(var _, var terms, var _) -> OF_CALLS + terms.dependency();
        };
    }

    /** A regular expression for the names of all that is told. Source: Envoy StatsConfig.stats_matcher. */
    static String names() {
        return Arrays.stream(values())
                .map(statistic -> statistic.label.replace(".", "[.]"))
                .collect(Collectors.joining("|", "cluster[.](" + OF_CALLS + "|" + OF_CONNECTIONS + ")[^.]+[.](", ")"));
    }
}
