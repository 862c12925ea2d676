package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.argo.HealthCase;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.ArgoTestData;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Brings real probes into every state that the health script of docs/argo-cd tells apart. */
class ArgoCdProbeIT {
    private static final String KIND = "HealthProbe";
    private static final String HOLD = "example.com/hold";

    private static TestNamespace namespace;
    private static ArgoTestData data;

    static List<HealthCase> cases() {
        return HealthCase.all(KIND);
    }

    @BeforeAll
    static void givenProbesInEveryState() {
        namespace = ApiServer.ready().namespace("argo-probes");
        data = new ArgoTestData(KIND, namespace);
        try (var backend = Backend.up()) {
            var good = HostsFile.ALLOWED + ":" + backend.port();
            var nobody = HostsFile.ALLOWED + ":1";
            namespace.apply(probe("web", check("api", "Critical", good)));
            data.see("progressing_no_status", "web");
            try (var _ = OperatorProcess.launch("argo-probes", HostsFile.settings("argo-probes"))) {
                namespace.apply(
                        probe("impaired", check("api", "Critical", good), check("cache", "Degraded", nobody)),
                        probe("failing", check("orders-db", "Critical", nobody)),
                        probe("strange", check("stranger", "Critical", HostsFile.STRANGE + ":" + backend.port())),
                        probe("leaving", check("api", "Critical", good)));
                ApiServer.ready()
                        .withAnyMode(
                                "healthprobes.faultline.dev",
                                () -> namespace.apply(probe("broken", check("api", "Critical", good))
                                        .replace("spec:", "spec:\n  mode: Sometimes")));
                data.see("healthy", "web");
                data.see("healthy_impaired", "impaired");
                data.see("degraded_failing", "failing");
                data.see("degraded_invalid", "broken");
                data.see("progressing_not_dialled", "strange");
                // What is measured comes with a later write than the state; a probe that is being deleted gets none.
                eventually(() -> assertThat(leaving().getAdditionalProperties().toString())
                        .contains("availability="));
                hold(List.of(HOLD));
                namespace.probes().withName("leaving").delete();
                data.see("progressing_deleting", "leaving");
                hold(List.of());
            }
            namespace.apply(probe("web", check("api", "Info", good)));
            data.see("progressing_old_generation", "web");
        }
    }

    private static GenericKubernetesResource leaving() {
        return namespace.probes().withName("leaving").get();
    }

    private static void hold(List<String> finalizers) {
        namespace.probes().withName("leaving").edit(probe -> {
            probe.getMetadata().setFinalizers(finalizers);
            return probe;
        });
    }

    @AfterAll
    static void removeAll() {
        if (leaving() != null) {
            hold(List.of());
        }
        namespace.probes().withName("broken").delete();
        namespace.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLiveProbeIsWhatTheTestDataSayAndIsJudgedSo(HealthCase each) {
        data.assertThatItIsAsItsCaseSays(each);
    }

    private static String check(String name, String severity, String address) {
        return "    - {name: %s, severity: %s, tcp: {address: \"%s\"}}".formatted(name, severity, address);
    }

    private static String probe(String name, String... checks) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: %s}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    checks:
                """.formatted(name) + String.join("\n", checks);
    }
}
