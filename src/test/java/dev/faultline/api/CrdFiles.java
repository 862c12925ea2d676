package dev.faultline.api;

import static java.util.stream.Collectors.toMap;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.schema.CrdPolish;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The CRDs, as committed and as generated anew. */
final class CrdFiles {

    /** Where the build writes the CRDs. */
    static final Path COMMITTED = Path.of("crds");

    /** The kinds of the API. */
    private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(ResiliencePolicy.class, HealthProbe.class, GameDay.class, GameDayRun.class);

    private CrdFiles() {}

    /** The type of a kind, by its name. */
    static Class<? extends CustomResource<?, ?>> type(String kind) {
        return KINDS.stream()
                .filter(type -> type.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** A schema of one field, with its path, such as spec.inbound[].port. */
    record Field(String path, JSONSchemaProps schema) {}

    /** The text of every CRD in a folder, by file name. */
    static Map<String, String> texts(Path folder) {
        try (var files = Files.list(folder)) {
            var texts = new TreeMap<String, String>();
            for (var file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CustomResourceDefinition> committed() {
        return texts(COMMITTED).values().stream()
                .map(text -> Serialization.unmarshal(text, CustomResourceDefinition.class))
                .toList();
    }

    static CustomResourceDefinition committed(String kind) {
        return committed().stream()
                .filter(crd -> crd.getSpec().getNames().getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** The columns of kubectl get; of priority 1, those of its wide output alone. */
    static List<String> columns(CustomResourceDefinition crd, int priority) {
        return crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
                .filter(column -> column.getPriority() == priority)
                .map(CustomResourceColumnDefinition::getName)
                .toList();
    }

    /** By the path of the field, as text. */
    static Map<String, String> defaults(CustomResourceDefinition crd) {
        return fields(crd).stream()
                .filter(field -> field.schema().getDefault() != null)
                .collect(toMap(Field::path, field -> field.schema().getDefault().asText()));
    }

    /** By the path of the list, its type with its keys. */
    static Map<String, String> lists(CustomResourceDefinition crd) {
        return fields(crd).stream()
                .filter(field -> "array".equals(field.schema().getType()))
                .collect(toMap(
                        Field::path,
                        field -> field.schema().getXKubernetesListType()
                                + field.schema().getXKubernetesListMapKeys()));
    }

    /** Generates the CRD of every kind as the build does. */
    static void generate(Path folder) {
        new CRDGenerator()
                .customResourceClasses(List.<Class<? extends HasMetadata>>copyOf(KINDS))
                .withPostProcessor(new CrdPolish())
                .inOutputDir(folder.toFile())
                .generate();
    }

    /** Every field, list item and map value of a CRD, its root included. */
    static List<Field> fields(CustomResourceDefinition crd) {
        var found = new ArrayList<Field>();
        var versions = crd.getSpec().getVersions();
        versions.forEach(version -> collect(new Field("", version.getSchema().getOpenAPIV3Schema()), found));
        return found;
    }

    /** The path of every field within a part of a CRD. */
    static Set<String> paths(JSONSchemaProps part) {
        var found = new ArrayList<Field>();
        collect(new Field("", part), found);
        return found.stream().map(Field::path).collect(Collectors.toSet());
    }

    private static void collect(Field field, List<Field> found) {
        found.add(field);
        var schema = field.schema();
        var prefix = field.path().isEmpty() ? "" : field.path() + ".";
        Optional.ofNullable(schema.getProperties())
                .ifPresent(all -> all.forEach((name, value) -> collect(new Field(prefix + name, value), found)));
        Optional.ofNullable(schema.getItems())
                .ifPresent(items -> collect(new Field(field.path() + "[]", items.getSchema()), found));
        Optional.ofNullable(schema.getAdditionalProperties())
                .ifPresent(values -> collect(new Field(field.path() + "[]", values.getSchema()), found));
    }
}
