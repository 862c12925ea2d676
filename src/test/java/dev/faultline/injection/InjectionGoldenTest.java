package dev.faultline.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.faultline.Golden;
import dev.faultline.envoy.Bootstrap;
import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.probe.shallow.Purpose;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod and what is around it in, the changed pod and the reasons out: one folder per case. */
class InjectionGoldenTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOOTSTRAP =
            Bootstrap.yaml(InjectionCase.SETTINGS.xds(), InjectionCase.SETTINGS.addressing());

    static Stream<InjectionCase> cases() {
        return InjectionCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPodGivesItsChangeAndTheReasons(InjectionCase given) {
        var decision = given.decision();
        var changed = given.changed();

        Golden.check(
                given.folder(),
                Map.of(
                        "out-decision.yaml",
                        YAML.asYaml(told(decision)),
                        "out-pod.yaml",
                        YAML.asYaml(readable(changed))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSecondPassChangesNothing(InjectionCase given) {
        var once = given.changed();

        var decision = InjectionDecider.decide(once, given.facts(), InjectionCase.SETTINGS);
        var twice = PodChange.of(once, decision, InjectionCase.SETTINGS);

        assertThat(twice).isEqualTo(once);
        assertThat(PodPatch.diff(once, twice)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePatchLeadsFromThePodAsItWasSentToTheChangedOne(InjectionCase given) throws IOException {
        var sent = YAML.unmarshal(Files.readString(given.folder().resolve("in-pod.yaml")), JsonNode.class);
        var after = given.changed();

        var patch = PodPatch.diff(given.pod(), after);

        assertThat(JSON.treeToValue(JsonPatch.apply(patch, sent), Pod.class)).isEqualTo(after);
        if (!after.toString().contains("\"inlets\"") && !given.replacesProbes()) {
            assertThat(patch)
                    .noneMatch(operation -> operation.path("op").asText().equals("remove"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatThePodHadIsLeftAsItWasButForNamesOfPorts(InjectionCase given) {
        var untouched = new PodBuilder(given.pod()).build();

        var changed = given.changed();

        assertThat(given.pod()).isEqualTo(untouched);
        assertThat(nameless(changed.getSpec().getContainers()))
                .isEqualTo(nameless(untouched.getSpec().getContainers()));
        assertThat(nameless(changed.getSpec().getInitContainers()))
                .endsWith(nameless(untouched.getSpec().getInitContainers()).toArray(Container[]::new));
        assertThat(changed.getSpec().getVolumes())
                .containsAll(untouched.getSpec().getVolumes());
        assertThat(changed.getSpec().getHostAliases())
                .containsAll(untouched.getSpec().getHostAliases());
        assertThat(changed.getSpec().getImagePullSecrets())
                .isEqualTo(untouched.getSpec().getImagePullSecrets());
    }

    /** Without the names of ports, and without what calls by them. */
    private static List<Container> nameless(List<Container> containers) {
        return containers.stream()
                .map(container -> {
                    var copy = new ContainerBuilder(container)
                            .withStartupProbe(null)
                            .withReadinessProbe(null)
                            .withLivenessProbe(null)
                            .withLifecycle(null)
                            .build();
                    copy.getPorts().forEach(port -> port.setName(null));
                    return copy;
                })
                .toList();
    }

    private static Map<String, Object> told(Decision decision) {
        var told = new LinkedHashMap<String, Object>();
        switch (decision.sidecar()) {
            case SidecarChoice.Inject inject -> {
                told.put("sidecar", "Inject");
                if (!inject.notCaptured().isEmpty()) {
                    told.put("notCaptured", inject.notCaptured());
                }
            }
            case SidecarChoice.Skip skip -> told.put("sidecar", skip.reason().name());
        }
        decision.probes()
                .ifPresent(probes -> told.put(
                        "probes",
                        probes.probes().keySet().stream().map(Purpose::name).toList()));
        return told;
    }

    /** Without the bootstrap, which has tests of its own. */
    private static Pod readable(Pod pod) {
        var copy = new PodBuilder(pod).build();
        copy.getSpec()
                .getInitContainers()
                .forEach(container -> container.setArgs(container.getArgs().stream()
                        .map(arg -> arg.equals(BOOTSTRAP) ? "<bootstrap>" : arg)
                        .toList()));
        return copy;
    }
}
