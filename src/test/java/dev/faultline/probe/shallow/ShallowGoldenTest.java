package dev.faultline.probe.shallow;

import static java.util.Objects.requireNonNull;

import dev.faultline.Golden;
import dev.faultline.api.HealthProbe;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A HealthProbe and a pod in, the probes that the pod gets out: one folder per case. All has been seen to answer. */
class ShallowGoldenTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static Stream<Path> cases() {
        return Golden.cases("shallow");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPodGetsItsProbes(Path folder) throws IOException {
        var probe = YAML.unmarshal(Files.readString(folder.resolve("in-probe.yaml")), HealthProbe.class);
        var pod = YAML.unmarshal(Files.readString(folder.resolve("in-pod.yaml")), Pod.class);
        var intent = ShallowIntent.of(requireNonNull(probe.getSpec().shallow()));

        var plan = new ShallowPlanner(intent, Set.copyOf(intent.asked())).plan(pod, Map.of());

        Golden.check(folder, Map.of("out-plan.yaml", YAML.asYaml(told(plan))));
    }

    private static Map<String, Object> told(ShallowPlan plan) {
        return switch (plan) {
            case ShallowPlan.Probes(var container, var probes) -> {
                var told = new LinkedHashMap<String, Object>();
                told.put("container", container);
                probes.forEach((purpose, probe) -> told.put(purpose.word() + "Probe", probe));
                yield told;
            }
            case ShallowPlan.NoPort _ -> Map.of("container", "none has the port");
        };
    }
}
