package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.schema.Conformity;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.policy.PolicyNews;
import dev.faultline.policy.PolicyPlanner;
import dev.faultline.policy.PolicyReport;
import dev.faultline.policy.StatusChange;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is stored as a policy: it is read, judged and reported, its status fits the schema, and the policy beside it
 * notices nothing.
 */
class HostileInputTest {
    private static final Path MANIFESTS = Path.of("src/test/resources/crd/resiliencepolicy");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<JsonNode> HOSTILE = Stream.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "2.5",
                    "99999999999999999999",
                    "\"\"",
                    "\"%\"",
                    "\"word\"",
                    "\"" + "x".repeat(10_000) + "\"",
                    "[]",
                    "[null]",
                    "[[]]",
                    "{}",
                    "{\"a\": null}",
                    "{\"key\": {\"key\": 1}}")
            .map(HostileInputTest::json)
            .toList();
    /** Source: metav1.Condition, message. */
    private static final int LONGEST_MESSAGE = 32_768;

    private static final ResiliencePolicy GOOD = read(tree("""
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: good, namespace: shop, uid: g, generation: 1, creationTimestamp: "2020-01-01T00:00:00Z"}
            spec:
              targetRefs: [{kind: Deployment, name: good}]
            """));
    private static final String WORKLOAD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: shop, labels: {app: %1$s}}
            spec:
              replicas: 3
              selector: {matchLabels: {app: %1$s}}
              template: {metadata: {labels: {app: %1$s}}, spec: {containers: [{name: app, image: app}]}}
            """;
    private static final Neighbourhood NEIGHBOURHOOD = Manifests.of(
                    WORKLOAD.formatted("good") + "---\n" + WORKLOAD.formatted("checkout"))
            .neighbourhood();
    private static final String STATUS = """
            observedGeneration: 1
            summary: all is well
            score: 90
            programmedTargets: 1/1
            targets: [{attachedTo: Deployment/checkout, state: Programmed, budget: "25%", pods: 3, parts: [budget]}]
            proxies: {expected: 3}
            inbound: [{atPort: http, busiestClass: pay, errorPercent: "0.1", requestsPerSecond: 7, shedPercent: "12.5"}]
            dependencies: [{dependency: inventory, state: Closed}]
            findings: [{finding: SingleReplica, severity: Warning, message: m, target: Deployment/checkout}]
            conditions:
            - {type: Ready, status: "True", reason: Ready, message: m, lastTransitionTime: "2026-01-01T00:00:00Z"}
            """;

    private static final ResiliencePolicyStatus GOOD_STATUS = reported(GOOD, GOOD);

    static Stream<Path> manifests() throws IOException {
        return Files.list(MANIFESTS).sorted();
    }

    static Stream<Path> accepted() throws IOException {
        return manifests().filter(file -> file.getFileName().toString().startsWith("accepts-"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void whatTheSchemaRefusesIsReportedAllTheSame(Path file) throws IOException {
        assertThatItHarmsNobody(tree(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void noValueInAnyFieldOfTheSpecDoesHarm(Path file) throws IOException {
        var policy = (ObjectNode) tree(Files.readString(file));

        mutations(policy, "spec").forEach(HostileInputTest::assertThatItHarmsNobody);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void noValueInAnyFieldOfThePlantedStatusDoesHarm(Path file) throws IOException {
        var policy = (ObjectNode) tree(Files.readString(file));
        policy.set("status", tree(STATUS));

        mutations(policy, "status").forEach(HostileInputTest::assertThatItHarmsNobody);
    }

    private static void assertThatItHarmsNobody(JsonNode json) {
        ((ObjectNode) json)
                .putObject("metadata")
                .put("name", "hostile")
                .put("namespace", "shop")
                .put("uid", "uid-hostile")
                .put("generation", 1);
        var hostile = read(json);

        var status = reported(hostile, GOOD);

        assertThat(Conformity.fault(status)).as(json::toString).isEmpty();
        assertThat(status.conditions())
                .as(json::toString)
                .allMatch(condition -> !condition.getMessage().isBlank()
                        && condition.getMessage().length() < LONGEST_MESSAGE);
        assertThat(reported(GOOD, hostile)).as(json::toString).isEqualTo(GOOD_STATUS);
    }

    /** What the first policy is told when both are there, with all that happens to a status on the way. */
    private static ResiliencePolicyStatus reported(ResiliencePolicy policy, ResiliencePolicy other) {
        var plan = PolicyPlanner.plan(policy, NEIGHBOURHOOD.of(policy, namespace -> Stream.of(policy, other)));
        var status = PolicyReport.of(policy, plan, new PolicyReport.Outcome(Map.of(), Map.of()), NOW);
        StatusChange.between(policy.getStatus(), status);
        PolicyNews.between(policy.getStatus(), status);
        return status;
    }

    private static ResiliencePolicy read(JsonNode policy) {
        try {
            return JSON.treeToValue(policy, ResiliencePolicy.class);
        } catch (IOException e) {
            throw new AssertionError(policy.toString(), e);
        }
    }

    /** The policy with one node of the field replaced or removed, once for each node and hostile value. */
    private static Stream<JsonNode> mutations(ObjectNode policy, String field) {
        var mutants = new ArrayList<JsonNode>();
        var copy = policy.deepCopy();
        mutate(
                copy.get(field),
                value -> {
                    if (value == null) {
                        copy.remove(field);
                    } else {
                        copy.set(field, value);
                    }
                },
                () -> mutants.add(copy.deepCopy()));
        return mutants.stream();
    }

    private static void mutate(JsonNode node, Consumer<JsonNode> put, Runnable found) {
        for (var hostile : HOSTILE) {
            put.accept(hostile);
            found.run();
        }
        put.accept(null);
        found.run();
        put.accept(node);
        switch (node) {
            case ObjectNode object ->
                List.copyOf(object.properties())
                        .forEach(entry -> mutate(
                                entry.getValue(),
                                value -> {
                                    if (value == null) {
                                        object.remove(entry.getKey());
                                    } else {
                                        object.set(entry.getKey(), value);
                                    }
                                },
                                found));
            case ArrayNode array
            when !array.isEmpty() ->
                mutate(array.get(0), value -> array.set(0, value == null ? json("{}") : value), found);
            default -> {}
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode tree(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }
}
