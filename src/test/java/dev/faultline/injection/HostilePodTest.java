package dev.faultline.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in a pod: it is decided on without an exception, and its own containers stay as they are. Only lists
 * hold no nulls, since the API server has typed the pod before it sends it.
 */
class HostilePodTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final List<String> HOSTILE = List.of(
            "null",
            "true",
            "0",
            "-1",
            "99999999999999999999",
            "\"\"",
            "\"1e999\"",
            "\"word\"",
            "\"../..\\u0000\"",
            "[]",
            "{}",
            "{\"a\": null}",
            "{\"key\": {\"key\": 1}}");

    static Stream<InjectionCase> cases() {
        return InjectionCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noValueInAnyFieldOfThePodDoesHarm(InjectionCase given) throws IOException {
        var sent = YAML.unmarshal(Files.readString(given.folder().resolve("in-pod.yaml")), ObjectNode.class);
        var tried = new ArrayList<JsonNode>();
        mutate(sent.deepCopy(), tried);

        tried.stream().flatMap(mutant -> read(mutant).stream()).forEach(pod -> assertThatItHarmsNobody(given, pod));

        assertThat(tried).hasSizeGreaterThan(100);
    }

    private static void assertThatItHarmsNobody(InjectionCase given, Pod pod) {
        var before = JSON.valueToTree(pod);

        var decision = InjectionDecider.decide(pod, given.facts(), InjectionCase.SETTINGS);
        var changed = PodChange.of(pod, decision, InjectionCase.SETTINGS);
        PodPatch.diff(pod, changed);

        assertThat((JsonNode) JSON.valueToTree(pod)).isEqualTo(before);
        var keepsItsNames = !(decision.sidecar() instanceof Decision.SidecarChoice.Inject inject)
                || inject.sidecar().capture().inlets().isEmpty();
        var keepsItsProbes = decision.probes().isEmpty();
        if (pod.getSpec() != null && keepsItsNames && keepsItsProbes) {
            assertThat(changed.getSpec().getContainers())
                    .isEqualTo(pod.getSpec().getContainers());
        }
    }

    /** Empty for what is not even a pod: the webhook refuses to read it. */
    private static Optional<Pod> read(JsonNode mutant) {
        try {
            return Optional.of(JSON.treeToValue(mutant, Pod.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Copies of the whole, each with one field or item replaced or gone. */
    private static void mutate(ObjectNode whole, List<JsonNode> found) {
        mutate(whole, whole, found);
    }

    private static void mutate(JsonNode node, ObjectNode whole, List<JsonNode> found) {
        switch (node) {
            case ObjectNode object ->
                List.copyOf(object.properties()).forEach(entry -> {
                    replace(value -> object.set(entry.getKey(), value), entry.getValue(), whole, found);
                    mutate(entry.getValue(), whole, found);
                });
            case ArrayNode array ->
                IntStream.range(0, array.size()).forEach(index -> {
                    replace(
                            value -> array.set(index, value.isNull() ? json("{}") : value),
                            array.get(index),
                            whole,
                            found);
                    mutate(array.get(index), whole, found);
                });
            default -> {}
        }
    }

    private static void replace(Consumer<JsonNode> put, JsonNode original, ObjectNode whole, List<JsonNode> found) {
        for (var hostile : HOSTILE) {
            put.accept(json(hostile));
            found.add(whole.deepCopy());
        }
        put.accept(original);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
