package dev.faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Workload.Key;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One change touches what it must, and nothing else. */
class ReachTest {
    private static final Key WEB = new Key(TargetKind.Deployment, "web");
    private static final Manifests CLUSTER = Manifests.of("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, labels: {team: a}}
            spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {}}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop}
            spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {}}}
            """);

    @Test
    void aPodReachesTheWorkloadThatSelectsIt() {
        assertThat(reach("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop, labels: {app: web}}"))
                .isEqualTo(new Reach.Workloads("shop", Map.of(WEB, Map.of("team", "a"))));
        assertThat(reach("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: other, labels: {app: web}}"))
                .isEqualTo(new Reach.Workloads("other", Map.of()));
    }

    @Test
    void aBudgetReachesThePodsItSelectsAndTheWorkloadWhoseNameItBears() {
        assertThat(reach("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: team-pdb, namespace: shop}
                        spec: {selector: {matchLabels: {app: web}}}
                        """)).isEqualTo(new Reach.Workloads("shop", Map.of(WEB, Map.of("team", "a"))));
        assertThat(reach("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: web-faultline, namespace: shop}
                        spec: {selector: {matchLabels: {app: unrelated}}}
                        """)).isEqualTo(new Reach.Workloads("shop", Map.of(WEB, Map.of("team", "a"))));
    }

    @Test
    void anAutoscalerReachesItsTarget() {
        assertThat(reach("""
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: any, namespace: shop}
                        spec: {scaleTargetRef: {kind: Deployment, name: web}}
                        """)).isEqualTo(new Reach.Workloads("shop", Map.of(WEB, Map.of("team", "a"))));
        assertThat(reach("""
                        apiVersion: keda.sh/v1alpha1
                        kind: ScaledObject
                        metadata: {name: any, namespace: shop}
                        spec: {scaleTargetRef: {name: web}}
                        """)).isEqualTo(new Reach.Workloads("shop", Map.of(WEB, Map.of("team", "a"))));
        assertThat(reach("""
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: any, namespace: shop}
                        spec: {scaleTargetRef: {kind: Rollout, name: web}}
                        """)).isEqualTo(new Reach.Nothing());
    }

    @Test
    void aVolumeReachesTheNamespaceOfItsClaimAndANodeEverything() {
        var volume = "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\n";

        assertThat(reach(volume + "spec: {claimRef: {namespace: shop}}")).isEqualTo(new Reach.Namespace("shop"));
        assertThat(reach(volume + "spec: {}")).isEqualTo(new Reach.Nothing());
        assertThat(reach("apiVersion: v1\nkind: Node\nmetadata: {name: n}")).isEqualTo(new Reach.Everything());
    }

    private static Reach reach(String yaml) {
        HasMetadata changed = Manifests.of(yaml).objects().getFirst();
        return Reach.of(changed, CLUSTER);
    }
}
