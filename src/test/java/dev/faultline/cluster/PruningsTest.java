package dev.faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

/** What a cache keeps is all that is read, and doing so again changes nothing. */
class PruningsTest {
    @Test
    void ofAPodItsPlaceVolumesAndReadinessStay() {
        var pod = (Pod) only("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: shop, labels: {app: web}, annotations: {long: text}}
                spec:
                  nodeName: n1
                  containers: [{name: a, image: a}]
                  volumes:
                  - {name: data, persistentVolumeClaim: {claimName: c1}}
                  - {name: settings, configMap: {name: m}}
                status:
                  phase: Running
                  conditions: [{type: Initialized, status: "True"}, {type: Ready, status: "True"}]
                """);

        var kept = Prunings.POD.keep().apply(pod);

        assertThat(WorkloadReader.isReady(kept)).isTrue();
        assertThat(WorkloadReader.claims(kept)).containsExactly("c1");
        assertThat(kept.getSpec().getNodeName()).isEqualTo("n1");
        assertThat(kept.getSpec().getContainers()).isEmpty();
        assertThat(kept.getMetadata().getLabels()).containsEntry("app", "web");
        assertThat(kept.getMetadata().getAnnotations()).isEmpty();
        var facts = Prunings.POD.facts().apply(kept);
        assertThat(Prunings.POD.facts().apply(Prunings.POD.keep().apply(kept))).isEqualTo(facts);
    }

    @Test
    void ofADeploymentALabelIsNewsAndAnotherImageIsNot() {
        var manifest = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, labels: {team: %s}}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: a, image: %s}]}
                """;

        var before = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("a", "v1")));
        var upgraded = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("a", "v2")));
        var passedOn = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("b", "v1")));

        assertThat(Prunings.DEPLOYMENT.isNews(before, upgraded)).isFalse();
        assertThat(Prunings.DEPLOYMENT.isNews(before, passedOn)).isTrue();
    }

    @Test
    void ofABudgetWhatTellsItFromOthersStays() {
        var budget = (PodDisruptionBudget) only("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web-faultline, namespace: shop, uid: u1, generation: 4, resourceVersion: "7"}
                spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
                status: {disruptionsAllowed: 2, observedGeneration: 4}
                """);

        var kept = Prunings.BUDGET.keep().apply(budget);

        assertThat(kept.getMetadata().getUid()).isEqualTo("u1");
        assertThat(kept.getMetadata().getGeneration()).isEqualTo(4);
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(kept.getStatus().getDisruptionsAllowed()).isEqualTo(2);
    }

    private static Object only(String yaml) {
        return Manifests.of(yaml).objects().getFirst();
    }
}
