package dev.faultline.telemetry;

import dev.faultline.api.status.EventReason;
import dev.faultline.envoy.ResourceType;
import dev.faultline.telemetry.Metric.Answer;
import dev.faultline.telemetry.Metric.Outcome;
import dev.faultline.telemetry.Metric.Refusal;
import dev.faultline.telemetry.Metric.Review;
import dev.faultline.telemetry.Metric.Tag;
import dev.faultline.telemetry.Metric.Verb;
import dev.faultline.telemetry.Metric.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The operator's meters at work. */
public final class Metrics {
    private final MeterRegistry registry;

    /** Every series is there from the start, at 0: Prometheus sees no growth in one that comes with its first count. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        for (var metric : Metric.values()) {
            metric.series().forEach(tags -> start(metric, tags));
        }
    }

    private void start(Metric metric, Tags tags) {
        switch (metric.type()) {
            case Counter -> counter(metric, tags);
            case Timer -> timer(metric, tags);
            case Gauge -> {
                // Needs something to look at, which watchLeadership and its like are given.
            }
        }
    }

    public void budgetWritten(Verb verb) {
        count(Metric.BUDGET_WRITES, Tag.VERB, verb);
    }

    public void statusWritten() {
        counter(Metric.STATUS_WRITES, Tags.empty()).increment();
    }

    public void eventWritten(EventReason reason) {
        count(Metric.EVENTS, Tag.REASON, reason);
    }

    public void evictionTried(Verdict verdict) {
        count(Metric.EVICTION_TRIALS, Tag.VERDICT, verdict);
    }

    public void workloadRestarted() {
        counter(Metric.RESTARTS, Tags.empty()).increment();
    }

    /** @param bytes of the whole response */
    public void pushed(ResourceType type, int bytes) {
        count(Metric.XDS_PUSHES, Tag.TYPE, type);
        counter(Metric.XDS_SENT, Tags.of(Tag.TYPE.key(), type.name())).increment(bytes);
    }

    public void rejected(ResourceType type) {
        count(Metric.XDS_REJECTIONS, Tag.TYPE, type);
    }

    public void refused(Refusal why) {
        count(Metric.XDS_REFUSED, Tag.REFUSAL, why);
    }

    /** @param nanos from the last byte of the question to the first of the answer */
    public void reviewed(Review verdict, long nanos) {
        timer(Metric.WEBHOOK_REVIEWS, Tags.of(Tag.REVIEW.key(), verdict.name())).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Times one reconciliation, by outcome. */
    public <T> T reconciling(Supplier<T> work) {
        var sample = Timer.start(registry);
        var outcome = Outcome.Failed;
        try {
            var result = work.get();
            outcome = Outcome.Done;
            return result;
        } finally {
            sample.stop(timer(Metric.RECONCILE, Tags.of(Tag.OUTCOME.key(), outcome.name())));
        }
    }

    public void watchLeadership(BooleanSupplier leading) {
        gauge(Metric.LEADER, () -> leading.getAsBoolean() ? 1 : 0);
    }

    public void checked(Answer answer, Duration taken) {
        timer(Metric.PROBE_LATENCY, Tags.of(Tag.ANSWER.key(), answer.name())).record(taken);
    }

    public void watchProbes(Supplier<Number> count) {
        gauge(Metric.PROBES, count);
    }

    public void watchPolicies(Supplier<Number> count) {
        gauge(Metric.POLICIES, count);
    }

    public void watchProxies(Supplier<Number> count) {
        gauge(Metric.XDS_PROXIES, count);
    }

    private void count(Metric metric, Tag tag, Enum<?> word) {
        counter(metric, Tags.of(tag.key(), word.name())).increment();
    }

    private Counter counter(Metric metric, Tags tags) {
        return Counter.builder(metric.meterName())
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    private Timer timer(Metric metric, Tags tags) {
        return Timer.builder(metric.meterName())
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    private void gauge(Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.meterName(), value).description(metric.meaning()).register(registry);
    }
}
