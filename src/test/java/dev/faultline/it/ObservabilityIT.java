package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.faultline.api.status.EventReason;
import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.envoy.ResourceType;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.Chart;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.GameDays;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.OperatorRights;
import dev.faultline.it.world.Sidecars;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.Metric;
import dev.faultline.telemetry.Scrape;
import dev.faultline.xds.TestProxy;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether docs/observability.md tells the truth of an operator that has seen a bit of everything. */
class ObservabilityIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("timestamp", "level", "loggerName", "message", "threadName", "hostName", "mdc", "stackTrace");

    /** Told only where the operator may write the status of pods: ReadinessGateIT; and of more game days: GameDayRunIT. */
    private static final Set<EventReason> ELSEWHERE = Set.of(
            EventReason.ReadinessGuardActivated,
            EventReason.ReadinessGuardReleased,
            EventReason.RunReplaced,
            EventReason.FaultHeld,
            EventReason.FaultRefused,
            EventReason.FaultNotReverted,
            EventReason.GameDayPassed,
            EventReason.GameDaySkipped);

    private static final String GAME_DAY_RUN = """
            apiVersion: faultline.dev/v1alpha1
            kind: GameDayRun
            metadata: {name: gone}
            spec:
              abort: %s
              template:
                spec:
                  guardRails: {minHealthyReplicas: 0}
                  steps:
                  - name: gone
                    fault: {scaleTo: {replicas: 0}}
                    targets: [{kind: Deployment, name: rehearsed}]
                    duration: 10m
            """;

    private static final Duration MINUTES = Duration.ofMinutes(4);

    /** It settles for 5 s first. */
    private static final Duration RESTARTED = Duration.ofSeconds(40);

    /** What is better is shown after it was so for 15 s. */
    private static final Duration BETTER = Duration.ofSeconds(60);

    private static TestNamespace namespace;
    private static OperatorProcess operator;

    @BeforeAll
    static void givenAnOperatorThatHasSeenABitOfEverything() {
        namespace = ApiServer.ready().namespace("observed");
        var settings = new HashMap<>(HostsFile.settings("observed"));
        settings.put("FAULTLINE_LOG_LEVEL", "DEBUG");
        settings.put("FAULTLINE_GAMEDAYS_NAMESPACES", namespace.name());
        Chart.faultRights(ApiServer.ready(), List.of(namespace.name())).forEach(ApiServer.ready()::apply);
        settings.put("FAULTLINE_GAMEDAYS_MIN_INTERVAL", "1m");
        operator = OperatorProcess.launch("observed", settings);
        operator.awaitLeading();
        aGameDayIsAborted();
        budgetsComeChangeAndGo();
        peopleMakeMistakes();
        gameDaysAreDue();
        rightsAreMissing();
        aWorkloadIsRestarted();
        aBreakerOpensAndCloses();
        aServerGoesAndComesBack();
        aSidecarRefusesWhatItIsSent();
        aCertificateIsTakenAway();
    }

    private static void aGameDayIsAborted() {
        namespace
                .client()
                .namespaces()
                .withName(namespace.name())
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .addToLabels("faultline.dev/chaos", "enabled")
                        .endMetadata()
                        .build());
        namespace.apply(Manifests.deployment("rehearsed", 1));
        FakePods.ready(namespace, "rehearsed", 1);
        eventually(() -> assertThat(namespace
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace.name())
                        .withName("rehearsed")
                        .require()
                        .getStatus()
                        .getAvailableReplicas())
                .isEqualTo(1));
        namespace.apply(GAME_DAY_RUN.formatted(false));
        eventually(() -> assertThat(operator.log()).contains("Fault injected"));
        namespace.apply(GAME_DAY_RUN.formatted(true));
        eventually(() -> assertThat(operator.log()).contains("Fault reverted"));
    }

    private static void budgetsComeChangeAndGo() {
        namespace.apply(Manifests.deployment("web", 4), Manifests.deployment("shrinking", 3));
        FakePods.ready(namespace, "web", 4);
        namespace.apply(Manifests.policy("web", "web"), Manifests.policy("shrinking", "shrinking"));
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("DisruptionSafe")).isEqualTo("True/DrainAllowed"));
        namespace.merge(namespace.awaitBudget("web-faultline"), "{\"spec\": {\"maxUnavailable\": 3}}");
        namespace.awaitBudget("web-faultline", BudgetIT.terms("25%", "AlwaysAllow"));
        namespace.awaitBudget("shrinking-faultline");
        namespace.scale("shrinking", 1);
        namespace.awaitNoBudget("shrinking-faultline");
    }

    private static void peopleMakeMistakes() {
        namespace.apply(Manifests.policy("zweb", "web"));
        ApiServer.ready()
                .withAnyMode(() -> namespace.apply(Manifests.policyWith(
                        "broken", "targetRefs: [{kind: Deployment, name: web}]", "mode: Sometimes")));
        namespace.awaitPolicy(
                "zweb", policy -> assertThat(policy.verdict("Stalled")).isEqualTo("True/Conflicted"));
        namespace.awaitPolicy(
                "broken", policy -> assertThat(policy.verdict("Stalled")).isEqualTo("True/Invalid"));
    }

    /** The names of the first runs of one are taken. */
    private static void gameDaysAreDue() {
        namespace.apply(GameDays.manifest("late-again", "schedule: 0 10 * * fri-sun"));
        var minute = Instant.now().getEpochSecond() / 60;
        for (var next = minute; next < minute + 3; next++) {
            namespace.apply("""
                    apiVersion: faultline.dev/v1alpha1
                    kind: GameDayRun
                    metadata: {name: taken-%d}
                    spec: {gameDayRef: {name: late-again}}
                    """.formatted(next));
        }
        namespace.apply(
                GameDays.manifest("taken", "schedule: \"* * * * *\""),
                GameDays.manifest("free", "schedule: \"* * * * *\""));
        eventually(MINUTES, () -> {
            assertThat(namespace.gameDay("taken").status()).containsKey("missedRuns");
            assertThat(namespace.gameDay("free").status()).containsKey("lastScheduleTime");
        });
        for (var name : List.of("late-again", "taken", "free")) {
            namespace.gameDays().withName(name).delete();
        }
    }

    private static void rightsAreMissing() {
        namespace.apply(Manifests.deployment("late", 3), Manifests.deployment("silent", 3));
        try (var _ = OperatorRights.without("create", "poddisruptionbudgets")) {
            namespace.apply(Manifests.policy("late", "late"));
            namespace.awaitPolicy(
                    "late", policy -> assertThat(policy.verdict("Ready")).isEqualTo("Unknown/Retrying"));
        }
        try (var _ = OperatorRights.without("create", "events")) {
            namespace.apply(Manifests.policy("silent", "silent"));
            eventually(() -> assertThat(operator.log()).contains("Event not written"));
        }
        namespace.awaitReady("silent");
    }

    private static void aWorkloadIsRestarted() {
        namespace.apply(Manifests.deployment("lacking", 1));
        FakePods.ready(namespace, "lacking", 1);
        namespace.apply(Manifests.policyWith(
                "lacking",
                "targetRefs: [{kind: Deployment, name: lacking}]",
                "rollout: Automatic",
                "dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]"));
        eventually(RESTARTED, () -> assertThat(operator.log()).contains("Workload restarted for the sidecar"));
    }

    /** Its pods run nowhere, so this test tells what their sidecars would. */
    private static void aBreakerOpensAndCloses() {
        eventually(() -> assertThat(withSidecar()).isPresent());
        var pod = withSidecar().orElseThrow();
        var token = Sidecars.token(namespace, pod);
        var id = namespace.name() + "/" + pod.getMetadata().getName();
        try (var proxy = Sidecars.at(operator, namespace, Optional.of(token))) {
            var counting = proxy.counting(token);
            counting.onNext(TestProxy.counted(id, "tcp_db", 0, 3));
            counting.onNext(TestProxy.counted(id, "tcp_db", 0, 3));
            namespace.awaitPolicy(
                    "lacking", policy -> assertThat(policy.dependency("db")).containsEntry("state", "Open"));
            eventually(BETTER, () -> {
                counting.onNext(TestProxy.counted(id, "tcp_db", 0, 0));
                assertThat(namespace.policy("lacking").dependency("db")).containsEntry("state", "Closed");
            });
        }
    }

    private static void aServerGoesAndComesBack() {
        ApiServer.ready()
                .withAnyMode(
                        "healthprobes.faultline.dev",
                        () -> namespace.apply(probe("invalid", 1, "").replace("spec:", "spec:\n  mode: Sometimes")));
        namespace.awaitProbe(
                "invalid", probe -> assertThat(probe.verdict("Stalled")).isEqualTo("True/Invalid"));
        try (var backend = Backend.up()) {
            namespace.apply(
                    probe("steady", backend.port(), ""),
                    probe("restless", backend.port(), "flapping: {window: 5s, maxTransitions: 1}"));
            awaitHealthy("True/Passing");
            backend.goes();
            awaitHealthy("False/ChecksFailing");
            backend.comesBack();
            awaitHealthy("True/Passing");
            namespace.awaitProbe(
                    "restless",
                    probe -> assertThat(probe.resource().has("Flapping")).isTrue());
            namespace.awaitProbe(
                    "restless",
                    probe -> assertThat(probe.resource().has("Flapping")).isFalse());
        }
    }

    private static void awaitHealthy(String verdict) {
        for (var name : List.of("steady", "restless")) {
            namespace.awaitProbe(
                    name,
                    probe -> assertThat(probe.verdict("Healthy"))
                            .as(probe.text())
                            .isEqualTo(verdict));
        }
    }

    private static String probe(String name, int port, String line) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: %s}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    failureThreshold: 1
                    successThreshold: 1
                    checks: [{name: backend, tcp: {address: "%s:%d"}}]
                    %s
                """.formatted(name, HostsFile.ALLOWED, port, line);
    }

    private static Optional<Pod> withSidecar() {
        return FakePods.of(namespace, "lacking").stream()
                .filter(pod -> CaptureNotation.isIn(pod.getMetadata().getAnnotations()))
                .findFirst();
    }

    private static void aSidecarRefusesWhatItIsSent() {
        var pod = FakePods.of(namespace, "web").getFirst();
        try (var proxy = Sidecars.at(operator, namespace, Optional.of(Sidecars.token(namespace, pod)))) {
            proxy.introduce(namespace.name() + "/" + pod.getMetadata().getName(), ResourceType.Listener);
            proxy.reject(proxy.read(), "not this one");
            eventually(() -> assertThat(operator.log()).contains("Envoy has refused a resource"));
        }
    }

    private static void aCertificateIsTakenAway() {
        var secret = namespace
                .client()
                .secrets()
                .inNamespace(ApiServer.OPERATOR_NAMESPACE)
                .withName(Certificates.WEBHOOK_SECRET);
        var before = secret.require().getMetadata().getUid();
        secret.delete();
        eventually(() -> assertThat(secret.get())
                .isNotNull()
                .satisfies(found -> assertThat(found.getMetadata().getUid()).isNotEqualTo(before)));
        eventually(() -> assertThat(operator.log()).contains("Certificate made"));
    }

    @AfterAll
    static void removeAll() {
        namespace.deletePolicy("broken");
        namespace.probes().withName("invalid").delete();
        operator.close();
        namespace.close();
    }

    @Test
    void everyMetricThatIsThereIsCataloguedAndEveryCataloguedOneIsThere() {
        var samples = Scrape.samples(metrics());

        assertThat(samples).isNotEmpty().allMatch(Scrape.Sample::isAsCatalogued);
        assertThat(samples)
                .extracting(Scrape.Sample::name)
                .containsAll(Stream.of(Metric.values())
                        .flatMap(metric -> Scrape.names(metric).stream())
                        .toList());
    }

    @Test
    void whatHappensIsCounted() {
        assertThat(metrics().lines())
                .contains("faultline_leader 1.0")
                .noneMatch(line -> line.matches("faultline_policies 0.0"))
                .noneMatch(line -> line.matches("faultline_budget_writes_total\\{.*} 0.0"))
                .noneMatch(line -> line.matches("faultline_status_writes_total 0.0"))
                .noneMatch(line -> line.matches("faultline_restarts_total 0.0"))
                .noneMatch(line -> line.matches("faultline_events_total\\{.*} 0.0")
                        && ELSEWHERE.stream().noneMatch(reason -> line.contains(reason.name())))
                .noneMatch(line -> line.matches("faultline_reconcile_seconds_count\\{.*} 0.0"))
                .noneMatch(line -> line.matches("faultline_eviction_trials_total\\{verdict=\"Allowed\"} 0.0"));
    }

    @Test
    void everyFieldOfTheLogIsCataloguedAndEveryCataloguedOneIsThere() {
        var fields = new HashSet<String>();
        var keys = new HashSet<String>();
        lines().forEach(line -> {
            line.fieldNames().forEachRemaining(fields::add);
            line.path("mdc").fieldNames().forEachRemaining(keys::add);
        });

        assertThat(fields).isSubsetOf(FIELDS).contains("timestamp", "level", "message", "mdc");
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(LogKeys.values()).map(LogKeys::key).toList());
    }

    @Test
    void aLineAboutABudgetNamesTheBudgetAndThePolicyAtWork() {
        var written = lines().filter(line -> line.path("message").asText().equals("Budget written"))
                .filter(line -> line.path("mdc").path("budget").asText().equals("shrinking-faultline"))
                .map(line -> line.path("mdc"))
                .toList();

        assertThat(written).extracting(mdc -> mdc.path("verb").asText()).containsExactly("Created", "Deleted");
        assertThat(written).allSatisfy(mdc -> {
            assertThat(mdc.path("namespace").asText()).isEqualTo(namespace.name());
            assertThat(mdc.path("resource.name").asText()).isEqualTo("shrinking");
        });
    }

    @Test
    void everyEventIsAsCataloguedAndOfEachThereIsOne() {
        List<Event> events =
                namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                        .filter(event -> "faultline.dev/operator".equals(event.getReportingController()))
                        .toList();

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getType())
                        .isEqualTo(EventReason.valueOf(event.getReason()).type()));
        assertThat(events)
                .extracting(Event::getReason)
                .containsAll(Stream.of(EventReason.values())
                        .filter(reason -> !ELSEWHERE.contains(reason))
                        .map(EventReason::name)
                        .toList());
    }

    private static String metrics() {
        return operator.get("/q/metrics").body();
    }

    private static Stream<JsonNode> lines() {
        // Java says first which options this test gives it.
        return operator.logLines().stream()
                .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                .map(ObservabilityIT::parsed);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
