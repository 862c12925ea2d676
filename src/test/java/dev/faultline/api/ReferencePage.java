package dev.faultline.api;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.faultline.api.CrdFiles.Field;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.status.ConditionTable;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The CRDs as a page that people read: a section for each block, in the order of the Java records. */
final class ReferencePage {
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String of(List<CustomResourceDefinition> crds) {
        var made = new ReferencePage();
        made.page.append("""
                # Reference

                What can be written into Faultline's resources, and what is read back. Made from [crds/](../crds/);
                `kubectl explain <kind>.spec` says the same.

                - *Allowed* is what the API server lets pass; all else is refused at once, in these words.
                - *Default* is what holds when the field is left out. The API server fills it in, but not within lists,
                  where GitOps tools would show it as a difference for ever. What holds when a field without a default
                  is left out stands behind *Omitted*.
                - A duration is written as `800ms`, `2m` or `1h30m`: one to four whole numbers, each with `h`, `m`, `s`
                  or `ms`.
                - What stands in `status.findings` has [a page of its own](findings.md).
                - Lists *by* a field are merged item by item when several people apply them; others are replaced whole.
                """);
        crds.forEach(crd -> crd.getSpec().getVersions().forEach(version -> made.kind(crd, version)));
        return made.page.toString();
    }

    /** An object of the schema, with the Java type that gives the order of its fields. */
    private record Block(String path, JSONSchemaProps schema, Optional<Class<?>> type) {}

    private void kind(CustomResourceDefinition crd, CustomResourceDefinitionVersion version) {
        var names = crd.getSpec().getNames();
        var root = version.getSchema().getOpenAPIV3Schema();
        page.append("""

                ## %s

                %s

                `apiVersion: %s/%s`, short name `%s`, category `%s`. %s

                `kubectl get` shows, the last ones with `-o wide`:

                | Column | Shows |
                |---|---|
                """.formatted(
                        names.getKind(),
                        root.getDescription(),
                        crd.getSpec().getGroup(),
                        version.getName(),
                        String.join("`, `", names.getShortNames()),
                        String.join("`, `", names.getCategories()),
                        "Namespaced".equals(crd.getSpec().getScope()) ? "Lives in a namespace." : "Has no namespace."));
        version.getAdditionalPrinterColumns()
                .forEach(column -> row(column.getName(), cell(column.getDescription()) + "."));
        var kind = names.getKind();
        var types = types(kind);
        root.getProperties()
                .forEach((name, schema) -> block(kind, new Block(name, schema, requireNonNull(types.get(name)))));
        conditions(kind);
        if (kind.equals("GameDayRun")) {
            outcomes();
        }
        rules(kind, crd);
    }

    private void outcomes() {
        page.append("\n### How a GameDayRun ends\n\n| Outcome | Says |\n|---|---|\n");
        for (var outcome : Outcome.values()) {
            row("`" + outcome + "`", outcome.meaning());
        }
        page.append("\n| Reason of an outcome | Says |\n|---|---|\n");
        for (var reason : OutcomeReason.values()) {
            row("`" + reason + "`", reason.meaning());
        }
    }

    private static Map<String, Optional<Class<?>>> types(String kind) {
        var type = (ParameterizedType) CrdFiles.type(kind).getGenericSuperclass();
        var parts = type.getActualTypeArguments();
        return Map.of("spec", recordOf(parts[0]), "status", recordOf(parts[1]));
    }

    private static Optional<Class<?>> recordOf(Type type) {
        return switch (type) {
            case ParameterizedType list -> recordOf(list.getActualTypeArguments()[0]);
            case Class<?> plain when plain.isRecord() -> Optional.of(plain);
            case Type _ -> Optional.empty();
        };
    }

    private void block(String kind, Block block) {
        page.append("\n### ").append(kind).append('.').append(block.path()).append("\n\n");
        page.append(cell(new FieldWords(block.schema()).meaning())).append("\n\n");
        var object = object(block.schema());
        if (object.getProperties().isEmpty()) {
            page.append("It has no fields: write `{}`.\n");
            return;
        }
        page.append("| Field | Type | Default | Allowed | What it is |\n|---|---|---|---|---|\n");
        var children = new ArrayList<Block>();
        fields(object, block.type()).forEach((name, type) -> {
            var schema = requireNonNull(object.getProperties().get(name));
            var path = block.path() + (block.schema().getItems() == null ? "" : "[]") + "." + name;
            var words = new FieldWords(schema);
            row(
                    "`" + name + "`",
                    words.isBlock() ? "[" + words.type() + "](#" + anchor(kind + "." + path) + ")" : words.type(),
                    object.getRequired().contains(name) ? "required" : words.defaultValue(),
                    cell(words.allowed()),
                    cell(words.meaning()));
            if (words.isBlock()) {
                children.add(new Block(path, schema, type));
            }
        });
        blockRules(block, object);
        children.forEach(child -> block(kind, child));
    }

    private static JSONSchemaProps object(JSONSchemaProps schema) {
        return schema.getItems() == null ? schema : schema.getItems().getSchema();
    }

    /** The fields of an object with the records they hold: as the Java record has them, else as the schema has. */
    private static Map<String, Optional<Class<?>>> fields(JSONSchemaProps object, Optional<Class<?>> type) {
        var fields = new LinkedHashMap<String, Optional<Class<?>>>();
        for (RecordComponent component : type.map(Class::getRecordComponents).orElse(new RecordComponent[0])) {
            if (object.getProperties().containsKey(component.getName())) {
                fields.put(component.getName(), recordOf(component.getGenericType()));
            }
        }
        object.getProperties().keySet().forEach(name -> fields.putIfAbsent(name, Optional.empty()));
        return fields;
    }

    private void blockRules(Block block, JSONSchemaProps object) {
        var list = object.equals(block.schema()) ? Stream.<String>empty() : told("the list", block.schema());
        var rules = Stream.concat(list, told("the block", object)).toList();
        if (!rules.isEmpty()) {
            page.append("\nRules:\n\n").append(String.join("\n", rules)).append('\n');
        }
    }

    private static Stream<String> told(String whole, JSONSchemaProps schema) {
        return schema.getXKubernetesValidations().stream()
                .map(rule -> "- "
                        + Optional.ofNullable(rule.getFieldPath())
                                .map(path -> "`" + path.substring(1) + "`")
                                .orElse(whole)
                        + " " + cell(rule.getMessage()) + ".");
    }

    private void conditions(String kind) {
        page.append("\n### Conditions of a ").append(kind).append("\n\n");
        page.append("| Condition | True when | Reasons |\n|---|---|---|\n");
        var rows = ConditionTable.valueOf(kind).rows();
        for (var condition : rows) {
            row(
                    "`" + condition.type().name() + "`",
                    condition.meaning(),
                    condition.reasons().stream()
                            .map(reason -> "`" + reason.name() + "`")
                            .collect(joining(", ")));
        }
        page.append("\n| Reason | Says |\n|---|---|\n");
        rows.stream()
                .flatMap(condition -> condition.reasons().stream())
                .distinct()
                .sorted()
                .forEach(reason -> row("`" + reason.name() + "`", reason.meaning()));
    }

    private void rules(String kind, CustomResourceDefinition crd) {
        page.append("\n### The rules of ").append(kind).append(" in CEL\n\n");
        page.append("| Field | Message | Rule |\n|---|---|---|\n");
        for (Field field : CrdFiles.fields(crd)) {
            for (var rule : field.schema().getXKubernetesValidations()) {
                var path =
                        field.path() + Optional.ofNullable(rule.getFieldPath()).orElse("");
                row(
                        path.isEmpty() ? "the whole" : "`" + path + "`",
                        cell(rule.getMessage()),
                        "`" + rule.getRule().replace("|", "\\|") + "`");
            }
        }
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Text in which nothing is taken for markup. */
    private static String cell(String text) {
        return text.replace("<", "&lt;").replace("|", "\\|");
    }

    /** The name that GitHub gives to a heading. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }
}
