package dev.faultline.it.gameday;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.PolicyView;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each guard rail stops a run that would otherwise do something. */
class GameDayGuardsIT {
    private static final String HOME = ApiServer.OPERATOR_NAMESPACE;

    private static Arena arena;
    private static TestNamespace namespace;
    private static OperatorProcess operator;

    private String name = "";
    private static int number;

    @BeforeAll
    static void begin() {
        arena = Arena.of("guards", 1);
        namespace = arena.namespace(0);
        operator = arena.lead("guards");
        Arena.web(namespace);
    }

    @AfterAll
    static void end() {
        operator.close();
        arena.close();
    }

    @BeforeEach
    void aNameForTheRun() {
        name = "run-" + ++number;
        Arena.settled(namespace);
    }

    private static String kill(String name, String guards) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec:
                  template:
                    spec:
                      guardRails: {%s}
                      steps: [{name: kill, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}]
                """.formatted(name, guards);
    }

    private void assertHeldUp(String outcome, String reason, String words) {
        var run = Arena.awaitComplete(namespace, name);
        assertThat(run.status())
                .as(run.text())
                .containsEntry("outcome", outcome)
                .containsEntry("reason", reason);
        assertThat(run.status().get("message").toString()).contains(words);
        assertThat(Arena.ledger(run)).allSatisfy(row -> assertThat(row).containsEntry("state", "NotRun"));
        eventually(() -> assertThat(Arena.run(namespace, name).getMetadata().getFinalizers())
                .isEmpty());
        assertThat(FakePods.of(namespace, "web")).hasSize(3);
    }

    @Test
    void aRunWithNothingAgainstItInjects() {
        namespace.apply(kill(name, "minHealthyReplicas: 2"));

        var run = Arena.awaitComplete(namespace, name);

        assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Applied");
    }

    @Test
    void theEmergencyStopOfTheClusterStopsIt() {
        try (var _ = lever(HOME)) {
            namespace.apply(kill(name, "minHealthyReplicas: 2"));

            assertHeldUp("Aborted", "EmergencyStop", "faultline-stop is there in namespace " + HOME);
        }
    }

    @Test
    void theEmergencyStopOfTheNamespaceStopsIt() {
        try (var _ = lever(namespace.name())) {
            namespace.apply(kill(name, "minHealthyReplicas: 2"));

            assertHeldUp("Aborted", "EmergencyStop", "faultline-stop is there in namespace " + namespace.name());
        }
    }

    @Test
    void anEmergencyStopThatCannotBeReadStopsIt() {
        var bindings =
                namespace.client().rbac().roleBindings().inNamespace(HOME).withName("faultline-stop");
        var binding = bindings.require();
        bindings.delete();
        try {
            eventually(() -> {
                name = "run-" + ++number;
                namespace.apply(kill(name, "minHealthyReplicas: 2"));
                assertHeldUp("Aborted", "EmergencyStop", "cannot be read");
            });
        } finally {
            ApiServer.ready().apply(bare(binding));
        }
    }

    @Test
    void theEmergencyStopEndsARunThatIsUnderWayAndPutsBack() {
        namespace.apply(Arena.gone(name));
        Arena.awaitRun(
                namespace,
                name,
                view -> assertThat(Arena.ledger(view).getFirst())
                        .as(view.text())
                        .containsEntry("state", "Applied"));

        try (var _ = lever(namespace.name())) {
            var run = Arena.awaitComplete(namespace, name);

            assertThat(run.status()).containsEntry("outcome", "Aborted").containsEntry("reason", "EmergencyStop");
            assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Reverted");
        }
    }

    @Test
    void aNamespaceWithoutTheLabelIsNotTouched() {
        Arena.label(namespace, "null");
        try {
            eventually(() -> {
                name = "run-" + ++number;
                namespace.apply(kill(name, "minHealthyReplicas: 2"));
                assertHeldUp("Skipped", "NamespaceNotEnabled", "faultline.dev/chaos=enabled");
            });
        } finally {
            Arena.label(namespace, "\"enabled\"");
        }
        eventually(() -> {
            name = "run-" + ++number;
            namespace.apply(kill(name, "minHealthyReplicas: 2"));
            assertThat(Arena.ledger(Arena.awaitComplete(namespace, name)).getFirst())
                    .containsEntry("state", "Applied");
        });
    }

    @Test
    void aNamespaceThatTheInstallationDoesNotNameIsNotTouched() {
        try (var other = ApiServer.ready().namespace("unnamed")) {
            Arena.label(other, "\"enabled\"");
            other.apply(Manifests.deployment("web", 3));
            FakePods.ready(other, "web", 3);
            other.apply(kill("run", "minHealthyReplicas: 2"));

            var run = Arena.awaitComplete(other, "run");

            assertThat(run.status()).containsEntry("outcome", "Skipped").containsEntry("reason", "NamespaceNotEnabled");
            assertThat(run.status().get("message").toString()).contains("gameDays.namespaces");
            eventually(() -> assertThat(Arena.run(other, "run").getMetadata().getFinalizers())
                    .isEmpty());
        }
    }

    @Test
    void theOperatorsOwnNamespaceAndThatOfTheClusterAreNeverTouched() {
        for (var place : new String[] {HOME, "kube-system"}) {
            var there = new TestNamespace(ApiServer.ready(), place);
            there.apply(Manifests.deployment("web", 3));
            try {
                FakePods.ready(there, "web", 3);
                there.apply(kill("protected", "minHealthyReplicas: 2"));

                var run = Arena.awaitComplete(there, "protected");

                assertThat(run.status())
                        .containsEntry("outcome", "Skipped")
                        .containsEntry("reason", "NamespaceProtected");
            } finally {
                there.client().resource(Arena.run(there, "protected")).delete();
                there.client()
                        .apps()
                        .deployments()
                        .inNamespace(place)
                        .withName("web")
                        .delete();
            }
        }
    }

    @Test
    void aWorkloadHasOneRunAtATime() {
        namespace.apply(Arena.gone(name));
        var first = name;
        Arena.awaitRun(
                namespace,
                first,
                view -> assertThat(view.status()).as(view.text()).containsEntry("phase", "Running"));

        name = "run-" + ++number;
        namespace.apply(Arena.gone(name));

        var second = Arena.awaitComplete(namespace, name);
        assertThat(second.status()).as(second.text()).containsEntry("outcome", "Skipped");
        assertThat(second.status().get("reason")).isIn("WorkloadBusy", "RolloutUnderWay");
        namespace.client().resource(Arena.run(namespace, first)).delete();
        eventually(() ->
                assertThat(Arena.deployment(namespace).getSpec().getReplicas()).isEqualTo(3));
    }

    @Test
    void moreThanMayBeTouchedIsRefused() {
        namespace.apply(kill(name, "minHealthyReplicas: 3"));
        assertHeldUp("Skipped", "TooFewHealthy", "guardRails.minHealthyReplicas is 3");

        name = "run-" + ++number;
        namespace.apply(kill(name, "minHealthyReplicas: 2, podMinAge: 1h"));
        assertHeldUp("Skipped", "TargetTooYoung", "1h old");
    }

    @Test
    void aGameDayThatIsNotThereIsSaid() {
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec: {gameDayRef: {name: nobody}}
                """.formatted(name));

        assertHeldUp("Skipped", "GameDayNotFound", "spec.gameDayRef.name is nobody");
    }

    @Test
    void anAuditShowsTheTargetsAndDoesNothing() {
        namespace.apply(kill(name, "minHealthyReplicas: 2").replace("guardRails", "mode: Audit\n      guardRails"));

        assertHeldUp("Skipped", "Audit", "nothing speaks against this run");
        assertThat(PolicyView.of(Arena.run(namespace, name)).text()).contains("kill 1 of 3 pods of Deployment/web");
    }

    private static Lever lever(String place) {
        var lever = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(place)
                .withName("faultline-stop")
                .endMetadata()
                .build();
        return new Lever(namespace.client().resource(lever).create());
    }

    private record Lever(ConfigMap map) implements AutoCloseable {
        @Override
        public void close() {
            namespace.client().resource(map).delete();
        }
    }

    private static RoleBinding bare(RoleBinding binding) {
        binding.getMetadata().setResourceVersion(null);
        binding.getMetadata().setUid(null);
        binding.getMetadata().setManagedFields(null);
        binding.getMetadata().setCreationTimestamp(null);
        return binding;
    }
}
