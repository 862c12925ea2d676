package dev.faultline.telemetry;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faultline.api.status.EventReason;
import dev.faultline.envoy.ResourceType;
import dev.faultline.telemetry.Metric.Answer;
import dev.faultline.telemetry.Metric.Refusal;
import dev.faultline.telemetry.Metric.Review;
import dev.faultline.telemetry.Metric.Verb;
import dev.faultline.telemetry.Metric.Verdict;
import dev.faultline.telemetry.Scrape.Sample;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the registry gives out is what the catalogue says, no less and no more. */
class MetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void everySeriesIsGivenOutFromTheStartAndNothingElseIs() {
        var metrics = new Metrics(registry);
        metrics.watchLeadership(() -> true);
        metrics.watchPolicies(() -> 3);
        metrics.watchProbes(() -> 4);
        metrics.watchProxies(() -> 2);

        var samples = Scrape.samples(registry.scrape());

        assertThat(samples).containsExactlyInAnyOrderElementsOf(catalogued());
    }

    @Test
    void nothingThatIsCountedAddsASeries() {
        useAll(new Metrics(registry));

        var samples = Scrape.samples(registry.scrape());

        assertThat(samples).containsExactlyInAnyOrderElementsOf(catalogued());
    }

    @Test
    void everyMetricExplainsItself() {
        useAll(new Metrics(registry));

        var text = registry.scrape();

        assertThat(Metric.values()).allSatisfy(metric -> assertThat(text).contains(" " + metric.meaning() + "\n"));
    }

    private static void useAll(Metrics metrics) {
        metrics.watchLeadership(() -> true);
        metrics.watchPolicies(() -> 3);
        metrics.watchProbes(() -> 4);
        metrics.watchProxies(() -> 2);
        metrics.statusWritten();
        Stream.of(Answer.values()).forEach(answer -> metrics.checked(answer, Duration.ofMillis(3)));
        Stream.of(Verb.values()).forEach(metrics::budgetWritten);
        Stream.of(Verdict.values()).forEach(metrics::evictionTried);
        Stream.of(EventReason.values()).forEach(metrics::eventWritten);
        Stream.of(ResourceType.values()).forEach(type -> metrics.pushed(type, 1_000));
        Stream.of(ResourceType.values()).forEach(metrics::rejected);
        Stream.of(Refusal.values()).forEach(metrics::refused);
        Stream.of(Review.values()).forEach(verdict -> metrics.reviewed(verdict, 1));
        metrics.reconciling(() -> "done");
        assertThatThrownBy(() -> metrics.reconciling(() -> {
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");
    }

    private static List<Sample> catalogued() {
        return Stream.of(Metric.values())
                .flatMap(metric -> Scrape.names(metric).stream()
                        .flatMap(name -> metric.series().stream().map(tags -> new Sample(name, labels(tags)))))
                .toList();
    }

    private static Map<String, String> labels(Tags tags) {
        return tags.stream().collect(toMap(Tag::getKey, Tag::getValue));
    }
}
