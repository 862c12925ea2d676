package dev.faultline.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.CrdFiles.Field;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every CRD must have, and what users of ResiliencePolicy rely on. */
class CrdShapeTest {

    private static final List<CustomResourceDefinition> CRDS = CrdFiles.committed();

    @Test
    void everyKindIsNamespacedAndInOurCategoryWithAStatusOfItsOwn() {
        assertThat(CRDS).isNotEmpty().allSatisfy(crd -> {
            assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
            assertThat(crd.getSpec().getGroup()).isEqualTo("faultline.dev");
            assertThat(crd.getSpec().getNames().getCategories()).containsExactly("faultline");
            assertThat(crd.getSpec().getVersions())
                    .allSatisfy(version ->
                            assertThat(version.getSubresources().getStatus()).isNotNull());
        });
    }

    @Test
    void everyFieldHasADescriptionOfOneSentenceOrMore() {
        var named = fields().filter(field -> !field.path().endsWith("[]"));

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.schema().getDescription())
                        .as(field.path())
                        .matches("[A-Z0-9a-z].{8,}\\."));
    }

    @Test
    void everyStringAndListAndMapIsBounded() {
        assertThat(fields()).allSatisfy(field -> {
            var schema = field.schema();
            if ("string".equals(schema.getType()) || Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
                var bounded = schema.getMaxLength() != null || !schema.getEnum().isEmpty();
                assertThat(bounded).as("%s has a bound", field.path()).isTrue();
            }
            if ("array".equals(schema.getType())) {
                assertThat(schema.getMaxItems()).as("bound of %s", field.path()).isNotNull();
                assertThat(schema.getXKubernetesListType())
                        .as("list type of %s", field.path())
                        .isNotNull();
            }
            if (schema.getAdditionalProperties() != null) {
                assertThat(schema.getMaxProperties())
                        .as("bound of %s", field.path())
                        .isNotNull();
            }
        });
    }

    @Test
    void everyNumberHasAWidthAndALeastValue() {
        var numbers = fields().filter(field -> "integer".equals(field.schema().getType()));

        assertThat(numbers).isNotEmpty().allSatisfy(field -> {
            assertThat(field.schema().getFormat()).as(field.path()).isIn("int32", "int64");
            assertThat(field.schema().getMinimum()).as(field.path()).isNotNull();
        });
    }

    @Test
    void everyCelRuleSaysInWordsWhatMustBeTrue() {
        var rules = fields().flatMap(field -> field.schema().getXKubernetesValidations().stream());

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.getMessage()).startsWith("must ").doesNotEndWith("."));
    }

    @Test
    void aGenerationIsAnIntegerOf64Bits() {
        var generations = fields().filter(field -> field.path().endsWith("observedGeneration"));

        assertThat(generations)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(field -> assertThat(field.schema().getFormat()).isEqualTo("int64"));
    }

    @Test
    void everyItemOfAListInStatusBeginsWithTheFieldThatNamesIt() {
        var firstFields = new TreeMap<String, String>();
        fields().filter(field -> field.path().matches("status[.]\\w+\\[]"))
                .filter(field -> "object".equals(field.schema().getType()))
                .forEach(field -> firstFields.put(
                        field.path(), new TreeMap<>(field.schema().getProperties()).firstKey()));

        assertThat(firstFields)
                .containsEntry("status.targets[]", "attachedTo")
                .containsEntry("status.inbound[]", "atPort")
                .containsEntry("status.dependencies[]", "dependency")
                .containsEntry("status.findings[]", "finding")
                .containsEntry("status.checks[]", "check")
                .containsEntry("status.incidents[]", "beganTime")
                .containsEntry("status.history[]", "beganTime")
                .containsEntry("status.objectives[]", "goal")
                .containsEntry("status.plan[]", "effect")
                .containsEntry("status.steps[]", "atStep")
                .containsEntry("status.ledger[]", "entry")
                .containsEntry("status.signals[]", "signal");
    }

    @Test
    void aResiliencePolicyShowsTargetsReadySafeScoreAndAge() {
        assertThat(CrdFiles.columns(policy(), 0)).containsExactly("Targets", "Ready", "Safe", "Score", "Age");
        assertThat(CrdFiles.columns(policy(), 1)).containsExactly("Mode", "Summary");
        assertThat(policy().getSpec().getNames().getShortNames()).containsExactly("respol");
    }

    @Test
    void aResiliencePolicyHasTheseDefaultsAndNoneWithinLists() {
        assertThat(CrdFiles.defaults(policy()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("spec.mode", "Enforce"),
                        Map.entry("spec.consistency", "Available"),
                        Map.entry("spec.rollout", "Manual"),
                        Map.entry("spec.spread", "Soft"),
                        Map.entry("spec.telemetry.accessLog", "Errors"),
                        Map.entry("spec.telemetry.tracing.samplePermille", "10")));
    }

    @Test
    void aDefaultThatTheOperatorKnowsIsToldInTheDescription() {
        var told = CrdFiles.fields(policy()).stream()
                .filter(field -> Optional.ofNullable(field.schema().getDescription())
                        .filter(text -> text.contains(" Default: "))
                        .isPresent())
                .collect(toMap(
                        Field::path,
                        field -> field.schema().getDescription().replaceFirst(".* Default: (.*?)[.]$", "$1")));

        assertThat(told)
                .containsEntry("spec.targetRefs[].group", "apps")
                .containsEntry("spec.mode", "Enforce")
                .containsEntry("spec.inbound[].idempotencyKeyHeader", "Idempotency-Key")
                .containsEntry("spec.inbound[].routeClasses[].requireIdempotencyKey", "false")
                .containsEntry("spec.dependencies[].criticality", "Hard")
                .containsEntry("spec.dependencies[].external.tls", "Passthrough")
                .containsEntry("spec.dependencies[].retries.attempts", "2")
                .containsEntry("spec.dependencies[].retries.budgetPercent", "20")
                .containsEntry("spec.dependencies[].retries.methods", "GET, HEAD, OPTIONS")
                .containsEntry("spec.dependencies[].circuitBreaker.maxConcurrentRequests", "1024")
                .containsEntry("spec.dependencies[].circuitBreaker.consecutiveFailures", "5")
                .containsEntry("spec.dependencies[].circuitBreaker.ejectionTime", "10s")
                .containsEntry("spec.dependencies[].fallback.when", "Open, Timeout, ServerError");
    }

    @Test
    void listsOfAResiliencePolicyAreKeyedUnlessTheirOrderCounts() {
        assertThat(CrdFiles.lists(policy()))
                .containsEntry("spec.targetRefs", "map[kind, name]")
                .containsEntry("spec.inbound", "map[port]")
                .containsEntry("spec.inbound[].routeClasses", "atomic[]")
                .containsEntry("spec.dependencies", "map[name]")
                .containsEntry("spec.dependencies[].retries.methods", "set[]")
                .containsEntry("status.targets", "map[attachedTo]")
                .containsEntry("status.dependencies", "map[dependency]")
                .containsEntry("status.conditions", "map[type]");
    }

    @Test
    void theWordsOfAnEnumStandInTheOrderOfTheDesign() {
        var words = CrdFiles.fields(policy()).stream()
                .filter(field -> Set.of("spec.mode", "spec.spread").contains(field.path()))
                .collect(toMap(Field::path, field -> field.schema().getEnum().toString()));

        assertThat(words)
                .containsEntry("spec.mode", "[\"Enforce\", \"Audit\"]")
                .containsEntry("spec.spread", "[\"Soft\", \"Hard\", \"None\"]");
    }

    private static Stream<Field> fields() {
        return CRDS.stream().flatMap(crd -> CrdFiles.fields(crd).stream());
    }

    private static CustomResourceDefinition policy() {
        return CrdFiles.committed("ResiliencePolicy");
    }
}
