package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.api.CrdCases.Accepted;
import dev.faultline.api.CrdCases.Complaint;
import dev.faultline.api.CrdCases.Rejected;
import dev.faultline.api.CrdCases.Updated;
import dev.faultline.it.world.Setting;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real API server says to the manifests under {@code crd/}. Nothing stays: every create is a dry run, but of
 * what is written again later and then deleted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdValidationIT {

    /** What the server adds when a fault of the schema keeps it from asking the CEL rules. */
    private static final String NOT_ALL_CHECKED = "some validation rules were not checked";

    private static final String NAMESPACE = "default";

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig()))
            .build();

    @BeforeAll
    void applyTheCrds() {
        for (var crd : CrdFiles.committed()) {
            client.resource(crd).forceConflicts().serverSideApply();
            client.resource(crd).waitUntilCondition(CrdValidationIT::isEstablished, 30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    void close() {
        client.close();
    }

    static List<Accepted> accepted() {
        return CrdCases.accepted();
    }

    static List<Rejected> rejected() {
        return CrdCases.rejected();
    }

    static List<Updated> updates() {
        return CrdCases.updates();
    }

    @ParameterizedTest(name = "the API server accepts and keeps all of: {0}")
    @MethodSource("accepted")
    void acceptsAndKeepsAllOf(Accepted accepted) {
        var stored = create(accepted.manifest());

        assertThat(missing(
                        tree(accepted.manifest()).get("spec"),
                        tree(Serialization.asYaml(stored)).get("spec")))
                .as("what the server dropped or changed")
                .isEmpty();
    }

    @ParameterizedTest(name = "the API server refuses, with one complaint: {0}")
    @MethodSource("rejected")
    void refusesWithOneComplaint(Rejected rejected) {
        var refusal = catchThrowableOfType(KubernetesClientException.class, () -> create(rejected.manifest()));

        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(complaints(refusal, rejected.complaint())).containsExactly(rejected.complaint());
    }

    @ParameterizedTest(name = "the API server says to what is written again: {0}")
    @MethodSource("updates")
    void saysToWhatIsWrittenAgain(Updated updated) {
        var stored = resource(updated.allowed().getFirst()).create();
        try {
            updated.allowed().stream().skip(1).forEach(this::update);

            var refusal = catchThrowableOfType(KubernetesClientException.class, () -> update(updated.last()));

            assertThat(said(refusal, updated.complaint()))
                    .isEqualTo(updated.complaint().stream().toList());
        } finally {
            client.resource(stored).delete();
        }
    }

    private void update(String manifest) {
        var next = resource(manifest);
        var changed = next.item();
        changed.getMetadata().setResourceVersion(next.get().getMetadata().getResourceVersion());
        client.resource(changed).inNamespace(NAMESPACE).update();
    }

    /** Nothing where the server let it pass. */
    private static List<Complaint> said(@Nullable KubernetesClientException refusal, Optional<Complaint> wanted) {
        return refusal == null ? List.of() : complaints(refusal, wanted.orElse(new Complaint("", "")));
    }

    private GenericKubernetesResource create(String manifest) {
        return resource(manifest).dryRun().fieldValidation(Validation.STRICT).create();
    }

    private Resource<GenericKubernetesResource> resource(String manifest) {
        return client.resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .inNamespace(NAMESPACE);
    }

    /** The server's complaints; one that ends like the wanted one, after the value it quotes, counts as equal. */
    private static List<Complaint> complaints(KubernetesClientException refusal, Complaint wanted) {
        return refusal.getStatus().getDetails().getCauses().stream()
                .filter(cause -> !cause.getMessage().contains(NOT_ALL_CHECKED))
                .map(cause -> new Complaint(cause.getField(), withoutValue(cause, wanted)))
                .toList();
    }

    private static String withoutValue(StatusCause cause, Complaint wanted) {
        return cause.getMessage().endsWith(": " + wanted.text()) ? wanted.text() : cause.getMessage();
    }

    /** Paths of what was given and is not in what was stored; the server may add defaults. */
    private static List<String> missing(JsonNode given, JsonNode stored) {
        if (given.isObject()) {
            return given.properties().stream()
                    .flatMap(field -> missing(field.getValue(), stored.path(field.getKey())).stream()
                            .map(path -> field.getKey() + "." + path))
                    .toList();
        }
        if (given.isArray() && given.size() == stored.size()) {
            return IntStream.range(0, given.size())
                    .boxed()
                    .flatMap(at ->
                            missing(given.get(at), stored.get(at)).stream().map(path -> at + "." + path))
                    .toList();
        }
        return given.equals(stored) ? List.of() : List.of(given + " became " + stored);
    }

    private static JsonNode tree(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private static File kubeconfig() {
        return Setting.KUBECONFIG.path().toFile();
    }
}
