package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.CrdCases.Complaint;
import dev.faultline.api.CrdCases.Rejected;
import dev.faultline.api.CrdFiles.Field;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether the rejected manifests hit every rule that the CRDs hold for what a user writes. */
class CrdCoverageTest {

    private static final List<Complaint> COMPLAINTS =
            CrdCases.rejected().stream().map(Rejected::complaint).toList();

    /** A rule of the schema: the complaint about it names the path and holds the words. */
    private record Rule(String path, String words) {
        boolean isHit() {
            return COMPLAINTS.stream()
                    .anyMatch(seen ->
                            seen.schemaPath().equals(path) && seen.text().contains(words));
        }
    }

    @Test
    void everyCelRuleIsHitOnItsOwnField() {
        var rules = writtenByUsers().flatMap(CrdCoverageTest::celRules).toList();

        assertThat(rules).isNotEmpty();
        assertThat(rules.stream().filter(rule -> !rule.isHit()))
                .as("rules without a rejects-case")
                .isEmpty();
    }

    @Test
    void everyBoundIsHitOnItsOwnField() {
        var rules = writtenByUsers().flatMap(CrdCoverageTest::bounds).toList();

        assertThat(rules).isNotEmpty();
        assertThat(rules.stream().filter(rule -> !rule.isHit()))
                .as("rules without a rejects-case")
                .isEmpty();
    }

    /** Every field of the specs, and the root for what it requires. */
    private static Stream<Field> writtenByUsers() {
        return CrdFiles.committed().stream()
                .flatMap(crd -> CrdFiles.fields(crd).stream())
                .filter(field -> field.path().isEmpty() || field.path().startsWith("spec"));
    }

    private static Stream<Rule> celRules(Field field) {
        return field.schema().getXKubernetesValidations().stream()
                .map(rule -> new Rule(
                        field.path() + Optional.ofNullable(rule.getFieldPath()).orElse(""), rule.getMessage()));
    }

    private static Stream<Rule> bounds(Field field) {
        var schema = field.schema();
        var words = new ArrayList<String>();
        add(words, "Unsupported value", schema.getEnum().isEmpty() ? null : schema);
        add(words, "greater than or equal to", schema.getMinimum());
        add(words, "less than or equal to", schema.getMaximum());
        add(words, "at least %s chars", schema.getMinLength());
        add(
                words,
                "Too long: may not be more than %s bytes",
                isExplainedByARule(schema) ? null : schema.getMaxLength());
        add(words, "at least %s items", schema.getMinItems());
        add(words, "must have at most %s items", isSetOfWords(schema) ? null : schema.getMaxItems());
        add(words, "must have at most %s items", schema.getMaxProperties());
        var ownRules = words.stream().map(each -> new Rule(field.path(), each));

        var prefix = field.path().isEmpty() ? "" : field.path() + ".";
        var required = schema.getRequired().stream().map(name -> new Rule(prefix + name, "Required value"));
        var unique = List.of("map", "set")
                        .contains(Optional.ofNullable(schema.getXKubernetesListType())
                                .orElse(""))
                ? Stream.of(new Rule(field.path() + "[]", "Duplicate value"))
                : Stream.<Rule>empty();
        return Stream.of(ownRules, required, unique).flatMap(each -> each);
    }

    /** Its length bounds only the cost of its rule, which says in words what is wrong with most long values too. */
    private static boolean isExplainedByARule(JSONSchemaProps schema) {
        return !schema.getXKubernetesValidations().isEmpty();
    }

    /** Its bound cannot be passed without naming a word twice. */
    private static boolean isSetOfWords(JSONSchemaProps schema) {
        return schema.getItems() != null
                && !schema.getItems().getSchema().getEnum().isEmpty();
    }

    private static void add(List<String> words, String format, @Nullable Object bound) {
        if (bound != null) {
            words.add(format.formatted(bound));
        }
    }
}
