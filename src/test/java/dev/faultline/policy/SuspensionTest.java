package dev.faultline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.traffic.DeclaredCalls;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.policy.target.SidecarState.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long is long enough; what counts at all is in the golden cases. */
class SuspensionTest {
    private static final String CLUSTER = """
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: web, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              targetRefs: [{kind: Deployment, name: web}]
              dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: app}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-1
              namespace: shop
              creationTimestamp: "%s"
              labels: {app: web}
              annotations:
                faultline.dev/capture: >-
                  {"v":1,"hosts":[{"name":"db.example.com","names":["db.example.com"],"address":"127.70.1.2",
                  "external":{"host":"db.example.com","tls":"Passthrough"},"ports":[[5432,5432]]}],"appPorts":[]}
            spec: {containers: [{name: app, image: app}]}
            status:
              phase: Pending
              initContainerStatuses: [{name: faultline-envoy, started: false, state: {waiting: {reason: %s}}}]
            """;

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-01-01T00:01:00Z"));
    private final Illnesses illnesses = new Illnesses(clock::get);

    private PolicyPlan.Planned plan(String created, String reason) {
        var cluster = Manifests.of(CLUSTER.formatted(created, reason));
        var neighbourhood = new Neighbourhood(
                cluster,
                new Neighbourhood.Sidecars(
                        (namespace, pod, uid) -> new Progress.Unconnected(),
                        illnesses,
                        Manifests.BLAME,
                        namespace -> false),
                new DeclaredCalls(cluster, cluster, cluster));
        ResiliencePolicy policy = cluster.policies().findFirst().orElseThrow();
        return (PolicyPlan.Planned) PolicyPlanner.plan(policy, neighbourhood.of(policy, cluster::policies));
    }

    private static boolean isSuspended(PolicyPlan.Planned plan) {
        return plan.attached().getFirst().sidecar().suspended().isPresent();
    }

    @Test
    void aSidecarMayFailToStartForAMinute() {
        var atFirst = plan("2026-01-01T00:00:00Z", "ImagePullBackOff");
        clock.set(clock.get().plusSeconds(59));
        var stillWaiting = plan("2026-01-01T00:00:00Z", "ErrImagePull");
        clock.set(clock.get().plusSeconds(1));
        var tooLong = plan("2026-01-01T00:00:00Z", "ImagePullBackOff");

        assertThat(isSuspended(atFirst)).isFalse();
        assertThat(atFirst.next()).hasValue(Duration.ofSeconds(60));
        assertThat(isSuspended(stillWaiting)).isFalse();
        assertThat(stillWaiting.next()).hasValue(Duration.ofSeconds(1));
        assertThat(isSuspended(tooLong)).isTrue();
        assertThat(tooLong.next()).isEmpty();
    }

    @Test
    void whatHasRecoveredBeginsAnew() {
        plan("2026-01-01T00:00:00Z", "ImagePullBackOff");
        clock.set(clock.get().plusSeconds(59));
        plan("2026-01-01T00:00:00Z", "PodInitializing");
        clock.set(clock.get().plusSeconds(59));

        assertThat(isSuspended(plan("2026-01-01T00:00:00Z", "ImagePullBackOff")))
                .isFalse();
    }

    @Test
    void aPodFromBeforeThePolicySaysNothing() {
        plan("2025-12-31T23:59:59Z", "ImagePullBackOff");
        clock.set(clock.get().plusSeconds(90));

        var plan = plan("2025-12-31T23:59:59Z", "ImagePullBackOff");

        assertThat(isSuspended(plan)).isFalse();
        assertThat(plan.next()).isEqualTo(Optional.empty());
    }
}
