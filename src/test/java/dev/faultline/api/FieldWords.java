package dev.faultline.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One field of a schema, in the words of the reference. */
record FieldWords(JSONSchemaProps schema) {
    private static final String DURATION = "must be a duration ";
    private static final String MUST_BE = "must be ";

    /** As {@code CrdPolish} writes it. */
    private static final Pattern DEFAULT = Pattern.compile(" Default: (.*)[.]$");

    String type() {
        if (isIntOrString()) {
            return "integer or string";
        }
        if (schema.getAdditionalProperties() != null) {
            return "map of strings";
        }
        return switch (schema.getType()) {
            case "array" -> list();
            case "string" -> isDuration() ? "duration" : "date-time".equals(schema.getFormat()) ? "time" : "string";
            case String other -> other;
        };
    }

    private String list() {
        var items = schema.getItems().getSchema();
        var things = "object".equals(items.getType()) ? "objects" : new FieldWords(items).type() + "s";
        return switch (Optional.ofNullable(schema.getXKubernetesListType()).orElse("atomic")) {
            case "map" -> "list of " + things + ", by " + String.join(", ", schema.getXKubernetesListMapKeys());
            case "set" -> "set of " + things;
            default -> "list of " + things;
        };
    }

    private boolean isIntOrString() {
        return Boolean.TRUE.equals(schema.getXKubernetesIntOrString());
    }

    boolean isDuration() {
        return rules().anyMatch(rule -> rule.getMessage().startsWith(DURATION));
    }

    /** What holds when the field is left out, as its description tells: the schema has no defaults within lists. */
    String defaultValue() {
        var told = DEFAULT.matcher(description());
        return told.find() ? "`" + told.group(1) + "`" : "";
    }

    boolean hasDefault() {
        return !defaultValue().isEmpty();
    }

    private String description() {
        return Optional.ofNullable(schema.getDescription()).orElse("");
    }

    /** What the API server lets pass. */
    String allowed() {
        var words = new ArrayList<String>();
        if (!schema.getEnum().isEmpty()) {
            words.add(schema.getEnum().stream()
                    .map(word -> "`" + word.asText() + "`")
                    .collect(Collectors.joining(", ")));
        }
        span(whole(schema.getMinimum()), whole(schema.getMaximum()), "").ifPresent(words::add);
        span(schema.getMinItems(), schema.getMaxItems(), "items").ifPresent(words::add);
        span(null, schema.getMaxProperties(), "entries").ifPresent(words::add);
        length().ifPresent(words::add);
        Optional.ofNullable(schema.getPattern())
                .map(pattern -> "matching `" + pattern + "`")
                .ifPresent(words::add);
        rules().map(FieldWords::told).forEach(words::add);
        parts().map(FieldWords::new)
                .map(FieldWords::allowed)
                .filter(each -> !each.isEmpty())
                .map(each -> "each " + each)
                .forEach(words::add);
        return String.join("; ", words);
    }

    /** Of text; the length of a duration, a time or a percentage bounds only the cost of its rule. */
    private Optional<String> length() {
        return "string".equals(type())
                ? span(schema.getMinLength(), schema.getMaxLength(), "characters")
                : Optional.empty();
    }

    /** Items and values that have no section of their own. */
    private Stream<JSONSchemaProps> parts() {
        return Stream.concat(
                        Stream.ofNullable(schema.getItems()).map(items -> items.getSchema()),
                        Stream.ofNullable(schema.getAdditionalProperties()).map(values -> values.getSchema()))
                .filter(part -> !"object".equals(part.getType()));
    }

    /** Rules about the field itself; those of objects, and of lists of them, stand below the tables. */
    private Stream<ValidationRule> rules() {
        return isBlock() ? Stream.empty() : schema.getXKubernetesValidations().stream();
    }

    boolean isBlock() {
        return "object".equals(schema.getType()) && schema.getAdditionalProperties() == null
                || schema.getItems() != null
                        && "object".equals(schema.getItems().getSchema().getType());
    }

    private static String told(ValidationRule rule) {
        var message = rule.getMessage();
        return message.startsWith(MUST_BE) ? message.substring(MUST_BE.length()) : message;
    }

    private static @Nullable Long whole(@Nullable Double number) {
        return number == null ? null : number.longValue();
    }

    private static Optional<String> span(@Nullable Long least, @Nullable Long most, String what) {
        var unit = what.isEmpty() ? "" : " " + what;
        if (most == null) {
            return least == null ? Optional.empty() : Optional.of(least + unit + " or more");
        }
        return Optional.of((least == null ? "at most " + most : least + " to " + most) + unit);
    }

    /** The description less what the table says beside it. */
    String meaning() {
        return DEFAULT.matcher(description()).replaceFirst("");
    }
}
