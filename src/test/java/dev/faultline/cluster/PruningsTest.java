package dev.faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.policy.mention.Mention;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Replacement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
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
    void ofAnEnvironmentTheHostsStayAndNothingElseOfIt() {
        var manifest = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: a, ports: [{containerPort: 80}], env: [{name: DB, value: "postgres://u:%s@%s:5432/x"}]}
                """;

        var before = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("sesame", "db")));
        var again = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("tahini", "db")));
        var moved = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("sesame", "db2")));

        assertThat(before.toString()).doesNotContain("sesame");
        assertThat(Template.of(
                        Prunings.DEPLOYMENT.keep().apply(before).getSpec().getTemplate()))
                .isEqualTo(
                        new Template(List.of(new Mention("db", Mention.Form.Url)), List.of(), List.of("a"), Map.of()));
        assertThat(Prunings.DEPLOYMENT.isNews(before, again)).isFalse();
        assertThat(Prunings.DEPLOYMENT.isNews(before, moved)).isTrue();
    }

    @Test
    void ofARolloutItsBeginAndItsEndAreNewsAndEachPodIsNot() {
        var manifest = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, uid: u, generation: 2, resourceVersion: "%s"}
                spec:
                  replicas: 3
                  strategy: {type: Recreate}
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}, annotations: {faultline.dev/restarted-for: p.1, long: text}}
                    spec: {containers: [{name: a, image: a}]}
                status: {observedGeneration: 2, replicas: 3, updatedReplicas: %d, availableReplicas: %d}
                """;

        var first = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("7", 1, 2)));
        var second = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("8", 2, 3)));
        var last = Prunings.DEPLOYMENT.keep().apply((Deployment) only(manifest.formatted("9", 3, 3)));

        assertThat(Prunings.DEPLOYMENT.isNews(first, second)).isFalse();
        assertThat(Prunings.DEPLOYMENT.isNews(second, last)).isTrue();
        assertThat(last.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsExactly(Map.entry(Replacement.RESTARTED_FOR, "p.1"));
        var replacement = Replacement.of(last);
        assertThat(Replacement.of(Prunings.DEPLOYMENT.keep().apply(last)))
                .isEqualTo(replacement)
                .returns(new Replacement.Version("u", "9"), Replacement::version)
                .returns(new Replacement.Manner.AllAtOnce(), Replacement::manner)
                .returns(Replacement.Phase.Settled, Replacement::phase);
    }

    @Test
    void ofAStatefulSetItsWayAndItsRevisionsStay() {
        var set = (StatefulSet) only("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop, uid: u, generation: 2, resourceVersion: "9"}
                spec:
                  replicas: 3
                  updateStrategy: {type: OnDelete}
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: a, image: a}]}
                status: {observedGeneration: 2, currentRevision: a, updateRevision: b, availableReplicas: 3}
                """);
        var before = Replacement.of(set);

        var kept = Prunings.STATEFUL_SET.keep().apply(set);

        assertThat(Replacement.of(kept))
                .isEqualTo(before)
                .returns(new Replacement.Manner.OnDelete(), Replacement::manner)
                .returns(Replacement.Phase.Moving, Replacement::phase);
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
