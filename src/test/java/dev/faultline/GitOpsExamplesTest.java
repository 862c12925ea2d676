package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.argo.Yaml;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples for Argo CD and Flux lead somewhere, in the right order. */
class GitOpsExamplesTest {
    private static final Path ARGO = Path.of("docs/argo-cd");
    private static final Path FLUX = Path.of("docs/flux");
    private static final String WAVE = "argocd.argoproj.io/sync-wave";

    static Stream<Path> files() throws IOException {
        return Stream.of(ARGO, FLUX).flatMap(GitOpsExamplesTest::yamlFiles);
    }

    private static Stream<Path> yamlFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(ARGO.resolve("resource_customizations")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDocumentIsAnObject(Path file) {
        assertThat(documents(file)).isNotEmpty().allSatisfy(object -> {
            assertThat(object.path("apiVersion").asText()).isNotBlank();
            assertThat(object.path("kind").asText()).isNotBlank();
            assertThat(object.at("/metadata/name").asText()).isNotBlank();
        });
    }

    @Test
    void everyPathLeadsToAFolderOfThisRepository() {
        var paths = Stream.concat(applications().stream(), kustomizations().stream())
                .map(object -> object.at("/spec/source/path").asText("")
                        + object.at("/spec/path").asText(""));

        assertThat(paths)
                .hasSize(4)
                .allSatisfy(path -> assertThat(Path.of(path)).isDirectory());
    }

    @Test
    void theValuesOfTheExamplesAreValuesOfTheChart() throws IOException {
        var chart = Serialization.unmarshal(Files.readString(Path.of("helm/faultline/values.yaml")), JsonNode.class);
        var argo = named(applications(), "faultline").at("/spec/source/helm/valuesObject");
        var flux = named(documents(FLUX.resolve("faultline/operator.yaml")), "HelmRelease", "faultline")
                .at("/spec/values");

        assertThat(argo).isEqualTo(flux);
        argo.at("/image")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(chart.at("/image").has(name)).isTrue());
        assertThat(argo.at("/image").size()).isPositive();
    }

    @Test
    void argoSyncsTheOperatorFirstThenWorkloadsThenPolicies() {
        assertThat(wave(named(applications(), "faultline"))).isLessThan(wave(named(applications(), "shop")));

        var shop = yamlFiles(ARGO.resolve("shop"))
                .flatMap(file -> documents(file).stream())
                .toList();
        var policies = shop.stream()
                .filter(object -> object.path("kind").asText().equals("ResiliencePolicy"))
                .toList();
        var workloads = shop.stream()
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .toList();
        assertThat(policies).isNotEmpty().allSatisfy(policy -> {
            assertThat(policy.at("/metadata/annotations/argocd.argoproj.io~1sync-options")
                            .asText())
                    .isEqualTo("SkipDryRunOnMissingResource=true");
            assertThat(workloads)
                    .isNotEmpty()
                    .allSatisfy(workload -> assertThat(wave(workload)).isLessThan(wave(policy)));
        });
    }

    @Test
    void theApplicationForArgoGivesABudget() {
        assertThat(ExamplesTest.budgets(ARGO.resolve("shop"))).containsExactly("25% AlwaysAllow");
    }

    @Test
    void fluxAppliesTheApplicationAfterTheOperator() {
        var shop = named(kustomizations(), "shop");

        assertThat(shop.at("/spec/dependsOn/0/name").asText()).isEqualTo("faultline");
        assertThat(kustomizations()).allSatisfy(each -> {
            assertThat(each.at("/spec/wait").asBoolean()).isTrue();
            named(
                    documents(FLUX.resolve("cluster.yaml")),
                    each.at("/spec/sourceRef/kind").asText(),
                    "faultline");
        });
        assertThat(ExamplesTest.budgets(Path.of(shop.at("/spec/path").asText())))
                .isNotEmpty();
    }

    private static int wave(JsonNode object) {
        return object.at("/metadata/annotations").path(WAVE).asInt(0);
    }

    private static List<JsonNode> applications() {
        return documents(ARGO.resolve("applications.yaml"));
    }

    private static List<JsonNode> kustomizations() {
        return documents(FLUX.resolve("cluster.yaml")).stream()
                .filter(object -> object.path("kind").asText().equals("Kustomization"))
                .toList();
    }

    private static JsonNode named(List<JsonNode> objects, String name) {
        return objects.stream()
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode named(List<JsonNode> objects, String kind, String name) {
        return named(
                objects.stream()
                        .filter(object -> object.path("kind").asText().equals(kind))
                        .toList(),
                name);
    }

    private static List<JsonNode> documents(Path file) {
        return Yaml.documents(file).stream()
                .map(document -> Serialization.jsonMapper().<JsonNode>valueToTree(document))
                .toList();
    }
}
