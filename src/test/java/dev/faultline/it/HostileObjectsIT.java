package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies that were stored while nothing was validated, beside good ones. */
class HostileObjectsIT {
    private static final String LONG = "x".repeat(10_000);

    /** Name to the lines of the spec; and what its status then says. */
    private static final Map<String, Bad> BAD = Map.of(
            "wrong-word", new Bad("mode: Sometimes", "spec.mode is Sometimes"),
            "long-name", new Bad("targetRefs: [{kind: Deployment, name: " + LONG + "}]", "10000 characters"),
            "long-word", new Bad("consistency: " + LONG, "spec.consistency is xxx"),
            "no-name", new Bad("targetRefs: [{kind: Deployment}]", "spec.targetRefs[0].name is missing"),
            "many", new Bad("targetRefs: [" + refs(1000) + "]", "spec.targetRefs has 1000 items; use at most 16"),
            "no-target", new Bad("spread: Hard", "set exactly one of targetRefs and targetSelector"));

    /** The API server takes no status for these. */
    private static final Map<String, Bad> BEYOND = Map.of(
            "wrong-type", new Bad("targetRefs: 17", "spec.targetRefs must be a list"),
            "null-item", new Bad("targetRefs: [null]", "spec.targetRefs[0] is missing"),
            "no-operator", new Bad("targetSelector: {matchExpressions: [{key: app}]}", "spec.targetSelector"));

    private TestNamespace namespace;

    private record Bad(String spec, String told) {}

    private static String refs(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "{kind: Deployment, name: app-" + number + "}")
                .collect(Collectors.joining(", "));
    }

    @BeforeEach
    void plantThemWithoutSchema() {
        namespace = ApiServer.ready().namespace("hostile-objects");
        namespace.apply(Manifests.deployment("web", 3));
        try {
            definition().edit(crd -> {
                var version = crd.getSpec().getVersions().getFirst();
                version.getSchema()
                        .setOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                                .withType("object")
                                .withXKubernetesPreserveUnknownFields(true)
                                .build());
                return crd;
            });
            for (var all : List.of(BAD, BEYOND)) {
                all.forEach((name, bad) -> eventually(() -> namespace.apply(Manifests.policyWith(name, bad.spec()))));
            }
            eventually(() -> namespace.apply("""
                    apiVersion: faultline.dev/v1alpha1
                    kind: ResiliencePolicy
                    metadata: {name: no-spec}
                    """));
        } finally {
            ApiServer.ready().applyCrds();
        }
    }

    @AfterEach
    void removeThem() {
        namespace.policies().delete();
        namespace.close();
    }

    @Test
    void eachSaysWhatIsWrongWithItAndNoneStopsAnother() {
        try (var _ = OperatorProcess.leading("hostile-objects")) {
            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");

            BAD.forEach((name, bad) -> assertThatItSays(name, bad.told()));
            assertThatItSays("no-spec", "spec is missing");
            BEYOND.forEach((name, bad) ->
                    eventually(() -> assertThat(eventsOf(name)).singleElement().satisfies(event -> {
                        assertThat(event.getReason()).isEqualTo("PolicyInvalid");
                        assertThat(event.getNote()).contains(bad.told());
                    })));

            namespace.apply(Manifests.policy("wrong-word", "web"));
            namespace.awaitReady("wrong-word");
        }
    }

    private void assertThatItSays(String name, String words) {
        namespace.awaitPolicy(name, policy -> {
            assertThat(policy.verdict("Stalled")).isEqualTo("True/Invalid");
            assertThat(policy.condition("Ready").message()).contains(words).hasSizeLessThan(1000);
        });
    }

    private List<Event> eventsOf(String policy) {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(policy))
                .toList();
    }

    private static Resource<CustomResourceDefinition> definition() {
        return ApiServer.ready()
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("resiliencepolicies.faultline.dev");
    }
}
