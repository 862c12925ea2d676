package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users of GameDay and GameDayRun rely on. */
class GameDayShapeTest {

    @Test
    void aGameDayShowsScheduleReadyLastScoreNextAndAge() {
        assertThat(CrdFiles.columns(gameDay(), 0)).containsExactly("Schedule", "Ready", "Last", "Score", "Next", "Age");
        assertThat(CrdFiles.columns(gameDay(), 1)).containsExactly("MTTD", "MTTR", "Suspended", "Summary");
        assertThat(gameDay().getSpec().getNames().getShortNames()).containsExactly("gday");
    }

    @Test
    void aRunShowsGameDayPhaseOutcomeReasonScoreAndAge() {
        assertThat(CrdFiles.columns(run(), 0)).containsExactly("GameDay", "Phase", "Outcome", "Reason", "Score", "Age");
        assertThat(CrdFiles.columns(run(), 1)).containsExactly("TTD", "TTR", "Summary");
        assertThat(run().getSpec().getNames().getShortNames()).containsExactly("gdrun");
    }

    @Test
    void aGameDayHasTheDefaultsOfTheDesignAndNoneWithinLists() {
        assertThat(CrdFiles.defaults(gameDay()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("spec.timeZone", "Etc/UTC"),
                        Map.entry("spec.startingDeadline", "5m"),
                        Map.entry("spec.concurrencyPolicy", "Forbid"),
                        Map.entry("spec.suspend", "false"),
                        Map.entry("spec.outsideWindow", "Postpone"),
                        Map.entry("spec.historyLimits.passed", "10"),
                        Map.entry("spec.historyLimits.other", "10"),
                        Map.entry("spec.runTemplate.spec.mode", "Enforce"),
                        Map.entry("spec.runTemplate.spec.approval.required", "false"),
                        Map.entry("spec.runTemplate.spec.approval.timeout", "1h"),
                        Map.entry("spec.runTemplate.spec.activeDeadline", "30m"),
                        Map.entry("spec.runTemplate.spec.guardRails.maxTargets", "10"),
                        Map.entry("spec.runTemplate.spec.guardRails.minHealthyReplicas", "1"),
                        Map.entry("spec.runTemplate.spec.measure.stable", "30s")));
    }

    @Test
    void aRunHasDefaultsInWhatIsAskedAndNoneInTheRecordOfWhatHasBeen() {
        assertThat(CrdFiles.defaults(run()))
                .containsEntry("spec.abort", "false")
                .containsEntry("spec.ignoreWindows", "false")
                .containsEntry("spec.template.spec.activeDeadline", "30m")
                .doesNotContainKey("spec.mode")
                .doesNotContainKey("spec.decision")
                .allSatisfy((path, value) -> assertThat(path).startsWith("spec."));
    }

    @Test
    void noRuleCanKeepTheRecordOfARunFromBeingWritten() {
        var rules = CrdFiles.fields(run()).stream()
                .filter(field -> !field.schema().getXKubernetesValidations().isEmpty())
                .map(CrdFiles.Field::path);

        assertThat(rules).isNotEmpty().allSatisfy(path -> assertThat(path).startsWith("spec"));
    }

    @Test
    void whatIsFrozenHasRoomForAllThatCanBeAsked() {
        assertThat(CrdFiles.paths(schema(run(), "status.rehearsal")))
                .isEqualTo(CrdFiles.paths(schema(gameDay(), "spec.runTemplate.spec")))
                .contains("steps[].fault.networkDeny.peers[].cidr");
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd, String path) {
        return CrdFiles.fields(crd).stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .orElseThrow()
                .schema();
    }

    @Test
    void listsOfAGameDayAreKeyedUnlessTheirOrderCounts() {
        assertThat(CrdFiles.lists(gameDay()))
                .containsEntry("spec.windows", "atomic[]")
                .containsEntry("spec.exclusions", "atomic[]")
                .containsEntry("spec.runTemplate.spec.steps", "map[name]")
                .containsEntry("spec.runTemplate.spec.steps[].after", "set[]")
                .containsEntry("spec.runTemplate.spec.steps[].targets", "map[kind, name]")
                .containsEntry("spec.runTemplate.spec.steadyState", "map[name]")
                .containsEntry("spec.runTemplate.spec.guardRails.stopWhen", "map[name]")
                .containsEntry("status.conditions", "map[type]");
    }

    @Test
    void listsOfARunAreKeyedByWhatNamesAnItem() {
        assertThat(CrdFiles.lists(run()))
                .containsEntry("status.plan", "atomic[]")
                .containsEntry("status.steps", "map[atStep]")
                .containsEntry("status.ledger", "map[entry]")
                .containsEntry("status.checks", "map[check]")
                .containsEntry("status.signals", "map[signal]");
    }

    private static CustomResourceDefinition gameDay() {
        return CrdFiles.committed("GameDay");
    }

    private static CustomResourceDefinition run() {
        return CrdFiles.committed("GameDayRun");
    }
}
