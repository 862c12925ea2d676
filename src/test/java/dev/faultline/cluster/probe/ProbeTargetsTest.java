package dev.faultline.cluster.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.HealthProbe;
import dev.faultline.injection.PodGate;
import dev.faultline.probe.gate.Target;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose pods a probe asks, and what is known of them; and which new pods get the gate. */
class ProbeTargetsTest {
    private static final String GATE = "faultline.dev/dependencies";

    private static final Manifests CLUSTER = Manifests.of("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, labels: {tier: front}}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers:
                  - {name: once, image: a, ports: [{name: early, containerPort: 1}]}
                  - {name: proxy, image: a, restartPolicy: Always, ports: [{name: admin, containerPort: 9901}]}
                  containers:
                  - name: a
                    image: a
                    ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}, {containerPort: 7}]
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop}
            spec:
              selector: {matchLabels: {app: db}}
              template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: a}]}}
            ---
            """
            + String.join(
                    "---\n",
                    pod("web-ready", "app: web", "podIPs: [{ip: 10.0.0.1}, {ip: \"2001:db8::1\"}]", "Ready: True"),
                    pod("web-unready", "app: web", "podIPs: [{ip: 10.0.0.2}]", "Ready: False"),
                    pod("web-starting", "app: web", "podIPs: []"),
                    pod("web-done", "app: web", "phase: Succeeded, podIPs: [{ip: 10.0.0.3}]", "Ready: True"),
                    gated("web-x", "Ready: False", "ContainersReady: True", GATE + ": False"),
                    gated("web-y", "Ready: False", "ContainersReady: True"),
                    gated("web-z", "Ready: False", "ContainersReady: False", GATE + ": True"),
                    pod("db-0", "app: db", "podIPs: [{ip: 10.0.0.4}]", "Ready: True")));

    @Test
    void aPodIsAskedOnceItsContainersAreReadyAndWhateverItsGateSays() {
        var web = targets("targetRefs: [{kind: Deployment, name: web}]").getFirst();

        assertThat(web.workload()).isEqualTo("Deployment/web");
        assertThat(web.pods())
                .extracting(pod -> pod.ref().name() + " " + pod.address() + " " + pod.isAsked() + " " + pod.condition())
                .containsExactly(
                        "web-ready 10.0.0.1 true NoGate",
                        "web-starting  false NoGate",
                        "web-unready 10.0.0.2 false NoGate",
                        "web-x 10.0.0.9 true False",
                        "web-y 10.0.0.9 true Missing",
                        "web-z 10.0.0.9 false True");
    }

    @Test
    void aPortIsANumberOrANameOfTheTemplate() {
        var web = targets("targetRefs: [{kind: Deployment, name: web}]").getFirst();

        assertThat(web.port("80")).hasValue(80);
        assertThat(web.port("http")).hasValue(8080);
        assertThat(web.port("admin")).hasValue(9901);
        assertThat(List.of("early", "dns", "https"))
                .allSatisfy(name -> assertThat(web.port(name)).isEmpty());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "targetRefs: [{kind: Deployment, name: web}, {kind: StatefulSet, name: db}] | Deployment/web StatefulSet/db",
                "targetRefs: [{kind: StatefulSet, name: web}] | ''",
                "targetSelector: {matchLabels: {tier: front}} | Deployment/web",
                "targetSelector: {} | Deployment/web StatefulSet/db",
            })
    void targetsAreNamedOrSelected(String target, String workloads) {
        assertThat(String.join(
                        " ", targets(target).stream().map(Target::workload).toList()))
                .isEqualTo(workloads);
    }

    @ParameterizedTest(name = "{0}; {1}; won {2}: gate {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "targetRefs: [{kind: Deployment, name: web}] | readiness: {impact: Gate} | true | true",
                "targetSelector: {matchLabels: {tier: front}} | readiness: {impact: Gate} | true | true",
                "targetRefs: [{kind: Deployment, name: web}] | readiness: {impact: Gate} | false | false",
                "targetRefs: [{kind: Deployment, name: api}] | readiness: {impact: Gate} | true | false",
                "targetRefs: [{kind: Deployment, name: web}] | readiness: {impact: None} | true | false",
                "targetRefs: [{kind: Deployment, name: web}] | {readiness: {impact: Gate}, mode: Audit} | true | false",
            })
    void aNewPodGetsTheGateOfAProbeThatEnforcesIt(String target, String lines, boolean won, boolean gated) {
        var reader = new GateReader(CLUSTER, () -> Optional.of(Duration.ofSeconds(3)), (_, _) -> won);
        var more =
                lines.startsWith("{") ? lines.substring(1, lines.length() - 1).replace(", mode", "\nmode") : lines;

        var facts = reader.of(newPod(), "shop", Stream.of(probe(target + "\n" + more)));

        assertThat(facts).isEqualTo(new PodGate.Facts(gated, Optional.of(Duration.ofSeconds(3))));
    }

    private static List<Target> targets(String target) {
        return new ProbeTargets(CLUSTER).of(probe(target));
    }

    private static HealthProbe probe(String lines) {
        return Serialization.unmarshal("""
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web, namespace: shop}
                spec:
                  deep: {checks: [{name: self, podEndpoint: {port: http, path: /well}}]}
                """ + lines.indent(2), HealthProbe.class);
    }

    private static Pod newPod() {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  generateName: web-5d-
                  labels: {app: web, pod-template-hash: 5d}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, uid: "1", controller: true}]
                spec: {containers: [{name: a, image: a}]}
                """, Pod.class);
    }

    private static String gated(String name, String... conditions) {
        return pod(name, "app: web", "podIPs: [{ip: 10.0.0.9}]", conditions)
                .replace("spec: {", "spec: {readinessGates: [{conditionType: " + GATE + "}], ");
    }

    private static String pod(String name, String label, String status, String... conditions) {
        var told = Stream.of(conditions)
                .map(condition -> condition.split(": "))
                .map(condition -> "{type: " + condition[0] + ", status: \"" + condition[1] + "\"}")
                .toList();
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: shop, uid: uid-%1$s, labels: {%2$s}}
                spec: {containers: [{name: a, image: a}]}
                status: {%3$s, conditions: [%4$s]}
                """.formatted(name, label, status, String.join(", ", told));
    }
}
