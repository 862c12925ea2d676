package dev.faultline.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The operator's meters. Tags come from closed sets, never from names of objects. */
public final class Metrics {
    private final MeterRegistry registry;

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param verb Created, Updated or Deleted */
    public void budgetWritten(String verb) {
        registry.counter("faultline.budget.writes", "verb", verb).increment();
    }

    public void statusWritten() {
        registry.counter("faultline.status.writes").increment();
    }

    /** @param reason a word of {@code EventReason} */
    public void eventWritten(String reason) {
        registry.counter("faultline.events", "reason", reason).increment();
    }

    /** @param verdict Allowed, Refused or NoAnswer */
    public void evictionTried(String verdict) {
        registry.counter("faultline.eviction.trials", "verdict", verdict).increment();
    }

    /** Times one reconciliation, by outcome: Done or Failed. */
    public <T> T reconciling(Supplier<T> work) {
        var sample = Timer.start(registry);
        var outcome = "Failed";
        try {
            var result = work.get();
            outcome = "Done";
            return result;
        } finally {
            sample.stop(registry.timer("faultline.reconcile", "outcome", outcome));
        }
    }

    public void watchLeadership(BooleanSupplier leading) {
        Gauge.builder("faultline.leader", () -> leading.getAsBoolean() ? 1 : 0).register(registry);
    }

    public void watchPolicies(Supplier<Number> count) {
        Gauge.builder("faultline.policies", count).register(registry);
    }
}
