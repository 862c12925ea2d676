package dev.faultline.policy.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.policy.target.Replacement.Manner;
import dev.faultline.policy.target.Replacement.Phase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a workload replaces its pods, and how far it is, as its own fields tell. */
class ReplacementTest {
    private static final String REST = """
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: app}]}
            """;

    private static Replacement deployment(String spec, String status) {
        return Replacement.of((Deployment)
                Manifests.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, generation: 4, resourceVersion: "9", uid: u}
                status: {%s}
                spec:
                  %s
                """.formatted(status, spec) + REST).objects().getFirst());
    }

    private static Replacement statefulSet(String spec, String status) {
        return Replacement.of((StatefulSet)
                Manifests.of("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: web, namespace: shop, generation: 4}
                status: {%s}
                spec:
                  %s
                """.formatted(status, spec) + REST).objects().getFirst());
    }

    /** As the controller does it; a share of a pod may be more, but not away. */
    @ParameterizedTest
    @CsvSource({
        "1, 25%, 25%, 0",
        "3, 25%, 25%, 0",
        "4, 25%, 25%, 1",
        "10, 25%, 25%, 2",
        "3, 1, 0, 1",
        "3, 100%, 0, 3",
        "3, 7, 0, 3",
        "1, 25%, 0, 1",
        "3, 0, 99999999999%, 0"
    })
    void aDeploymentTakesAwayAtOnce(int replicas, String away, String surge, int expected) {
        var replacement = deployment(
                "replicas: %d\n  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: %s, maxSurge: %s}}"
                        .formatted(replicas, away, surge),
                "");

        assertThat(replacement.manner()).isEqualTo(new Manner.Rolling(expected));
    }

    @Test
    void otherWaysOfADeployment() {
        assertThat(deployment("paused: true", "").manner()).isEqualTo(new Manner.Paused());
        assertThat(deployment("strategy: {type: Recreate}", "").manner()).isEqualTo(new Manner.AllAtOnce());
        assertThat(deployment("replicas: 8", "").manner()).isEqualTo(new Manner.Rolling(2));
    }

    @Test
    void aStatefulSetTakesAwayOneUnlessItIsToldOtherwise() {
        assertThat(statefulSet("replicas: 3", "").manner()).isEqualTo(new Manner.Rolling(1));
        assertThat(statefulSet("updateStrategy: {type: OnDelete}", "").manner()).isEqualTo(new Manner.OnDelete());
        assertThat(statefulSet("updateStrategy: {rollingUpdate: {partition: 2}}", "")
                        .manner())
                .isEqualTo(new Manner.Partitioned(2));
        assertThat(statefulSet("replicas: 5\n  updateStrategy: {rollingUpdate: {maxUnavailable: 50%}}", "")
                        .manner())
                .isEqualTo(new Manner.Rolling(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "observedGeneration: 4, replicas: 3, updatedReplicas: 3, availableReplicas: 3 | Settled",
                "observedGeneration: 3, replicas: 3, updatedReplicas: 3, availableReplicas: 3 | Moving",
                "observedGeneration: 4, replicas: 4, updatedReplicas: 3, availableReplicas: 4 | Moving",
                "observedGeneration: 4, replicas: 3, updatedReplicas: 3, availableReplicas: 2 | Moving",
                "observedGeneration: 4, replicas: 3, updatedReplicas: 2, availableReplicas: 3 | Moving",
                "observedGeneration: 4, replicas: 4, updatedReplicas: 1, availableReplicas: 3, "
                        + "conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}] | Stuck",
                "observedGeneration: 3, replicas: 4, updatedReplicas: 1, availableReplicas: 3, "
                        + "conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}] | Moving"
            })
    void aDeploymentIs(String status, Phase expected) {
        assertThat(deployment("replicas: 3", status).phase()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "observedGeneration: 4, currentRevision: a, updateRevision: a, availableReplicas: 3 | Settled",
                "observedGeneration: 3, currentRevision: a, updateRevision: a, availableReplicas: 3 | Moving",
                "observedGeneration: 4, currentRevision: a, updateRevision: b, availableReplicas: 3 | Moving",
                "observedGeneration: 4, currentRevision: a, updateRevision: a, availableReplicas: 2 | Moving"
            })
    void aStatefulSetIs(String status, Phase expected) {
        assertThat(statefulSet("replicas: 3", status).phase()).isEqualTo(expected);
    }

    @Test
    void aTemplateTellsWhatItWasRestartedForAndWhetherItDeclines() {
        var marked = (Deployment) Manifests.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, uid: u, resourceVersion: "9"}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata:
                      labels: {app: web}
                      annotations: {faultline.dev/restarted-for: uid.3, faultline.dev/inject: "false"}
                    spec: {containers: [{name: app, image: app}]}
                """).objects().getFirst();

        var replacement = Replacement.of(marked);

        assertThat(replacement.restartedFor()).isEqualTo("uid.3");
        assertThat(replacement.declined()).isEqualTo("faultline.dev/inject: \"false\"");
        assertThat(replacement.version()).isEqualTo(new Replacement.Version("u", "9"));
        assertThat(deployment("replicas: 1", "").restartedFor()).isEmpty();
        assertThat(deployment("replicas: 1", "").declined()).isEmpty();
    }
}
