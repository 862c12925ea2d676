package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.CrdFiles.Field;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code kubectl explain} shows neither bounds nor words nor what holds without a field: descriptions say it. */
class CrdDescriptionTest {

    @Test
    void aNumberWithBoundsNamesBoth() {
        var numbers = named().filter(field -> field.schema().getMaximum() != null);

        assertThat(numbers)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(description(field))
                        .as(field.path())
                        .contains(whole(field.schema().getMinimum()) + " to "
                                + whole(field.schema().getMaximum())));
    }

    @Test
    void aDurationNamesItsShortestAndItsLongest() {
        var durations = named().filter(field -> new FieldWords(field.schema()).isDuration());

        assertThat(durations)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.schema().getXKubernetesValidations())
                        .as(field.path())
                        .anySatisfy(
                                rule -> assertThat(rule.getMessage()).endsWith("from " + span(description(field)))));
    }

    /** The span that a description names, such as 1s to 24h. */
    private static String span(String description) {
        return description.replaceAll("(?s)^.*?\\b(\\d+(?:m?s|h) to \\d+[hm])\\b.*$", "$1");
    }

    @Test
    void aListOrMapNamesTheMostItMayHold() {
        var many = named().filter(field -> most(field.schema()).isPresent());

        assertThat(many)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(description(field))
                        .as(field.path())
                        .containsPattern("\\b" + most(field.schema()).orElseThrow() + "\\b"));
    }

    /** Empty too for a set of words, which its words bound. */
    private static Optional<Long> most(JSONSchemaProps schema) {
        var words = schema.getItems() != null
                && !schema.getItems().getSchema().getEnum().isEmpty();
        return words
                ? Optional.empty()
                : Optional.ofNullable(schema.getMaxItems()).or(() -> Optional.ofNullable(schema.getMaxProperties()));
    }

    @Test
    void anEnumNamesEachOfItsWords() {
        var words = named().filter(field -> !field.schema().getEnum().isEmpty());

        assertThat(words)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.schema().getEnum())
                        .as(field.path())
                        .allSatisfy(
                                word -> assertThat(description(field)).containsPattern("\\b" + word.asText() + "\\b")));
    }

    @Test
    void aFieldWithoutADefaultSaysWhatHoldsWhenItIsLeftOut() {
        var optional = CrdFiles.committed().stream()
                .flatMap(crd -> {
                    var fields = CrdFiles.fields(crd);
                    var required = required(fields);
                    return fields.stream().filter(field -> !required.contains(field.path()));
                })
                .filter(field ->
                        field.path().startsWith("spec.") && !field.path().endsWith("[]"))
                .filter(field -> !new FieldWords(field.schema()).hasDefault());

        assertThat(optional)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(description(field))
                        .as(field.path())
                        .containsPattern("Omitted: |omitted with |Either this or "));
    }

    private static Set<String> required(List<Field> fields) {
        var paths = new HashSet<String>();
        fields.forEach(field -> field.schema().getRequired().forEach(name -> paths.add(field.path() + "." + name)));
        return paths;
    }

    private static Stream<Field> named() {
        return CrdFiles.committed().stream()
                .flatMap(crd -> CrdFiles.fields(crd).stream())
                .filter(field -> !field.path().isEmpty() && !field.path().endsWith("[]"));
    }

    private static String description(Field field) {
        return Optional.ofNullable(field.schema().getDescription()).orElse("");
    }

    private static long whole(Double number) {
        return number.longValue();
    }
}
