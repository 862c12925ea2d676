package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.CrdCases.Complaint;
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

    /** What is rehearsed is one type, and one schema, in both kinds that hold it; its cases are those of GameDay. */
    private static final String REHEARSAL = "spec.runTemplate.spec";

    private static final String REHEARSAL_OF_A_RUN = "spec.template.spec";

    private static final List<Seen> SEEN = Stream.concat(
                    CrdCases.rejected().stream().map(each -> new Seen(each.kind(), each.complaint())),
                    CrdCases.updates().stream()
                            .flatMap(each -> each.complaint().stream().map(said -> new Seen(each.kind(), said))))
            .toList();

    /** What is said to an object of a kind. */
    private record Seen(String kind, Complaint complaint) {}

    /** A rule of the schema of a kind: the complaint about it names the path and holds the words. */
    private record Rule(String kind, String path, String words) {
        boolean isHit() {
            return SEEN.stream()
                    .filter(seen -> seen.kind().equals(kind))
                    .map(Seen::complaint)
                    .anyMatch(said ->
                            said.schemaPath().equals(path) && said.text().contains(words));
        }
    }

    /** A field of a kind. */
    private record Place(String kind, Field field) {
        Rule rule(String path, String words) {
            return new Rule(kind, path, words);
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

    @Test
    void whatIsRehearsedHasOneSchemaInBothKinds() {
        assertThat(schema("GameDayRun", REHEARSAL_OF_A_RUN)).isEqualTo(schema("GameDay", REHEARSAL));
    }

    private static JSONSchemaProps schema(String kind, String path) {
        return CrdFiles.fields(CrdFiles.committed(kind)).stream()
                .filter(field -> field.path().equals(path))
                .map(Field::schema)
                .findFirst()
                .orElseThrow();
    }

    /** Every field of the specs, and the root for what it requires. */
    private static Stream<Place> writtenByUsers() {
        return CrdFiles.committed().stream()
                .flatMap(crd -> CrdFiles.fields(crd).stream()
                        .map(field -> new Place(crd.getSpec().getNames().getSingular(), field)))
                .filter(place ->
                        place.field().path().isEmpty() || place.field().path().startsWith("spec"))
                .filter(place -> !place.field().path().startsWith(REHEARSAL_OF_A_RUN));
    }

    private static Stream<Rule> celRules(Place place) {
        var field = place.field();
        return field.schema().getXKubernetesValidations().stream()
                .map(rule -> place.rule(
                        field.path() + Optional.ofNullable(rule.getFieldPath()).orElse(""), rule.getMessage()));
    }

    private static Stream<Rule> bounds(Place place) {
        var field = place.field();
        var schema = field.schema();
        var ownRules = words(schema).stream().map(each -> place.rule(field.path(), each));

        var prefix = field.path().isEmpty() ? "" : field.path() + ".";
        var required = schema.getRequired().stream().map(name -> place.rule(prefix + name, "Required value"));
        var unique = List.of("map", "set")
                        .contains(Optional.ofNullable(schema.getXKubernetesListType())
                                .orElse(""))
                ? Stream.of(place.rule(field.path() + "[]", "Duplicate value"))
                : Stream.<Rule>empty();
        return Stream.of(ownRules, required, unique).flatMap(each -> each);
    }

    private static List<String> words(JSONSchemaProps schema) {
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
        return words;
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
