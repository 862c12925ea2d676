package dev.faultline.api.schema;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last step of CRD generation: walks a kind's records beside the generated schema and writes what the generator
 * cannot say: list types, bounds and rules of the marks in this package, widths of integers, the order of enum words
 * and of printer columns, and the schemas of Kubernetes' own types.
 */
public final class CrdPolish implements CRDPostProcessor {

    /** The packages in which kinds live. */
    private static final List<String> KINDS =
            List.of("dev.faultline.api.", "dev.faultline.api.gameday.", "dev.faultline.api.gameday.run.");

    /** Room for any percentage and for most mistakes in one, which a rule then explains. */
    private static final long PERCENTAGE_LENGTH = 16;

    @Override
    public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
        var spec = ((CustomResourceDefinition) crd).getSpec();
        var kind = kind(spec.getNames().getKind());
        spec.getVersions().forEach(version -> polish(version, kind));
        return crd;
    }

    private static Class<?> kind(String name) {
        return KINDS.stream()
                .flatMap(home -> loaded(home + name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Kind " + name + " is in none of " + KINDS));
    }

    private static Optional<Class<?>> loaded(String name) {
        try {
            return Optional.of(Class.forName(name, false, CrdPolish.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static void polish(CustomResourceDefinitionVersion version, Class<?> kind) {
        var root = version.getSchema().getOpenAPIV3Schema();
        Optional.ofNullable(kind.getAnnotation(JsonClassDescription.class))
                .ifPresent(text -> root.setDescription(text.value()));
        var types = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        polishObject(requireNonNull(root.getProperties().get("spec")), (Class<?>) types[0], false);
        var status = requireNonNull(root.getProperties().get("status"));
        polishObject(status, (Class<?>) types[1], false);
        keepAsARecord(status);

        var wanted = Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version.getAdditionalPrinterColumns()
                .sort(Comparator.comparingInt(
                        (CustomResourceColumnDefinition column) -> wanted.indexOf(column.getName())));
    }

    /**
     * A status holds what has been, some of it in the words of a spec. Neither a rule nor a default that came later may
     * keep it from being written, or change what it says.
     */
    private static void keepAsARecord(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(new ArrayList<>());
        schema.setDefault(null);
        schema.getProperties().values().forEach(CrdPolish::keepAsARecord);
        Optional.ofNullable(schema.getItems()).ifPresent(items -> keepAsARecord(items.getSchema()));
        Optional.ofNullable(schema.getAdditionalProperties()).ifPresent(values -> keepAsARecord(values.getSchema()));
    }

    /** @param inList whether the object is, at any depth, an item of a list */
    private static void polishObject(JSONSchemaProps schema, Class<?> type, boolean inList) {
        for (var component : type.getRecordComponents()) {
            var properties = schema.getProperties();
            if (component.isAnnotationPresent(NotInSchema.class)) {
                properties.remove(component.getName());
            }
            properties.computeIfPresent(component.getName(), (name, property) -> polished(property, component, inList));
        }
    }

    private static JSONSchemaProps polished(JSONSchemaProps generated, RecordComponent component, boolean inList) {
        var schema = polished(generated, component.getGenericType(), inList);
        schema.setDescription(description(generated));
        if (inList) {
            // A merge of what is in Git with what is stored replaces lists as a whole: a default that the API server
            // fills in there is a difference for ever. The operator knows it all the same.
            // Source: JSON merge patch, RFC 7386, by which Argo CD compares custom resources.
            schema.setDefault(null);
        }
        addMarks(schema, component);
        if (component.getAnnotatedType() instanceof AnnotatedParameterizedType list && schema.getItems() != null) {
            addMarks(schema.getItems().getSchema(), list.getAnnotatedActualTypeArguments()[0]);
            setListType(schema, component);
        }
        // An annotation on a component stands on its field and on its accessor, and the generator reads both.
        var rules = new LinkedHashMap<String, ValidationRule>();
        schema.getXKubernetesValidations().forEach(rule -> rules.put(rule.getRule(), rule));
        schema.setXKubernetesValidations(new ArrayList<>(rules.values()));
        return schema;
    }

    private static JSONSchemaProps polished(JSONSchemaProps schema, Type type, boolean inList) {
        if (type instanceof ParameterizedType list && schema.getItems() != null) {
            var items = schema.getItems();
            items.setSchema(polished(items.getSchema(), list.getActualTypeArguments()[0], true));
        } else if (type instanceof Class<?> plain) {
            if (plain.isRecord()) {
                polishObject(schema, plain, inList);
            } else if (plain.isEnum()) {
                var words = Arrays.stream(plain.getEnumConstants())
                        .map(Object::toString)
                        .toList();
                schema.getEnum().sort(Comparator.comparingInt((JsonNode word) -> words.indexOf(word.asText())));
            } else if (plain == Integer.class) {
                schema.setFormat("int32");
            } else if (plain == Long.class) {
                schema.setFormat("int64");
            } else if (plain == IntOrString.class) {
                schema.setMaxLength(PERCENTAGE_LENGTH);
            } else {
                return KubernetesSchemas.of(plain).orElse(schema);
            }
        }
        return schema;
    }

    /** The description with the default, which {@code kubectl explain} does not show by itself. */
    private static @Nullable String description(JSONSchemaProps schema) {
        var words = schema.getDefault();
        if (words == null) {
            return schema.getDescription();
        }
        var text = words.isArray() ? words.valueStream().map(JsonNode::asText).collect(joining(", ")) : words.asText();
        return schema.getDescription() + " Default: " + text + ".";
    }

    private static void setListType(JSONSchemaProps schema, RecordComponent component) {
        var map = component.getAnnotation(ListMap.class);
        if (map != null) {
            schema.setXKubernetesListType("map");
            schema.setXKubernetesListMapKeys(List.of(map.value()));
        } else {
            schema.setXKubernetesListType(component.isAnnotationPresent(ListSet.class) ? "set" : "atomic");
        }
    }

    private static void addMarks(JSONSchemaProps schema, AnnotatedElement element) {
        for (var mark : element.getAnnotations()) {
            Class<? extends Annotation> type = mark.annotationType();
            if (!type.getPackage().equals(CrdPolish.class.getPackage())) {
                continue;
            }
            Optional.ofNullable(type.getAnnotation(Size.class)).ifPresent(size -> {
                schema.setMaxLength(size.max());
            });
            for (var rule : type.getAnnotationsByType(io.fabric8.generator.annotation.ValidationRule.class)) {
                var added = new ValidationRule();
                added.setRule(rule.value());
                added.setMessage(rule.message());
                schema.getXKubernetesValidations().add(added);
            }
        }
    }
}
