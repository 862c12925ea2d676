package dev.faultline.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;

/** The health scripts under Argo CD's own rules, against Argo CD's own form of tests. */
class ArgoHealthTest {

    private static final List<String> KINDS = List.of("ResiliencePolicy", "HealthProbe", "GameDay", "GameDayRun");

    static List<HealthCase> cases() {
        return KINDS.stream().flatMap(kind -> HealthCase.all(kind).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anObjectIsJudgedAsItsCaseSays(HealthCase each) {
        assertThat(ArgoHealth.of(each.object())).isEqualTo(each.health());
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void everyFileOfTheTestDataHasACase(String kind) throws IOException {
        try (var files = Files.list(ArgoHealth.home(kind).resolve("testdata"))) {
            assertThat(files.map(file -> "testdata/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(HealthCase.all(kind).stream()
                            .map(HealthCase::inputPath)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "io", "require", "package", "dofile", "loadfile", "debug", "math", "coroutine"})
    void theSandboxDoesNotHave(String name) {
        var health = ArgoHealth.of("return { status = 'Healthy', message = type(" + name + ") }", Map.of());

        assertThat(health.message()).isEqualTo("nil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string.upper('a')",
                "('a'):upper()",
                "io.open('/etc/passwd')",
                "require('os')",
                "os.execute('true')",
                "os.getenv('HOME')",
            })
    void theSandboxRefuses(String call) {
        assertThatThrownBy(() -> ArgoHealth.of("local x = " + call + " return { status = 'Healthy' }", Map.of()))
                .isInstanceOf(LuaError.class);
    }

    @Test
    void theSandboxHasTablesAndTheTime() {
        var health = ArgoHealth.of(
                "local t = {'b', 'a'} table.sort(t) return { status = 'Healthy', message = t[1] .. type(os.time()) }",
                Map.of());

        assertThat(health).isEqualTo(new ArgoHealth("Healthy", "anumber"));
    }

    @Test
    void aScriptThatDoesNotEndIsEnded() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> ArgoHealth.of("while true do end", Map.of()))
                        .hasMessageContaining("longer than 1 s"));
    }

    @Test
    void aStatusThatArgoDoesNotKnowIsUnknown() {
        assertThat(ArgoHealth.of("return { status = 'Fine' }", Map.of()).status())
                .isEqualTo("Unknown");
    }

    @Test
    void theConfigMapHasTheSameScript() {
        var data = Yaml.documents(Path.of("docs/argo-cd/argocd-cm.yaml"))
                .getFirst()
                .get("data");

        assertThat(data)
                .isInstanceOfSatisfying(
                        Map.class,
                        entries -> assertThat(KINDS)
                                .allSatisfy(kind -> assertThat(
                                                entries.get("resource.customizations.health.faultline.dev_" + kind))
                                        .isEqualTo(ArgoHealth.script(kind))));
    }

    @Test
    void theTestDataAreObjectsAsTheApiServerGivesThem() {
        assertThat(cases().stream().flatMap(each -> Stream.of(each.object())))
                .isNotEmpty()
                .allSatisfy(policy -> {
                    assertThat(KINDS).contains(String.valueOf(policy.get("kind")));
                    assertThat(policy.get("metadata"))
                            .isInstanceOfSatisfying(
                                    Map.class,
                                    metadata -> assertThat(metadata)
                                            .containsKeys("uid", "resourceVersion", "generation", "creationTimestamp"));
                });
    }
}
