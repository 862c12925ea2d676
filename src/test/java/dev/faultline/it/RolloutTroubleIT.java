package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.FaultyApiServer;
import dev.faultline.it.world.FaultyApiServer.Fault;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.target.Replacement;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restarts that the settings forbid, and that the API server refuses. */
class RolloutTroubleIT {
    /** A policy and its webhook settle for 5 s before anything is restarted. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

    /** It is tried again after half a minute. */
    private static final Duration AGAIN = Duration.ofSeconds(90);

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("rollout-trouble");
        namespace.apply(Manifests.deployment("api", 1), Manifests.deployment("web", 1));
        FakePods.ready(namespace, "api", 1);
        FakePods.ready(namespace, "web", 1);
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private void automatic(String deployment) {
        namespace.apply(Manifests.policyWith(
                deployment,
                "targetRefs: [{kind: Deployment, name: " + deployment + "}]",
                "rollout: Automatic",
                "dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]"));
    }

    private boolean isRestarted(String deployment) {
        var annotations = namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(deployment)
                .require()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations();
        return Objects.requireNonNullElse(annotations, Map.of()).containsKey(Replacement.RESTARTED_FOR);
    }

    private void awaitRestarted(String deployment, Duration patience) {
        eventually(patience, () -> assertThat(isRestarted(deployment)).isTrue());
    }

    private void awaitWords(String policy, String words) {
        eventually(
                PATIENCE,
                () -> assertThat(
                                namespace.policy(policy).condition("Programmed").message())
                        .contains(words));
    }

    @Test
    void withItSwitchedOffStatusGivesTheLineAsWithManual() {
        try (var operator = OperatorProcess.launch("rollout-off", Map.of("FAULTLINE_AUTOMATIC_ROLLOUT", "false"))) {
            operator.awaitLeading();

            automatic("web");

            awaitWords(
                    "web",
                    "not restarted automatically: the operator's settings have turned that off "
                            + "(automaticRollout.enabled): kubectl rollout restart deployment/web -n "
                            + namespace.name());
            throughout(LONG_ENOUGH, () -> assertThat(isRestarted("web")).isFalse());
        }
    }

    /** By a policy of somebody's, say, or since the API server is in trouble. */
    @ParameterizedTest
    @ValueSource(ints = {HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_INTERNAL_ERROR})
    void whatTheApiServerRefusesIsSaidAndHoldsUpNoOther(int code) {
        try (var server = new FaultyApiServer();
                var operator = server.launch("rollout-refused")) {
            operator.awaitLeading();
            try (var _ = server.inject(
                    request -> request.writes("deployments/api", namespace.name()),
                    new Fault.Answer(code, "Trouble"))) {
                automatic("api");
                awaitWords("api", "not restarted automatically: the API server refuses it: ");

                automatic("web");

                awaitRestarted("web", PATIENCE);
                assertThat(isRestarted("api")).isFalse();
                assertThat(namespace.policy("api").verdict("Ready")).isEqualTo("True/Ready");
            }
            eventually(AGAIN, () -> {
                FakePods.run(namespace, "web");
                assertThat(isRestarted("api")).isTrue();
            });
        }
    }

    @Test
    void aConflictIsTriedAgainAndNotReported() {
        try (var server = new FaultyApiServer();
                var operator = server.launch("rollout-conflict")) {
            operator.awaitLeading();
            try (var _ = server.inject(
                    request -> request.writes("deployments/web", namespace.name()),
                    new Fault.Answer(HttpURLConnection.HTTP_CONFLICT, "Conflict"))) {
                automatic("web");
                awaitWords("web", "its restart waits: it has just changed");
                assertThat(namespace.policy("web").verdict("Ready")).isEqualTo("True/Ready");
            }

            awaitRestarted("web", PATIENCE);
        }
    }
}
