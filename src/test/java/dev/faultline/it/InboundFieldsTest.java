package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.policy.inbound.InletCase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of inbound is set by a case that the real Envoy loads, and makes a difference there; and what it promises
 * is seen once with the real Envoy, at the place that the table names.
 */
class InboundFieldsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static {
        YAML.registerKubernetesResource(ResiliencePolicy.class);
    }

    private static final Map<String, Place> SEEN = new TreeMap<>(Map.ofEntries(
            Map.entry("port", of(EnvoyInboundLogIT.class, "aLineSaysWhatHappenedToWhichClassAndOnWhoseBehalf")),
            Map.entry("protocol", of(EnvoyInboundDeadlineIT.class, "theEndOfACallIsToldAsADeadline")),
            Map.entry("deadline", of(EnvoyInboundDeadlineIT.class, "withoutADeadlineNothingIsAdded")),
            Map.entry("deadline.whenAbsent", of(EnvoyInboundDeadlineIT.class, "ofTwoBoundsEachCountsByItself")),
            Map.entry("deadline.max", of(EnvoyInboundDeadlineIT.class, "ofTwoBoundsEachCountsByItself")),
            Map.entry(
                    "maxConcurrentRequests", of(EnvoyBulkheadIT.class, "aWiderLimitLetsMoreInAndNobodyLosesHisAnswer")),
            Map.entry("shedding", of(EnvoyBulkheadIT.class, "withoutSheddingTheyWait")),
            Map.entry("idempotencyKeyHeader", of(EnvoyInboundIT.class, "aWriteWithoutAKeyIsRefusedAndToldWhatToSend")),
            Map.entry("routeClasses[]", of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].name",
                    of(EnvoyInboundLogIT.class, "allThatPrometheusSeesIsCataloguedAndItIsNotMuch")),
            Map.entry("routeClasses[].match", of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].match.pathPrefixes",
                    of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry("routeClasses[].match.methods", of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].match.headers[]", of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].match.headers[].name",
                    of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].match.headers[].value",
                    of(EnvoyInboundIT.class, "aRequestIsOfTheFirstClassThatItFits")),
            Map.entry(
                    "routeClasses[].reservedPercent",
                    of(EnvoyBulkheadIT.class, "aFloodOfOneClassIsRefusedAtOnceAndStarvesNoOther")),
            Map.entry("routeClasses[].deadline", of(EnvoyInboundDeadlineIT.class, "theDeadlineOfAClassIsItsOwn")),
            Map.entry(
                    "routeClasses[].requireIdempotencyKey",
                    of(EnvoyInboundIT.class, "aWriteWithoutAKeyIsRefusedAndToldWhatToSend")),
            Map.entry(
                    "routeClasses[].rateLimit", of(EnvoyInboundIT.class, "moreThanTheRateOfAClassIsRefusedForAWhile")),
            Map.entry(
                    "routeClasses[].rateLimit.requests",
                    of(EnvoyInboundIT.class, "moreThanTheRateOfAClassIsRefusedForAWhile")),
            Map.entry(
                    "routeClasses[].rateLimit.per",
                    of(EnvoyInboundIT.class, "moreThanTheRateOfAClassIsRefusedForAWhile"))));

    /** A test that runs a real Envoy. */
    private record Place(Class<?> test, String method) {
        boolean isThere() {
            return Arrays.stream(test.getDeclaredMethods())
                    .anyMatch(candidate -> candidate.getName().equals(method)
                            && (candidate.isAnnotationPresent(Test.class)
                                    || candidate.isAnnotationPresent(ParameterizedTest.class)));
        }
    }

    private static Place of(Class<?> test, String method) {
        return new Place(test, method);
    }

    /** @param path below a port, such as {@code routeClasses[].match.methods}; a list of records has brackets */
    private record Field(String path, boolean isOptional) {
        static Stream<Field> in(Class<?> type, String prefix) {
            return Arrays.stream(type.getRecordComponents()).flatMap(component -> of(component, prefix));
        }

        private static Stream<Field> of(RecordComponent component, String prefix) {
            var item = item(component);
            var type = item == null ? component.getType() : item;
            var field = new Field(
                    prefix + component.getName() + (item == null ? "" : "[]"),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class));
            return type.isRecord() ? Stream.concat(Stream.of(field), in(type, field.path + ".")) : Stream.of(field);
        }

        private static @Nullable Class<?> item(RecordComponent component) {
            return component.getGenericType() instanceof ParameterizedType list
                            && list.getActualTypeArguments()[0] instanceof Class<?> type
                            && type.isRecord()
                    ? type
                    : null;
        }

        boolean isSetIn(InletCase given) {
            return given.objects().stream()
                    .filter(ResiliencePolicy.class::isInstance)
                    .flatMap(policy -> parents(tree(policy)))
                    .anyMatch(parent -> !parent.path(name()).isMissingNode()
                            && !parent.path(name()).isNull());
        }

        /** The same case if no port had it. */
        InletCase removedFrom(InletCase given) {
            return new InletCase(
                    given.name(),
                    given.objects().stream().map(this::removedFrom).toList(),
                    given.app());
        }

        private HasMetadata removedFrom(HasMetadata object) {
            if (!(object instanceof ResiliencePolicy)) {
                return object;
            }
            var policy = tree(object);
            parents(policy)
                    .filter(ObjectNode.class::isInstance)
                    .toList()
                    .forEach(parent -> ((ObjectNode) parent).remove(name()));
            return YAML.convertValue(policy, ResiliencePolicy.class);
        }

        private String name() {
            return path.substring(path.lastIndexOf('.') + 1).replace("[]", "");
        }

        /** The objects that may have it. */
        private Stream<JsonNode> parents(JsonNode policy) {
            var found = policy.path("spec").path("inbound").valueStream();
            var steps = path.split("[.]");
            for (var step : List.of(steps).subList(0, steps.length - 1)) {
                found = step.endsWith("[]")
                        ? found.flatMap(
                                node -> node.path(step.replace("[]", "")).valueStream())
                        : found.map(node -> node.path(step));
            }
            return found;
        }

        private static JsonNode tree(HasMetadata object) {
            return YAML.convertValue(object, JsonNode.class);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Field> fields() {
        return Field.in(Inbound.class, "");
    }

    static Stream<Field> optionalFields() {
        return fields().filter(Field::isOptional);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aCaseThatEnvoyLoadsSetsIt(Field field) {
        assertThat(EnvoyInboundAcceptsIT.cases().filter(field::isSetIn)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("optionalFields")
    void withoutItEnvoyWouldBeToldSomethingElse(Field field) {
        assertThat(EnvoyInboundAcceptsIT.cases()
                        .filter(field::isSetIn)
                        .filter(given -> !field.removedFrom(given).config().equals(given.config())))
                .isNotEmpty();
    }

    @Test
    void whatItPromisesIsSeenWithARealEnvoy() {
        assertThat(SEEN.keySet()).isEqualTo(fields().map(Field::path).collect(Collectors.toSet()));
        assertThat(SEEN.values())
                .allSatisfy(place ->
                        assertThat(place.isThere()).as(place.toString()).isTrue());
    }
}
