package dev.faultline.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.CrdFiles.Field;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users of HealthProbe rely on. */
class HealthProbeShapeTest {

    @Test
    void aHealthProbeShowsReadyHealthyChecksAvailabilityAndAge() {
        var columns = probe().getSpec().getVersions().getFirst().getAdditionalPrinterColumns();

        assertThat(columns.stream().filter(column -> column.getPriority() == 0))
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("Ready", "Healthy", "Checks", "Availability", "Age");
        assertThat(columns.stream().filter(column -> column.getPriority() == 1))
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("MTTD", "MTTR", "Guarded", "Summary");
        assertThat(probe().getSpec().getNames().getShortNames()).containsExactly("hprobe");
    }

    @Test
    void aHealthProbeHasTheDefaultsOfTheDesignAndNoneWithinLists() {
        var defaults = CrdFiles.fields(probe()).stream()
                .filter(field -> field.schema().getDefault() != null)
                .collect(toMap(Field::path, field -> field.schema().getDefault().asText()));

        assertThat(defaults)
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
        var types = CrdFiles.fields(probe()).stream()
                .filter(field -> "array".equals(field.schema().getType()))
                .collect(toMap(
                        Field::path,
                        field -> field.schema().getXKubernetesListType()
                                + field.schema().getXKubernetesListMapKeys()));

        assertThat(types)
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
        return CrdFiles.committed().stream()
                .filter(crd -> crd.getSpec().getNames().getKind().equals("HealthProbe"))
                .findFirst()
                .orElseThrow();
    }
}
