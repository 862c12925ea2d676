package dev.faultline.telemetry;

import static java.util.stream.Collectors.joining;

import dev.faultline.Page;
import dev.faultline.api.status.EventReason;
import dev.faultline.telemetry.AlertRules.Alert;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/observability.md is made from the tables that the operator measures, logs and tells by. */
class ObservabilityPageTest {

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
                rows(AlertRules.all().toArray(Alert[]::new), ObservabilityPageTest::row),
                rows(LogKeys.values(), key -> "| `" + key.key() + "` | " + key.meaning() + " |"),
                rows(
                        EventReason.values(),
                        reason -> "| `" + reason.name() + "` | " + reason.type() + " | " + reason.meaning() + " |")));
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
