package dev.faultline.envoy;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sidecar counts of the requests that its pod receives, told to the operator and, on port 15590, to Prometheus.
 * docs/observability.md is made from it. Source: Envoy, statistics of routes, clusters, the HTTP connection manager and its filters.
 */
public enum Received {
    ANSWERED(Of.ROUTE, "upstream_rq_completed", "Requests that were answered, by the application or in its place."),
    SUCCESSES(Of.ROUTE, "upstream_rq_2xx", "Of them, with status 2xx."),
    CLIENT_ERRORS(Of.ROUTE, "upstream_rq_4xx", "Of them, with status 4xx."),
    SERVER_ERRORS(
            Of.ROUTE,
            "upstream_rq_5xx",
            "Of them, with status 5xx, by the application or because they were refused at their share or at their deadline."),
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
        ROUTE("vhost[.]" + PREFIX + "<port>[.]route[.]<class>[.]"),
        CLUSTER("cluster[.]" + PREFIX + "<port>(_<class>)?[.]"),
        CLASS(PREFIX + "<port>_<class>[.]"),
        PORT("http[.]" + PREFIX + "<port>[.]");

        private final String prefix;
        private final Pattern name;

        Of(String template) {
            prefix = template.replace("<port>", "[^._]+").replace("<class>", "[^.]+");
            name = Pattern.compile(template.replace("<port>", "(?<port>[a-z0-9-]{1,15})")
                            .replace("<class>", "(?<class>_?[a-z0-9-]{1,63})")
                    + "(?<label>[a-z0-9_.]+)");
        }
    }

    /**
     * One of these as a sidecar tells of it.
     *
     * @param requestClass the class, or {@link #UNCLASSIFIED}; empty where it is of a port as a whole
     */
    public record Counted(Received what, String port, Optional<String> requestClass) {}

    /** Of what, by its whole name, it is; empty where it is none of these. A sidecar may tell whatever it likes. */
    public static Optional<Counted> read(String name) {
        return Arrays.stream(Of.values()).flatMap(of -> read(of, name).stream()).findFirst();
    }

    private static Optional<Counted> read(Of of, String name) {
        var found = of.name.matcher(name);
        return found.matches()
                ? Arrays.stream(values())
                        .filter(each -> each.of == of && each.label.equals(found.group("label")))
                        .map(each -> new Counted(each, found.group("port"), requestClass(of, found)))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> requestClass(Of of, Matcher found) {
        return of == Of.PORT ? Optional.empty() : Optional.ofNullable(found.group("class"));
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
