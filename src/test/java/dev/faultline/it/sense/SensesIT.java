package dev.faultline.it.sense;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.probe.PodCensus;
import dev.faultline.controller.gameday.sense.RunCauses;
import dev.faultline.controller.gameday.sense.Senses;
import dev.faultline.controller.gameday.sense.Sounding;
import dev.faultline.controller.probe.KeptProbes;
import dev.faultline.gameday.signal.SignalReport;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.verdict.Course;
import dev.faultline.gameday.verdict.Judging;
import dev.faultline.gameday.verdict.Objectives;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Recovery;
import dev.faultline.gameday.watch.Baseline;
import dev.faultline.gameday.watch.BaselineJudge;
import dev.faultline.gameday.watch.StopJudge;
import dev.faultline.it.server.PrometheusServer;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.GameDays;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.net.Dialler;
import dev.faultline.net.NetProber;
import dev.faultline.net.Resolver;
import dev.faultline.net.Rhythm;
import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.trust.Keyring;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals of a run, with real probes and pods of a real API server, real servers, and a stopwatch. */
class SensesIT {
    private static final String HOST = "backend.example.test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long A_SECOND = 1000;

    private static PrometheusServer prometheus;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<GameDayRun> runs = new CopyOnWriteArrayList<>();
    private TestNamespace namespace;
    private Backend backend;
    private Caches caches;
    private KeptProbes probes;
    private NetProber prober;
    private volatile Senses senses;
    private RehearsalSpec rehearsal;

    @BeforeAll
    static void givenAPrometheus() {
        prometheus = new PrometheusServer();
        prometheus.measures("errors 0");
    }

    @AfterAll
    static void stopIt() {
        prometheus.close();
    }

    @BeforeEach
    void givenAWorkloadAndProbes() {
        namespace = ApiServer.ready().namespace("senses");
        backend = Backend.up();
        namespace.apply(Manifests.deployment("web", 3));
        FakePods.ready(namespace, "web", 3);
        namespace.apply(probe("web-pods", "shallow: {preset: TCP, port: 80}"), probe("web", deep()));
        caches = new Caches(namespace.client(), false);
        caches.start(PATIENCE);
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var dialler = new Dialler(here, _ -> new Standing.Outside(), Allowance.of(List.of(HOST)));
        prober = new NetProber(dialler, Keyring.NONE, timer, loops);
        probes = new KeptProbes(
                namespace.client(),
                caches,
                new KeptProbes.Means(new PodCensus(caches, prober), dialler, timer),
                new RunCauses(caches, this::runsIn));
        probes.keep(namespace.name(), "web-pods");
        probes.keep(namespace.name(), "web");
        senses = senses(Optional.empty());
        caches.listen(change -> senses.changed(change));
        rehearsal = rehearsal();
    }

    private Stream<GameDayRun> runsIn(String wanted) {
        return runs.stream().filter(run -> run.getMetadata().getNamespace().equals(wanted));
    }

    private Senses senses(Optional<Instant> watchedUntil) {
        var sources =
                new Sounding.Sources(prober, prometheus.client(), probes::known, new PodCensus(caches, prober)::counts);
        return new Senses(
                new Rhythm(timer),
                new Sounding(sources, Clock.systemUTC()),
                new Senses.World(() -> watchedUntil, _ -> {}));
    }

    @AfterEach
    void removeAll() {
        senses.close();
        probes.close();
        caches.close();
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        backend.close();
        namespace.close();
    }

    @Test
    void timesAreThoseOfAStopwatch() {
        var run = created();
        senses.keep(run, list());
        var began = Instant.now();
        eventually(PATIENCE, () -> assertThat(baseline(run, began)).isEqualTo(new Baseline.Steady()));
        assertThat(StopJudge.judge(list(), senses.observed(run), Instant.now())).isEmpty();

        var killed = Instant.now();
        var victim = FakePods.of(namespace, "web").getFirst();
        namespace.client().resource(victim).withGracePeriod(0).delete();
        backend.goes();
        awaitState(run, "sli", State.Bad);
        awaitState(run, "detectedBy", State.Bad);
        var noticed = Instant.now();
        FakePods.ready(namespace, "web", 3);
        var whole = Instant.now();
        backend.comesBack();
        awaitState(run, "sli", State.Good);
        eventually(() -> assertThat(goodFor(run, "sli"))
                .isGreaterThan(Objectives.of(rehearsal).stable()));

        var fault =
                new Course.Fault("one", killed, Optional.of(killed), Optional.empty(), Optional.of(Instant.now()), 0);
        var judged = Judging.judge(
                list(), senses.observed(run), new Course(List.of(fault), Instant.now()), Objectives.of(rehearsal));

        assertThat(judged.times().recovery()).isInstanceOfSatisfying(Recovery.Recovered.class, recovered -> {
            assertThat(recovered.taken().toMillis())
                    .isCloseTo(Duration.between(killed, whole).toMillis(), within(A_SECOND));
            assertThat(recovered.duringFault()).isTrue();
        });
        // The test, too, looks at it a little after it has turned; the probe's own threshold is two periods of a
        // second.
        assertThat(judged.times().detection())
                .isInstanceOfSatisfying(
                        Detection.Detected.class,
                        detected -> assertThat(detected.taken().toMillis())
                                .isCloseTo(Duration.between(killed, noticed).toMillis(), within(2 * A_SECOND)));
    }

    @Test
    void aValueBeyondItsBoundStopsTheRunAndAPrometheusThatIsAwayDoesSoAfterAMoment() {
        var run = created();
        senses.keep(run, list());
        awaitState(run, "stop/errors", State.Good);

        prometheus.measures("errors 0.07");
        awaitState(run, "stop/errors", State.Bad);
        assertThat(StopJudge.judge(list(), senses.observed(run), Instant.now()))
                .contains("stop condition errors is met: the value is 0.07; bad is above 0.05");
        prometheus.measures("errors 0");
        awaitState(run, "stop/errors", State.Good);

        prometheus.stop();
        awaitState(run, "stop/errors", State.Unknown);
        assertThat(StopJudge.judge(list(), senses.observed(run), Instant.now())).isEmpty();
        eventually(
                PATIENCE,
                () -> assertThat(StopJudge.judge(list(), senses.observed(run), Instant.now()))
                        .hasValueSatisfying(message -> assertThat(message)
                                .isEqualTo(
                                        "stop condition errors cannot be told, so nothing is risked: Prometheus: connection "
                                                + "refused")));
        prometheus.startAgain();
        awaitState(run, "stop/errors", State.Good);
    }

    @Test
    void whatWasHeardOutlivesARestartByWayOfStatus() {
        // Nobody but the operator may write a status.
        try (var judge = GameDays.judge(namespace)) {
            whatWasHeardOutlivesARestart(judge);
        }
    }

    private void whatWasHeardOutlivesARestart(KubernetesClient judge) {
        var run = created();
        senses.keep(run, list());
        awaitState(run, "check/page", State.Good);
        backend.fails(true);
        awaitState(run, "check/page", State.Bad);
        backend.fails(false);
        awaitState(run, "check/page", State.Good);
        eventually(() -> assertThat(senses.observed(run).of("check/page").row()).isGreaterThan(1));
        var turns = senses.observed(run).of("check/page").turns();
        var stored = stored(run, judge);
        senses.close();

        senses = senses(Optional.of(Instant.now()));
        senses.keep(stored, list());
        eventually(
                () -> assertThat(senses.observed(stored).of("check/page").row()).isGreaterThan(1));

        assertThat(senses.observed(stored).of("check/page").turns())
                .extracting(Track.Turn::from, Track.Turn::state)
                .containsExactlyElementsOf(turns.stream()
                        .map(turn -> tuple(turn.from(), turn.state()))
                        .toList());
    }

    @Test
    void anIncidentNamesTheRunThatHasCausedIt() {
        var place = new Place(namespace.name(), "web");
        eventually(() -> assertThat(
                        probes.known(place).orElseThrow().health().tracks().values())
                .noneMatch(dev.faultline.probe.Track::isUnknown));
        runs.add(injecting(created()));

        backend.goes();

        eventually(() -> assertThat(
                        probes.known(place).orElseThrow().health().outages().newest())
                .singleElement()
                .satisfies(outage -> assertThat(outage.cause()).isEqualTo("GameDayRun/kill-1")));
    }

    private Baseline baseline(GameDayRun run, Instant began) {
        return BaselineJudge.judge(list(), senses.observed(run), began, Instant.now());
    }

    private Duration goodFor(GameDayRun run, String name) {
        var track = senses.observed(run).of(name);
        return track.state() == State.Good
                ? Duration.between(track.since().orElseThrow(), track.lastAt())
                : Duration.ZERO;
    }

    private void awaitState(GameDayRun run, String name, State state) {
        eventually(PATIENCE, () -> {
            var track = senses.observed(run).of(name);
            assertThat(track.turns()).as(name).isNotEmpty();
            assertThat(track.state()).as(name + ": " + track.message()).isEqualTo(state);
        });
    }

    private Watchlist list() {
        return Watchlist.of(rehearsal);
    }

    private GameDayRun created() {
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: kill-1}
                spec: {gameDayRef: {name: kill}}
                """);
        return read();
    }

    private GameDayRun read() {
        return namespace
                .client()
                .resources(GameDayRun.class)
                .inNamespace(namespace.name())
                .withName("kill-1")
                .require();
    }

    /** As the API server gives it back. */
    private GameDayRun stored(GameDayRun run, KubernetesClient judge) {
        var rows = Serialization.asJson(SignalReport.of(senses.observed(run)));
        judge.resources(GameDayRun.class)
                .inNamespace(namespace.name())
                .withName("kill-1")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"signals\":" + rows + "}}");
        var stored = read();
        assertThat(Objects.requireNonNull(stored.getStatus()).signals())
                .hasSize(list().signals().size());
        return stored;
    }

    private static GameDayRun injecting(GameDayRun run) {
        var json = Serialization.asJson(run);
        var status = """
                ,"status":{"steps":[{"atStep":"one","phase":"Injecting","startTime":"%s"}],"ledger":[{"entry":0,"step":"one",
                "target":{"kind":"Pod","name":"web-a"},"workload":"Deployment/web","verb":"Kill","state":"Applied"}]}}
                """.formatted(Instant.now());
        return Serialization.unmarshal(json.substring(0, json.lastIndexOf('}')) + status, GameDayRun.class);
    }

    private RehearsalSpec rehearsal() {
        return Serialization.unmarshal("""
                guardRails:
                  stopWhen: [{name: errors, promQL: {query: errors, above: "0.05"}}]
                steadyState:
                - {name: page, mode: Start, http: {url: "http://%s:%d/health"}}
                measure:
                  sli: {healthProbeRef: {name: web-pods}}
                  detectedBy: {healthProbeRef: {name: web}}
                  stable: 3s
                steps: [{name: one, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}]
                """.formatted(HOST, backend.port()), RehearsalSpec.class);
    }

    private String deep() {
        return """
                deep:
                  period: 1s
                  timeout: 500ms
                  checks: [{name: backend, http: {url: "http://%s:%d/health"}}]
                """.formatted(HOST, backend.port());
    }

    private static String probe(String name, String lines) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: %s}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                """.formatted(name) + lines.indent(2);
    }
}
