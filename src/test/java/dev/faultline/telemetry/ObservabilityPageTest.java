package dev.faultline.telemetry;

import static java.util.stream.Collectors.joining;

import dev.faultline.Page;
import dev.faultline.api.status.EventReason;
import dev.faultline.envoy.Received;
import dev.faultline.envoy.Statistic;
import dev.faultline.telemetry.AlertRules.Alert;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/observability.md is made from the tables that the operator measures, logs and tells by. */
class ObservabilityPageTest {
    private static final Pattern STATUS = Pattern.compile("upstream_rq_([1-5])xx");

    @Test
    void thePageSaysWhatTheTablesSay() {
        Page.check("docs/observability.md", """
                # Observability

                What the operator tells of itself. Names, tags and keys on this page are an interface: they change with a
                line in the changelog only.

                ## Metrics

                Prometheus reads them at port 9000, `/q/metrics`, of every replica; only the replica that leads moves its
                counters, but for those of xDS, which every replica serves. Every series is there from the start, at 0, and no tag is ever the name of an object, so their
                number does not grow with the cluster. Beside these stand the metrics of the Java machine (`jvm_*`,
                `process_*`).

                | Metric | Type | Unit | Tags | What it is |
                |---|---|---|---|---|
                %s

                Of a timer Prometheus sees `_count`, `_sum` and, for the last minutes, `_max`.

                ### Of a sidecar

                Prometheus reads them at port 15590, `/stats/prometheus`, of every pod with a sidecar. A pod has these
                series for each dependency, and no others. `envoy_cluster_name` is `dep_` and the name of the dependency;
                of one that speaks TCP `tcp_` and the name. What has never been counted is absent.

                | Metric | What it is |
                |---|---|
                %s

                Of the requests that the pod receives, for each port that it has taken over. `envoy_virtual_host` and
                `envoy_http_conn_manager_prefix` are `in_` and the name of the port, `envoy_route` is the class,
                `_unclassified` for requests of none. `envoy_cluster_name` and `envoy_local_http_ratelimit_prefix` are
                `in_`, port, `_`, class; classes that reserve nothing of `maxConcurrentRequests` share `in_` and the port.

                | Metric | What it is |
                |---|---|
                %s

                ### Alerts

                [prometheus-rules.yaml](prometheus-rules.yaml) has these as a rule file.

                | Alert | Fires when | For | Means | What to do |
                |---|---|---|---|---|
                %s

                ## Logs

                One JSON object in each line of standard output: `timestamp`, `level`, `loggerName`, `message`,
                `threadName`, `hostName` (the pod), `stackTrace` where there is an exception, and `mdc`, which holds the
                fields below as strings. A message of ours is a fixed sentence at level INFO and above: search for it, and
                read the fields. `logLevel: DEBUG` in the chart adds why things are as they are.

                | Key in `mdc` | What it is |
                |---|---|
                %s

                ## Events

                On the policy, of `events.k8s.io/v1`, by `faultline.dev/operator`: one for each change.

                | Reason | Type | When |
                |---|---|---|
                %s
                """.formatted(
                rows(Metric.values(), ObservabilityPageTest::row),
                rows(Statistic.values(), statistic -> "| `" + shown(statistic) + "` | " + statistic.meaning() + " |"),
                rows(Received.values(), received -> "| `" + shown(received) + "` | " + received.meaning() + " |"),
                rows(AlertRules.all().toArray(Alert[]::new), ObservabilityPageTest::row),
                rows(LogKeys.values(), key -> "| `" + key.key() + "` | " + key.meaning() + " |"),
                rows(
                        EventReason.values(),
                        reason -> "| `" + reason.name() + "` | " + reason.type() + " | " + reason.meaning() + " |")));
    }

    /** As Envoy's own tags make of it. */
    private static String shown(Statistic statistic) {
        return classed("envoy_cluster_", statistic.label().replace('.', '_'));
    }

    private static String classed(String prefix, String label) {
        var status = STATUS.matcher(label);
        return status.matches()
                ? prefix + "upstream_rq_xx{envoy_response_code_class=\"" + status.group(1) + "\"}"
                : prefix + label;
    }

    private static String shown(Received received) {
        var label = received.label().replace('.', '_');
        return switch (received.of()) {
            case ROUTE -> classed("envoy_vhost_route_", label);
            case CLUSTER -> classed("envoy_cluster_", label);
            case CLASS -> "envoy_" + label;
            case PORT -> "envoy_http_" + label;
        };
    }

    private static String row(Metric metric) {
        var name = metric.meterName().replace('.', '_');
        var shown = switch (metric.type()) {
            case Counter -> name + "_total";
            case Gauge -> name;
            case Timer -> name + "_seconds";
        };
        var tags = metric.tags().stream()
                .map(tag -> "`" + tag.key() + "`: " + String.join(", ", tag.words()))
                .collect(joining("; "));
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        shown,
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.type() == Metric.Type.Timer ? "seconds" : "",
                        tags,
                        metric.meaning());
    }

    private static String row(Alert alert) {
        return "| %s | `%s` | %s | %s | %s |"
                .formatted(alert.name(), alert.expression(), alert.pending(), alert.summary(), alert.description());
    }

    private static <T> String rows(T[] things, Function<T, String> row) {
        return Stream.of(things).map(row).collect(joining("\n"));
    }
}
