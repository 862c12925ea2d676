package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.cluster.traffic.SidecarCase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of a dependency is set by a case that the real Envoy loads, and makes a difference there; and what it
 * promises is seen once with the real Envoy, at the place that the table names.
 */
class DependencyFieldsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static {
        YAML.registerKubernetesResource(ResiliencePolicy.class);
    }

    /** What it means is for the schema, findings and people; what follows for Envoy has fields of its own. */
    private static final Set<String> NOT_FOR_ENVOY = Set.of("criticality");

    private static final Map<String, List<Place>> SEEN = new TreeMap<>(Map.ofEntries(
            Map.entry("name", of(EnvoyHttpIT.class, "anAliasIsCalledByTheRealName")),
            Map.entry("serviceRef", of(EnvoyHttpIT.class, "neitherSideSeesThatThereIsASidecar")),
            Map.entry("serviceRef.name", of(EnvoyHttpIT.class, "theOthersNoticeNothingWhenOneOfThreeDependenciesGoes")),
            Map.entry("serviceRef.namespace", of(EnvoyHttpIT.class, "aServiceOfAnotherNamespaceIsCalled")),
            Map.entry("serviceRef.port", of(EnvoyHttpIT.class, "anAliasIsCalledByTheRealName")),
            Map.entry("external", of(EnvoyTlsIT.class, "aServerThatProvesItsNameIsCalled")),
            Map.entry(
                    "external.host",
                    of(EnvoyTlsIT.class, "aServerThatProvesItsNameIsCalled", "aServerWithAnotherNameIsNot")),
            Map.entry("external.port", of(EnvoyTcpIT.class, "aHostOutsideGetsTheBytesAsTheyAre")),
            Map.entry(
                    "external.tls",
                    both(
                            of(EnvoyTlsIT.class, "aServerThatProvesItsNameIsCalled"),
                            of(EnvoyTcpIT.class, "aHostOutsideGetsTheBytesAsTheyAre"))),
            Map.entry("external.caConfigMapRef", of(EnvoyTlsIT.class, "aServerOfAnotherAuthorityIsNot")),
            Map.entry("external.caConfigMapRef.name", of(EnvoyTlsIT.class, "aServerOfAnotherAuthorityIsNot")),
            Map.entry(
                    "protocol",
                    both(
                            of(EnvoyGrpcIT.class, "onlyWhatIsHttp2IsSpokenToAsSuch", "theTimeoutIsToldAsADeadline"),
                            of(EnvoyHttpIT.class, "whatTheApplicationDoesNotSayTheServerIsNotTold"),
                            of(EnvoyTcpIT.class, "oneDeadEndpointOfTwoFailsNoConnection"))),
            Map.entry(
                    "criticality", of(EnvoyFallbackIT.class, "everyFailureIsAnsweredForUnlessThePolicySaysOtherwise")),
            Map.entry("listenPort", of(EnvoyHttpIT.class, "anAliasIsCalledByTheRealName")),
            Map.entry("connectTimeout", of(EnvoyTcpIT.class, "aConnectionThatIsNotMadeInTimeEnds")),
            Map.entry(
                    "timeout",
                    both(
                            of(EnvoyHttpIT.class, "aCallEndsAtItsTimeoutAndAStreamOfEventsDoesNot"),
                            of(EnvoyGrpcIT.class, "theTimeoutIsToldAsADeadline"),
                            of(EnvoyRetryIT.class, "theTimeoutHoldsForAllTriesTogether"))),
            Map.entry(
                    "idleTimeout",
                    both(
                            of(EnvoyTcpIT.class, "aConnectionEndsAfterTheSilenceThatItsPolicyAllows"),
                            of(EnvoyHttpIT.class, "aStreamEndsAfterTheSilenceThatItsPolicyAllows"))),
            Map.entry("retries", of(EnvoyRetryIT.class, "whatMayActTwiceIsTriedAgain", "whatMayNotIsSentOnce")),
            Map.entry(
                    "retries.attempts",
                    both(
                            of(EnvoyRetryIT.class, "noneIsTriedAgainWithoutAttempts"),
                            of(EnvoyFallbackIT.class, "allTriesComeFirst"))),
            Map.entry("retries.perTryTimeout", of(EnvoyRetryIT.class, "aTryThatHangsEndsInTimeForAnother")),
            Map.entry("retries.backoff", of(EnvoyRetryIT.class, "betweenTriesItWaitsUpToTheLastBound")),
            Map.entry("retries.backoff.base", of(EnvoyRetryIT.class, "betweenTriesItWaitsUpToTheLastBound")),
            Map.entry("retries.backoff.max", of(EnvoyRetryIT.class, "betweenTriesItWaitsUpToTheLastBound")),
            Map.entry("retries.budgetPercent", of(EnvoyRetryIT.class, "retriesAreAShareOfTheCallsHoweverManyFail")),
            Map.entry("retries.methods", of(EnvoyRetryIT.class, "methodsAndKeyAreThoseOfThePolicy")),
            Map.entry("retries.idempotencyKeyHeader", of(EnvoyRetryIT.class, "methodsAndKeyAreThoseOfThePolicy")),
            Map.entry("retries.grpcMethods", of(EnvoyGrpcIT.class, "onlyMethodsThatAreNamedAreTriedAgain")),
            Map.entry("circuitBreaker", of(EnvoyBreakerIT.class, "oneOfThreeThatFailsIsLeftOutAndStaysOut")),
            Map.entry(
                    "circuitBreaker.maxConcurrentRequests",
                    of(
                            EnvoyBreakerIT.class,
                            "moreCallsAtOnceThanAllowedAreRefusedAtOnceAndTheServerSeesNoMore",
                            "moreTcpConnectionsThanAllowedAreClosed")),
            Map.entry(
                    "circuitBreaker.maxPendingRequests",
                    of(EnvoyBreakerIT.class, "moreCallsAtOnceThanAllowedAreRefusedAtOnceAndTheServerSeesNoMore")),
            Map.entry("circuitBreaker.consecutiveFailures", of(EnvoyBreakerIT.class, "oneThatIsWellAgainComesBack")),
            Map.entry("circuitBreaker.failurePercent", of(EnvoyBreakerIT.class, "aShareOfFailuresIsEnough")),
            Map.entry("circuitBreaker.ejectionTime", of(EnvoyBreakerIT.class, "oneThatIsWellAgainComesBack")),
            Map.entry(
                    "circuitBreaker.maxEjectedPercent",
                    of(EnvoyBreakerIT.class, "noMoreAreLeftOutThanThePolicyAllows")),
            Map.entry("fallback", of(EnvoyFallbackIT.class, "everyFailureIsAnsweredForUnlessThePolicySaysOtherwise")),
            Map.entry(
                    "fallback.when",
                    of(EnvoyFallbackIT.class, "oneThatIsNamedAloneIsAnsweredFor", "oneThatIsNotNamedIsPassedOn")),
            Map.entry(
                    "fallback.status",
                    of(EnvoyFallbackIT.class, "everyFailureIsAnsweredForUnlessThePolicySaysOtherwise")),
            Map.entry(
                    "fallback.contentType",
                    of(EnvoyFallbackIT.class, "everyFailureIsAnsweredForUnlessThePolicySaysOtherwise")),
            Map.entry(
                    "fallback.body",
                    of(EnvoyFallbackIT.class, "everyFailureIsAnsweredForUnlessThePolicySaysOtherwise"))));

    /** A test that runs a real Envoy. */
    private record Place(Class<?> test, String method) {
        boolean isThere() {
            return Arrays.stream(test.getDeclaredMethods())
                    .anyMatch(candidate -> candidate.getName().equals(method) && isTest(candidate));
        }

        private static boolean isTest(Method method) {
            return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
        }
    }

    private static List<Place> of(Class<?> test, String... methods) {
        return Arrays.stream(methods).map(method -> new Place(test, method)).toList();
    }

    @SafeVarargs
    private static List<Place> both(List<Place>... places) {
        return Arrays.stream(places).flatMap(List::stream).toList();
    }

    /** @param path below a dependency, such as {@code retries.attempts} */
    private record Field(String path, boolean isOptional) {
        static Stream<Field> in(Class<?> type, String prefix) {
            return Arrays.stream(type.getRecordComponents()).flatMap(component -> of(component, prefix));
        }

        private static Stream<Field> of(RecordComponent component, String prefix) {
            var field = new Field(
                    prefix + component.getName(), component.getAnnotatedType().isAnnotationPresent(Nullable.class));
            return component.getType().isRecord()
                    ? Stream.concat(Stream.of(field), in(component.getType(), field.path + "."))
                    : Stream.of(field);
        }

        boolean isSetIn(SidecarCase given) {
            return given.objects().stream()
                    .filter(ResiliencePolicy.class::isInstance)
                    .flatMap(policy -> dependencies(tree(policy)))
                    .anyMatch(dependency -> dependency.at(pointer(path)).isValueNode()
                            || dependency.at(pointer(path)).isContainerNode());
        }

        /** The same case if no dependency had it. */
        SidecarCase removedFrom(SidecarCase given) {
            return new SidecarCase(
                    given.name(),
                    given.objects().stream().map(this::removedFrom).toList());
        }

        private HasMetadata removedFrom(HasMetadata object) {
            if (!(object instanceof ResiliencePolicy)) {
                return object;
            }
            var policy = tree(object);
            var cut = path.lastIndexOf('.') + 1;
            dependencies(policy)
                    .map(dependency -> dependency.at(pointer(path.substring(0, Math.max(0, cut - 1)))))
                    .filter(ObjectNode.class::isInstance)
                    .forEach(parent -> ((ObjectNode) parent).remove(path.substring(cut)));
            return YAML.convertValue(policy, ResiliencePolicy.class);
        }

        private static JsonNode tree(HasMetadata object) {
            return YAML.convertValue(object, JsonNode.class);
        }

        private static Stream<JsonNode> dependencies(JsonNode policy) {
            return policy.path("spec").path("dependencies").valueStream();
        }

        private static String pointer(String path) {
            return path.isEmpty() ? "" : "/" + path.replace('.', '/');
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Field> fields() {
        return Field.in(Dependency.class, "");
    }

    static Stream<Field> fieldsForEnvoy() {
        return fields().filter(field -> field.isOptional() && !NOT_FOR_ENVOY.contains(field.path()));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aCaseThatEnvoyLoadsSetsIt(Field field) {
        assertThat(EnvoyAcceptsIT.cases().filter(field::isSetIn)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("fieldsForEnvoy")
    void withoutItEnvoyWouldBeToldSomethingElse(Field field) {
        assertThat(EnvoyAcceptsIT.cases()
                        .filter(field::isSetIn)
                        .filter(given -> !field.removedFrom(given).config().equals(given.config())))
                .isNotEmpty();
    }

    @Test
    void whatItPromisesIsSeenWithARealEnvoy() {
        assertThat(SEEN.keySet()).isEqualTo(fields().map(Field::path).collect(Collectors.toSet()));
    }

    @Test
    void thatIsATest() {
        assertThat(SEEN.values().stream().flatMap(List::stream))
                .isNotEmpty()
                .allSatisfy(place ->
                        assertThat(place.isThere()).as(place.toString()).isTrue());
    }
}
