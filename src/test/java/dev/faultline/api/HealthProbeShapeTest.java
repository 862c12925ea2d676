package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users of HealthProbe rely on. */
class HealthProbeShapeTest {

    @Test
    void aHealthProbeShowsReadyHealthyChecksAvailabilityAndAge() {
        assertThat(CrdFiles.columns(probe(), 0)).containsExactly("Ready", "Healthy", "Checks", "Availability", "Age");
        assertThat(CrdFiles.columns(probe(), 1)).containsExactly("MTTD", "MTTR", "Guarded", "Summary");
        assertThat(probe().getSpec().getNames().getShortNames()).containsExactly("hprobe");
    }

    @Test
    void aHealthProbeHasTheDefaultsOfTheDesignAndNoneWithinLists() {
        assertThat(CrdFiles.defaults(probe()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("spec.mode", "Enforce"),
                        Map.entry("spec.shallow.fill", "IfAbsent"),
                        Map.entry("spec.shallow.startupDeadline", "2m"),
                        Map.entry("spec.shallow.readinessDeadline", "15s"),
                        Map.entry("spec.shallow.livenessDeadline", "60s"),
                        Map.entry("spec.deep.period", "15s"),
                        Map.entry("spec.deep.timeout", "3s"),
                        Map.entry("spec.deep.failureThreshold", "3"),
                        Map.entry("spec.deep.successThreshold", "2"),
                        Map.entry("spec.deep.flapping.window", "10m"),
                        Map.entry("spec.deep.flapping.maxTransitions", "4"),
                        Map.entry("spec.readiness.impact", "None"),
                        Map.entry("spec.readiness.maxGatedPercent", "33"),
                        Map.entry("spec.readiness.sharedFailurePercent", "50"),
                        Map.entry("spec.objectives.window", "720h")));
    }

    @Test
    void listsOfAHealthProbeAreKeyedUnlessTheirOrderCounts() {
        assertThat(CrdFiles.lists(probe()))
                .containsEntry("spec.targetRefs", "map[kind, name]")
                .containsEntry("spec.deep.checks", "map[name]")
                .containsEntry("spec.deep.checks[].http.expectStatus", "set[]")
                .containsEntry("status.checks", "map[check]")
                .containsEntry("status.incidents", "atomic[]")
                .containsEntry("status.history", "atomic[]")
                .containsEntry("status.objectives", "map[goal]")
                .containsEntry("status.conditions", "map[type]");
    }

    private static CustomResourceDefinition probe() {
        return CrdFiles.committed("HealthProbe");
    }
}
