package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FaultyApiServer;
import dev.faultline.it.world.FaultyApiServer.Fault;
import dev.faultline.it.world.FaultyApiServer.Injection;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that is slow, refuses, forgets or goes away: nothing is lost, and nobody waits for somebody else. */
class HostileApiServerIT {
    /** More than the operator has threads. */
    private static final List<String> MANY =
            IntStream.rangeClosed(1, 20).mapToObj(number -> "app-" + number).toList();

    private static final List<String> FEW = MANY.subList(0, 5);
    private static final Map<Integer, String> REFUSALS =
            Map.of(409, "Conflict", 410, "Gone", 429, "TooManyRequests", 500, "InternalError");

    /** What one policy takes on a busy machine when nothing is in its way. */
    private static final Duration UNHINDERED = Duration.ofSeconds(5);

    private static final Duration OUTAGE = Duration.ofSeconds(60);

    /** The longest pause between two tries: an informer's is 32 s, a policy's a minute at most. */
    private static final Duration CONVERGED = Duration.ofSeconds(70);

    private final FaultyApiServer server = new FaultyApiServer();
    private final List<OperatorProcess> replicas = new ArrayList<>();
    private TestNamespace bad;
    private TestNamespace good;

    @BeforeEach
    void makeNamespaces() {
        bad = ApiServer.ready().namespace("hostile");
        good = ApiServer.ready().namespace("friendly");
    }

    @AfterEach
    void removeAll() {
        replicas.forEach(OperatorProcess::close);
        server.close();
        bad.close();
        good.close();
    }

    private OperatorProcess launch(String name) {
        var replica = server.launch(name);
        replicas.add(replica);
        return replica;
    }

    @Test
    void aChangeOfTheSpecWhileTheStatusIsWrittenIsNotLost() {
        launch("slow").awaitLeading();
        good.apply(Manifests.deployment("web", 5), Manifests.policy("web", "web"));
        good.awaitReady("web");

        try (var _ = server.inject(
                request -> request.writes("resiliencepolicies/web/status", good.name()),
                new Fault.Delay(Duration.ofSeconds(2)))) {
            good.apply(limited("web", 2));
            eventually(() -> assertThat(good.policy("web").observedGeneration()).isEqualTo(2));
            good.apply(limited("web", 3));
        }

        good.awaitBudget("web-faultline", terms(3, "AlwaysAllow"));
        good.awaitPolicy(
                "web", policy -> assertThat(policy.observedGeneration()).isEqualTo(3));
    }

    @Test
    void writesThatAreRefusedHoldUpNobodyElse() {
        launch("refused").awaitLeading();
        var refused = new HashMap<Integer, TestNamespace>();
        var faults = new ArrayList<Injection>();
        try {
            REFUSALS.forEach((code, reason) -> {
                var namespace = ApiServer.ready().namespace("refused-" + code);
                refused.put(code, namespace);
                faults.add(server.inject(
                        request -> request.writes("poddisruptionbudgets", namespace.name()),
                        new Fault.Answer(code, reason)));
                FEW.forEach(app -> namespace.apply(Manifests.deployment(app, 2), Manifests.policy(app, app)));
            });

            assertThatAPolicyIsServedAtOnce("web");
            refused.forEach((code, namespace) -> FEW.forEach(app -> namespace.awaitPolicy(app, policy -> {
                assertThat(policy.verdict("Ready")).isEqualTo("Unknown/Retrying");
                assertThat(policy.condition("Ready").message())
                        .contains(String.valueOf(code))
                        .contains("injected");
            })));
            assertThatAPolicyIsServedAtOnce("api");

            faults.forEach(Injection::close);
            eventually(
                    CONVERGED,
                    () -> assertThat(refused.values())
                            .allSatisfy(namespace -> assertThat(FEW).allSatisfy(app -> {
                                assertThat(namespace.budget(app + "-faultline")).isPresent();
                                assertThat(namespace
                                                .policy(app)
                                                .condition("Ready")
                                                .status())
                                        .isEqualTo("True");
                            })));
        } finally {
            refused.values().forEach(TestNamespace::close);
        }
    }

    @Test
    void aStatusThatIsRefusedIsWrittenLater() {
        launch("status").awaitLeading();
        try (var _ = server.inject(
                request -> request.writes("resiliencepolicies", bad.name()), new Fault.Answer(500, "InternalError"))) {
            MANY.forEach(app -> bad.apply(Manifests.deployment(app, 2), Manifests.policy(app, app)));
            MANY.forEach(app -> bad.awaitBudget(app + "-faultline"));

            assertThatAPolicyIsServedAtOnce("web");
            assertThat(MANY)
                    .allSatisfy(app -> assertThat(bad.policy(app).status()).isEmpty());
        }

        eventually(
                CONVERGED,
                () -> assertThat(MANY)
                        .allSatisfy(app -> assertThat(
                                        bad.policy(app).condition("Ready").status())
                                .isEqualTo("True")));
    }

    @Test
    void changesBehindABrokenWatchAreSeenAfterIt() {
        launch("watches").awaitLeading();
        good.apply(Manifests.deployment("web", 5), Manifests.policy("web", "web"));
        good.awaitReady("web");

        for (var limit = 2; limit <= 4; limit++) {
            server.cutWatches();
            good.apply(limited("web", limit));
            good.awaitBudget("web-faultline", terms(limit, "AlwaysAllow"));
        }
        try (var _ = server.inject(FaultyApiServer.Request::isWatch, new Fault.Expired())) {
            server.cutWatches();
            good.apply(limited("web", 5));
            good.awaitBudget("web-faultline", terms(5, "AlwaysAllow"));
        }
        good.scale("web", 1);
        good.apply(Manifests.policy("web", "web"));
        eventually(CONVERGED, () -> assertThat(good.budget("web-faultline")).isEmpty());
    }

    @Test
    void afterAnApiServerThatWasAwayForAMinuteAllConverges() {
        launch("first").awaitLeading();
        launch("second").awaitReady();
        good.apply(Manifests.deployment("web", 5), Manifests.policy("web", "web"));
        MANY.forEach(app -> bad.apply(Manifests.deployment(app, 2), Manifests.policy(app, app)));
        good.awaitReady("web");
        MANY.forEach(bad::awaitReady);

        server.goDown();
        good.apply(limited("web", 2));
        bad.scale(MANY.getFirst(), 1);
        bad.deletePolicy(MANY.getLast());
        throughout(OUTAGE, this::restartWhatHasEnded);
        server.comeBack();
        var start = Instant.now();

        eventually(CONVERGED, () -> {
            restartWhatHasEnded();
            assertThat(good.budget("web-faultline"))
                    .hasValueSatisfying(budget -> terms(2, "AlwaysAllow").accept(budget));
            assertThat(bad.budget(MANY.getFirst() + "-faultline")).isEmpty();
            assertThat(bad.budget(MANY.getLast() + "-faultline")).isEmpty();
            assertThat(good.policy("web").observedGeneration()).isEqualTo(2);
        });
        assertThat(Duration.between(start, Instant.now())).isLessThan(CONVERGED);
    }

    /** As the kubelet does: a leader without its Lease ends, and so does a replica that cannot fill its caches. */
    private void restartWhatHasEnded() {
        for (var index = 0; index < replicas.size(); index++) {
            if (!replicas.get(index).isAlive()) {
                replicas.get(index).close();
                replicas.set(index, server.launch("restarted-" + index));
            }
        }
    }

    private void assertThatAPolicyIsServedAtOnce(String app) {
        var start = Instant.now();
        good.apply(Manifests.deployment(app, 5), Manifests.policy(app, app));

        good.awaitBudget(app + "-faultline");
        good.awaitReady(app);

        assertThat(Duration.between(start, Instant.now())).isLessThan(UNHINDERED);
    }

    private static String limited(String app, int limit) {
        return Manifests.policyWith(
                app,
                "targetRefs: [{kind: Deployment, name: " + app + "}]",
                "disruption: {maxUnavailable: " + limit + "}");
    }
}
