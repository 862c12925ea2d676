package dev.faultline.controller.gameday.calendar;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Filling;
import dev.faultline.cluster.cache.Pruning;
import dev.faultline.cluster.gameday.calendar.KeptRuns;
import dev.faultline.cluster.gameday.calendar.RunMaker;
import dev.faultline.gameday.calendar.GameDayReport;
import dev.faultline.gameday.calendar.KeptRun;
import dev.faultline.gameday.calendar.TimetableReader;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.GameDays;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a schedule makes of runs in a real API server, at moments that the test chooses, with the operator's rights. */
class AppointmentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SetClock clock = new SetClock();
    private TestNamespace namespace;
    private KubernetesClient account;
    private KubernetesClient judge;
    private KeptRuns kept;
    private Cached<GameDayRun> watch;
    private Appointments appointments;

    /** After the game days are made, a time that the API server writes. */
    private Instant due = Instant.EPOCH;

    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void begin() {
        namespace = ApiServer.ready().namespace("appointments");
        judge = GameDays.judge(namespace);
        account = OperatorAccount.ACCOUNT.client();
        kept = new KeptRuns(each -> watch().inNamespace(each), day -> {}, clock);
        watch = new Cached<>(
                account.resources(GameDayRun.class).inAnyNamespace(),
                new Pruning<>(run -> run, run -> run),
                change -> kept.seen((GameDayRun) change.states().getLast()));
        Filling.await(Stream.of(watch.start()), PATIENCE);
        appointments = new Appointments(kept, new RunMaker(account, kept::at), clock);
        due = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(10, ChronoUnit.MINUTES);
    }

    @AfterEach
    void end() {
        watch.close();
        account.close();
        judge.close();
        namespace.close();
    }

    @Test
    void aRunIsMadeOnTimeWithTheNameOfItsMinuteAndBelongsToTheGameDay() {
        namespace.apply(GameDays.manifest("hourly", hourly(30), "timeZone: Asia/Kolkata"));

        var before = keptAt("hourly", due.minusMillis(1));
        var onTime = keptAt("hourly", due);

        assertThat(before.news()).isEmpty();
        assertThat(before.runs()).isEmpty();
        assertThat(onTime.news()).extracting(News::reason).containsExactly(EventReason.RunCreated);
        var run = namespace.runs().withName(name("hourly", due)).require();
        assertThat(run.getMetadata().getLabels()).containsEntry("faultline.dev/gameday", "hourly");
        assertThat(run.getMetadata().getAnnotations())
                .containsEntry("faultline.dev/scheduled-for", GameDayReport.shown(due, ZoneId.of("Asia/Kolkata")));
        assertThat(run.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getController()).isTrue();
            assertThat(owner.getKind()).isEqualTo("GameDay");
            assertThat(owner.getUid()).isEqualTo(day("hourly").getMetadata().getUid());
        });
        assertThat(run.<Map<String, Object>>get("spec")).containsEntry("gameDayRef", Map.of("name", "hourly"));
    }

    @Test
    void aRunThatWasMadeAndNotNotedIsNotMadeAgain() {
        namespace.apply(GameDays.manifest("hourly", hourly(0)));
        keptAt("hourly", due);
        var uid = namespace
                .runs()
                .withName(name("hourly", due))
                .require()
                .getMetadata()
                .getUid();

        // The status was not written.
        var again = keptAt("hourly", due.plusSeconds(1));

        assertThat(again.news()).isEmpty();
        assertThat(again.outlook().progress().lastScheduled()).contains(due);
        assertThat(namespace.runs().list().getItems())
                .extracting(run -> run.getMetadata().getUid())
                .containsExactly(uid);
    }

    @Test
    void whoHasTheNameOfARunIsToldAndTheStartCountsAsMissed() {
        namespace.apply(GameDays.manifest("hourly", hourly(0)), GameDays.manifest("other", "suspend: true"));
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec: {gameDayRef: {name: other}}
                """.formatted(name("hourly", due)));
        eventually(() -> assertThat(kept.of(day("other"))).hasSize(1));

        var minutes = keptAt("hourly", due);

        assertThat(minutes.news()).singleElement().satisfies(news -> {
            assertThat(news.reason()).isEqualTo(EventReason.RunMissed);
            assertThat(news.note()).contains(name("hourly", due), "delete it");
        });
        assertThat(minutes.outlook().progress().missed()).isEqualTo(1);
    }

    @Test
    void aRunThatIsUnderWayIsInTheWayUntilItIsOver() {
        namespace.apply(GameDays.manifest("hourly", hourly(0, 2)));
        keptAt("hourly", due);

        var blocked = keptAt("hourly", due.plusSeconds(120));
        complete("hourly", due, "Passed");
        var free = keptAt("hourly", due.plusSeconds(180));

        assertThat(blocked.news()).isEmpty();
        assertThat(namespace.runs().withName(name("hourly", due)).require().<Map<String, Object>>get("spec"))
                .doesNotContainEntry("abort", true);
        assertThat(free.news()).extracting(News::reason).containsExactly(EventReason.RunCreated);
        assertThat(namespace
                        .runs()
                        .withName(name("hourly", due.plusSeconds(120)))
                        .get())
                .isNotNull();
    }

    @Test
    void aRunByHandIsInTheWayTooAndIsNotReplaced() {
        namespace.apply(GameDays.manifest("hourly", hourly(0), "concurrencyPolicy: Replace"));
        namespace.apply("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: by-hand}
                spec: {gameDayRef: {name: hourly}}
                """);
        eventually(() -> assertThat(kept.of(day("hourly"))).hasSize(1));

        var minutes = keptAt("hourly", due);

        assertThat(minutes.news()).isEmpty();
        assertThat(namespace.runs().list().getItems()).hasSize(1);
        assertThat(namespace.runs().withName("by-hand").require().<Map<String, Object>>get("spec"))
                .doesNotContainEntry("abort", true);
    }

    @Test
    void aRunIsEndedOnceAndTheNextIsMadeWhenItIsOver() {
        namespace.apply(GameDays.manifest("hourly", hourly(0, 2), "concurrencyPolicy: Replace"));
        keptAt("hourly", due);

        var ending = keptAt("hourly", due.plusSeconds(120));
        var old = namespace.runs().withName(name("hourly", due)).require();
        eventually(() -> assertThat(kept.of(day("hourly")))
                .allMatch(run -> Boolean.TRUE.equals(run.getSpec().abort())));
        var waiting = keptAt("hourly", due.plusSeconds(130));
        complete("hourly", due, "Aborted");
        keptAt("hourly", due.plusSeconds(140));

        assertThat(ending.news()).extracting(News::reason).containsExactly(EventReason.RunReplaced);
        assertThat(old.<Map<String, Object>>get("spec")).containsEntry("abort", true);
        assertThat(waiting.news()).isEmpty();
        assertThat(namespace
                        .runs()
                        .withName(name("hourly", due.plusSeconds(120)))
                        .get())
                .isNotNull();
    }

    @Test
    void whileItIsSuspendedNothingIsMade() {
        namespace.apply(GameDays.manifest("hourly", hourly(0), "suspend: true"));

        var minutes = keptAt("hourly", due);

        assertThat(minutes.news()).isEmpty();
        assertThat(minutes.outlook().upcoming()).isEmpty();
        assertThat(namespace.runs().list().getItems()).isEmpty();
    }

    @Test
    void runsBeyondTheLimitsGoTheOldestFirstAndNoneThatIsNotOverOrNotPutBack() {
        namespace.apply(
                GameDays.manifest("many", hourly(0, 10, 20, 30, 40, 50), "historyLimits: {passed: 1, other: 1}"));
        var outcomes = List.of("RevertFailed", "Passed", "Failed", "Passed", "Skipped");
        for (var number = 0; number < outcomes.size(); number++) {
            var moment = due.plusSeconds(600L * number);
            keptAt("many", moment);
            complete("many", moment, outcomes.get(number));
        }

        var minutes = keptAt("many", due.plusSeconds(600L * outcomes.size()));

        eventually(() -> assertThat(namespace.runs().list().getItems())
                .extracting(run -> run.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        name("many", due),
                        name("many", due.plusSeconds(1800)),
                        name("many", due.plusSeconds(2400)),
                        name("many", due.plusSeconds(3000))));
        assertThat(minutes.runs()).extracting(KeptRun::isComplete).containsOnlyOnce(false);
    }

    /** A schedule of minutes of an hour, counted from the one that is due first. */
    private String hourly(int... later) {
        var first = due.atZone(ZoneOffset.UTC).getMinute();
        return IntStream.of(later)
                .map(minutes -> (first + minutes) % 60)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "schedule: \"", " * * * *\""));
    }

    /** As the reconciler does at that moment, but for the status. */
    private Appointments.Minutes keptAt(String name, Instant now) {
        clock.now = now;
        var day = day(name);
        var reading = (TimetableReader.Reading.Scheduled) new TimetableReader(Optional.empty()).read(day);
        var minutes = appointments.keep(day, reading.timetable());
        awaitTheWatch();
        return minutes;
    }

    /** The clock of a test jumps by minutes, in which a watch that says nothing of a run would mean that it is gone. */
    private void awaitTheWatch() {
        var there = namespace.runs().list().getItems().stream()
                .map(run -> run.getMetadata().getUid())
                .toList();
        eventually(() -> assertThat(watch.inNamespace(namespace.name()))
                .extracting(run -> run.getMetadata().getUid())
                .containsAll(there));
    }

    private Cached<GameDayRun> watch() {
        return watch;
    }

    private GameDay day(String name) {
        return namespace
                .client()
                .resources(GameDay.class)
                .inNamespace(namespace.name())
                .withName(name)
                .require();
    }

    private static String name(String day, Instant minute) {
        return day + "-" + minute.getEpochSecond() / 60;
    }

    private void complete(String day, Instant due, String outcome) {
        GenericKubernetesResource run =
                namespace.runs().withName(name(day, due)).require();
        GameDays.complete(
                judge,
                run,
                Map.of("outcome", outcome, "completionTime", due.plusSeconds(60).toString()));
        eventually(() -> assertThat(kept.of(day(day)))
                .filteredOn(each -> each.getMetadata().getName().equals(name(day, due)))
                .allMatch(each -> KeptRun.of(each, day(day)).isComplete()));
    }
}
