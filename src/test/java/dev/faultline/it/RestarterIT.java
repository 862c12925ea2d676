package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.TargetKind;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.rollout.Restarter;
import dev.faultline.cluster.rollout.Restarter.Outcome;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Workload;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server makes of a restart, with the operator's own rights and the admission policy for them. */
class RestarterIT {
    private static final String MARK = "policy.1";

    /** Their namespaces, and so what they have restarted, may still be going. */
    private static final Duration EARLIER_TESTS = Duration.ofSeconds(60);

    private TestNamespace namespace;
    private KubernetesClient client;
    private Caches caches;
    private Restarter restarter;

    @BeforeEach
    void begin() {
        namespace = ApiServer.ready().namespace("restarter");
        namespace.apply(Manifests.deployment("web", 1), Manifests.deployment("api", 1), Manifests.statefulSet("db", 1));
        FakePods.ready(namespace, "web", 1);
        FakePods.ready(namespace, "api", 1);
        FakePods.ready(namespace, "db", 1);
        client = OperatorAccount.ACCOUNT.client();
        caches = new Caches(client, false);
        caches.start(Duration.ofSeconds(30));
        restarter = new Restarter(client, caches, new Metrics(new SimpleMeterRegistry()), Clock.systemUTC());
        eventually(() -> assertThat(Replacement.of(cached("web")).phase()).isEqualTo(Replacement.Phase.Settled));
        eventually(EARLIER_TESTS, () -> assertThat(restarter.isFree()).isTrue());
    }

    @AfterEach
    void end() {
        caches.close();
        client.close();
        namespace.close();
    }

    private Deployment cached(String name) {
        return caches.deployment(namespace.name(), name).orElseThrow();
    }

    private Workload decidedUpon(String name) {
        return workload(TargetKind.Deployment, name, Replacement.of(cached(name)));
    }

    private static Workload workload(TargetKind kind, String name, Replacement replacement) {
        return new Workload(
                new Workload.Key(kind, name),
                Map.of(),
                new Workload.Scale.Fixed(1),
                new LabelSelector(),
                Map.of(),
                Template.NONE,
                replacement,
                new Workload.Storage(false, List.of(), List.of()),
                List.of(),
                List.of());
    }

    private Outcome restart(Workload workload) {
        return restarter.restart(namespace.name(), workload, MARK);
    }

    private Deployment stored(String name) {
        return namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(name)
                .require();
    }

    @Test
    void theNextOneMustWaitUntilTheFirstHasReplacedItsPods() {
        assertThat(restart(decidedUpon("web"))).isEqualTo(new Outcome.Started());
        assertThat(restart(decidedUpon("api"))).isEqualTo(new Outcome.Occupied());
        eventually(() -> assertThat(
                        restarter.isUnderWay(namespace.name(), new Workload.Key(TargetKind.Deployment, "web")))
                .isTrue());
        assertThat(restarter.isFree()).isFalse();

        eventually(() -> {
            FakePods.run(namespace, "web");
            assertThat(restarter.isFree()).isTrue();
        });

        assertThat(restart(decidedUpon("api"))).isEqualTo(new Outcome.Started());
        assertThat(stored("web").getSpec().getTemplate().getMetadata().getAnnotations())
                .containsExactly(Map.entry(Replacement.RESTARTED_FOR, MARK));
    }

    @Test
    void aStatefulSetIsRestartedInTheSameWay() {
        var key = new Workload.Key(TargetKind.StatefulSet, "db");
        var set = caches.statefulSet(namespace.name(), "db").orElseThrow();

        assertThat(restart(workload(TargetKind.StatefulSet, "db", Replacement.of(set))))
                .isEqualTo(new Outcome.Started());

        eventually(() -> assertThat(restarter.isUnderWay(namespace.name(), key)).isTrue());
        eventually(() -> {
            FakePods.run(namespace, "db");
            assertThat(restarter.isUnderWay(namespace.name(), key)).isFalse();
        });
        assertThat(FakePods.of(namespace, "db"))
                .allSatisfy(pod ->
                        assertThat(pod.getMetadata().getAnnotations()).containsEntry(Replacement.RESTARTED_FOR, MARK));
    }

    @Test
    void whatWasDecidedOnAnEarlierStateOfTheWorkloadIsNotDone() {
        var stale = decidedUpon("web");
        namespace.merge(stored("web"), "{\"metadata\": {\"annotations\": {\"somebody\": \"was here\"}}}");

        assertThat(restart(stale)).isEqualTo(new Outcome.Overtaken());

        assertThat(stored("web").getSpec().getTemplate().getMetadata().getAnnotations())
                .isNullOrEmpty();
        assertThat(restarter.isFree()).isTrue();
    }

    @Test
    void aWorkloadThatHasGoneIsNotMadeAgain() {
        var gone = decidedUpon("web");
        namespace.client().resource(stored("web")).delete();

        assertThat(restart(gone)).isEqualTo(new Outcome.Overtaken());
        assertThat(namespace
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace.name())
                        .withName("web")
                        .get())
                .isNull();
    }

    @Test
    void oneThatHasTakenTheNameIsLeftAlone() {
        var before = decidedUpon("web");
        namespace.client().resource(stored("web")).delete();
        namespace.apply(Manifests.deployment("web", 1));

        assertThat(restart(before)).isEqualTo(new Outcome.Overtaken());

        assertThat(stored("web").getMetadata().getGeneration()).isEqualTo(1);
    }
}
