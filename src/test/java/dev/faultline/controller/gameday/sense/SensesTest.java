package dev.faultline.controller.gameday.sense;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Place;
import dev.faultline.controller.probe.Checkups.Known;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.SignalReport;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.net.Rhythm;
import dev.faultline.net.guard.Standing;
import dev.faultline.net.metrics.Prometheus;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.GivenProbe;
import dev.faultline.probe.Health;
import dev.faultline.probe.shallow.PodCount;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is heard of runs, and when; who answers is told by the test. */
class SensesTest {
    private static final String PAGES = """
            steadyState:
            - {name: page, mode: Continuous, http: {url: "http://page.shop/health"}}
            - {name: other, mode: Continuous, http: {url: "http://other.shop/health"}}
            - {name: rate, mode: Edge, promQL: {query: up, below: "1"}}
            """;
    private static final String COUNTED = "measure: {sli: {healthProbeRef: {name: web-pods}}}";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final Queue<Place> moved = new ConcurrentLinkedQueue<>();
    private final AtomicInteger counted = new AtomicInteger();
    private volatile PodCount pods = new PodCount("Deployment/web", 3, 3);
    private volatile Optional<Instant> watchedUntil = Optional.empty();
    private Senses senses = senses();

    private Senses senses() {
        var network = new Prometheus.Network(
                (_, _) -> List.of(InetAddress.getLoopbackAddress()), _ -> new Standing.Outside());
        var sources = new Sounding.Sources(
                (_, aim, _) -> answer(aim),
                Prometheus.at(Optional.empty(), network, timer, "faultline-system"),
                this::known,
                (_, _) -> {
                    counted.incrementAndGet();
                    return List.of(pods);
                });
        return new Senses(
                new Rhythm(timer),
                new Sounding(sources, Clock.systemUTC()),
                new Senses.World(() -> watchedUntil, moved::add));
    }

    private Answer answer(Aim aim) {
        var host = ((Aim.Http) aim).url();
        if (host.contains("hanging")) {
            await(hanging);
        }
        if (host.contains("broken")) {
            throw new IllegalStateException("broken on purpose");
        }
        return answers.getOrDefault(host, new Answer.Good(Duration.ofMillis(3)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A probe with nothing but {@code shallow}. */
    private Optional<Known> known(Place probe) {
        var intent = GivenProbe.intent(GivenProbe.probe("shallow: {preset: TCP, port: 80}"));
        return probe.equals(new Place("shop", "web-pods"))
                ? Optional.of(new Known(intent, Health.fresh(Instant.EPOCH).of(intent, Instant.EPOCH)))
                : Optional.empty();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        senses.close();
        timer.shutdownNow();
    }

    @Test
    void aRunIsListenedToAndWokenWhenASignalTurns() {
        var run = run(PAGES);
        keep(run);
        awaitState(run, "check/page", State.Good);
        awaitState(run, "check/rate", State.Unknown);
        moved.clear();

        answers.put("http://page.shop/health", new Answer.Bad("status 503, wanted is 200 to 299"));

        awaitState(run, "check/page", State.Bad);
        eventually(() -> assertThat(moved).contains(new Place("shop", "kill-1")));
        assertThat(track(run, "check/page").message()).isEqualTo("status 503, wanted is 200 to 299");
        assertThat(track(run, "check/rate").message()).startsWith("not asked: this installation knows no Prometheus");
        assertThat(senses.observed(run).tracks().keySet()).containsExactly("check/page", "check/other", "check/rate");
    }

    @Test
    void oneThatHangsDelaysNoOther() {
        var run = run("""
                steadyState:
                - {name: hanging, mode: Continuous, http: {url: "http://hanging.shop/health"}}
                - {name: page, mode: Continuous, http: {url: "http://page.shop/health"}}
                """);
        keep(run);

        eventually(() -> assertThat(track(run, "check/page").row()).isGreaterThanOrEqualTo(3));
        assertThat(track(run, "check/hanging").turns()).isEmpty();
    }

    @Test
    void anErrorOfOursIsNotKnownAndNotTheEnd() {
        var run = run("""
                steadyState: [{name: broken, mode: Continuous, http: {url: "http://broken.shop/health"}}]
                """);
        keep(run);

        eventually(() -> assertThat(track(run, "check/broken").row()).isGreaterThanOrEqualTo(2));
        assertThat(track(run, "check/broken").message()).isEqualTo("not asked: the operator failed; its log says why");
    }

    @Test
    void aProbeThatIsNotThereIsNotKnown() {
        var run = run("measure: {sli: {healthProbeRef: {name: nobody}}}");
        keep(run);

        awaitState(run, "sli", State.Unknown);
        assertThat(track(run, "sli").message()).isEqualTo("HealthProbe nobody is not there, or not watched yet");
    }

    @Test
    void podsAreCountedAsTheyChange() {
        var run = run(COUNTED);
        keep(run);
        awaitState(run, "sli", State.Good);
        var before = counted.get();

        pods = new PodCount("Deployment/web", 2, 3);
        senses.changed(new Cached.Change(List.of(pod("shop"))));

        assertThat(counted.get()).isGreaterThan(before);
        assertThat(track(run, "sli").state()).isEqualTo(State.Bad);
        assertThat(track(run, "sli").message()).isEqualTo("Deployment/web has 2 ready of 3 wanted pods");
        assertThat(Duration.between(track(run, "sli").since().orElseThrow(), Instant.now()))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aWorkloadThatTheRunHasScaledDownWantsAsManyAsBefore() {
        var run = run(COUNTED);
        keep(run);
        awaitState(run, "sli", State.Good);

        pods = new PodCount("Deployment/web", 0, 0);
        keep(run(COUNTED, ledger("Applied")));
        awaitState(run, "sli", State.Bad);
        assertThat(track(run, "sli").message()).isEqualTo("Deployment/web has 0 ready of 3 wanted pods");

        // Put back, or taken over by somebody else, it wants what it says.
        pods = new PodCount("Deployment/web", 2, 2);
        keep(run(COUNTED, ledger("Superseded")));
        awaitState(run, "sli", State.Good);
    }

    @Test
    void afterARestartItGoesOnAndKnowsItsGap() {
        var run = run(PAGES);
        keep(run);
        eventually(() -> assertThat(track(run, "check/page").row()).isGreaterThanOrEqualTo(2));
        var heard = senses.observed(run);
        senses.close();
        // Long ago, told by the last one who had the Lease.
        var status = withSignals(run, shifted(heard));
        senses = senses();

        assertThat(senses.observed(status).of("check/page").turns()).hasSize(1);
        keep(status);
        awaitState(run, "check/page", State.Good);

        assertThat(track(status, "check/page").turns())
                .extracting(Track.Turn::state)
                .containsExactly(State.Good, State.Unknown, State.Good);
    }

    @Test
    void whoWatchedUntilJustNowLeavesNoGap() {
        var run = run(PAGES);
        keep(run);
        eventually(() -> assertThat(track(run, "check/page").row()).isGreaterThanOrEqualTo(2));
        var status = withSignals(run, shifted(senses.observed(run)));
        senses.close();
        watchedUntil = Optional.of(Instant.now());
        senses = senses();

        keep(status);
        eventually(() -> assertThat(track(status, "check/page").row()).isGreaterThanOrEqualTo(2));

        assertThat(track(status, "check/page").turns()).hasSize(1);
    }

    @Test
    void aRunThatIsForgottenIsNotListenedToAndWithoutRunsNothingIsDone() {
        senses.changed(new Cached.Change(List.of(pod("shop"))));
        assertThat(counted).hasValue(0);

        var run = run(COUNTED);
        keep(run);
        awaitState(run, "sli", State.Good);
        senses.changed(new Cached.Change(List.of(pod("elsewhere"))));
        senses.forget(run);
        var before = counted.get();
        senses.changed(new Cached.Change(List.of(pod("shop"))));

        assertThat(counted).hasValue(before);
        assertThat(senses.observed(run)).isEqualTo(Observed.NOTHING);
    }

    private void keep(GameDayRun run) {
        senses.keep(
                run,
                Watchlist.of(Objects.requireNonNull(
                        Objects.requireNonNull(run.getStatus()).rehearsal())));
    }

    private Track track(GameDayRun run, String name) {
        return senses.observed(run).of(name);
    }

    private void awaitState(GameDayRun run, String name, State state) {
        eventually(() -> {
            assertThat(track(run, name).turns()).as(name).isNotEmpty();
            assertThat(track(run, name).state()).as(name).isEqualTo(state);
        });
    }

    /** The same a minute earlier. */
    private static String shifted(Observed observed) {
        var rows = Serialization.asJson(SignalReport.of(observed));
        var now = Instant.now();
        for (var second = -30; second <= 1; second++) {
            var minute = now.plusSeconds(second).toString().substring(0, 19);
            rows = rows.replace(minute, now.plusSeconds(second - 60).toString().substring(0, 19));
        }
        return rows;
    }

    private static GameDayRun withSignals(GameDayRun run, String signals) {
        var json = Serialization.asJson(run);
        return Serialization.unmarshal(
                json.replace("\"status\":{", "\"status\":{\"signals\":" + signals + ","), GameDayRun.class);
    }

    private static String ledger(String state) {
        return """
                ledger:
                - entry: 0
                  step: one
                  target: {kind: Deployment, name: web}
                  workload: Deployment/web
                  verb: Scale
                  original: "3"
                  wanted: "0"
                  state: %s
                """.formatted(state);
    }

    private static GameDayRun run(String rehearsal, String... status) {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: kill-1, namespace: shop, uid: "7"}
                spec: {gameDayRef: {name: kill}}
                status:
                  rehearsal:
                """
                + (rehearsal + "\nsteps: [{name: one, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}]")
                        .indent(4)
                + String.join("\n", status).indent(2);
        return Serialization.unmarshal(yaml, GameDayRun.class);
    }

    private static Pod pod(String namespace) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-a")
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }
}
