package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator costs the API server, read from the API server's own audit log. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WritesIT {
    private static final List<String> APPS =
            IntStream.rangeClosed(1, 10).mapToObj(number -> "app-" + number).toList();
    private static final Duration AT_REST = Duration.ofSeconds(60);

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("writes");

    private static TestNamespace namespace;
    private static AuditLog sinceThePolicies;

    @BeforeAll
    static void givenWorkloadsThatRun() {
        eventually(WritesIT::assertThatEarlierNamespacesAreGone);
        namespace = ApiServer.ready().namespace("writes");
        APPS.forEach(app -> namespace.apply(Manifests.deployment(app, 2)));
        APPS.forEach(app -> FakePods.ready(namespace, app, 2));
    }

    @AfterAll
    static void removeNamespace() {
        namespace.close();
    }

    @Test
    @Order(1)
    void aNewPolicyCostsThreeWrites() {
        sinceThePolicies = AuditLog.mark();

        APPS.forEach(app -> namespace.apply(Manifests.policy(app, app)));
        APPS.forEach(app -> namespace.awaitPolicy(app, policy -> {
            assertThat(policy.condition("Ready").status()).isEqualTo("True");
            assertThat(policy.verdict("DisruptionSafe")).isEqualTo("True/DrainAllowed");
        }));

        eventually(WritesIT::assertThatEachPolicyCostThreeWrites);
    }

    @Test
    @Order(2)
    void atRestNothingIsWrittenAndNothingIsReadButWatches() {
        assertThatEachPolicyCostThreeWrites();
        var atRest = AuditLog.mark();

        throughout(AT_REST, () -> {
            assertThat(atRest.writes()).isEmpty();
            assertThat(atRest.requests().stream().filter(AuditLog.Request::isRead))
                    .isEmpty();
            assertThat(atRest.trials(namespace)).isEmpty();
        });

        assertThat(atRest.requests())
                .as("the operator was there")
                .anyMatch(AuditLog.Request::isLease)
                .allMatch(request -> request.isLease() || request.isWatch());
        assertThatEachPolicyCostThreeWrites();
    }

    @Test
    @Order(3)
    void aRestartWritesNothing() {
        var sinceTheRestart = AuditLog.mark();

        OPERATOR.restart();
        try (var canary = ApiServer.ready().namespace("writes-canary")) {
            canary.apply(Manifests.deployment("web", 2), Manifests.policy("web", "web"));
            canary.awaitReady("web");

            assertThat(sinceTheRestart.writes(canary)).isNotEmpty();
        }

        assertThat(sinceTheRestart.writes(namespace)).isEmpty();
        assertThat(sinceTheRestart.trials(namespace)).isEmpty();
    }

    /** Objects that go with the namespace of an earlier test wake the operator too. */
    private static void assertThatEarlierNamespacesAreGone() {
        assertThat(ApiServer.ready().client().namespaces().list().getItems())
                .noneMatch(item -> "Terminating".equals(item.getStatus().getPhase()));
    }

    private static void assertThatEachPolicyCostThreeWrites() {
        assertThat(APPS).allSatisfy(app -> {
            assertThat(writesFor(app, "create", "poddisruptionbudgets", app + "-faultline"))
                    .isEqualTo(1);
            assertThat(writesFor(app, "patch", "resiliencepolicies/status", app))
                    .isEqualTo(1);
        });
        assertThat(sinceThePolicies.writes(namespace))
                .filteredOn(write -> write.resource().equals("events"))
                .hasSize(APPS.size());
        assertThat(sinceThePolicies.writes(namespace))
                .as("and one for all: whom their sidecars would trust")
                .filteredOn(write -> write.resource().equals("configmaps"))
                .hasSize(1);
        assertThat(sinceThePolicies.writes(namespace)).hasSize(3 * APPS.size() + 1);
    }

    private static long writesFor(String app, String verb, String resource, String name) {
        return sinceThePolicies.writes(namespace).stream()
                .filter(write -> write.verb().equals(verb) && write.resource().equals(resource))
                .filter(write -> write.name().equals(name))
                .count();
    }
}
