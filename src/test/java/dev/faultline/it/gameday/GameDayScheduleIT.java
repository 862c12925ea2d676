package dev.faultline.it.gameday;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.GameDays;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules of each minute, kept by two replicas of which the leading one is killed as runs are due. */
class GameDayScheduleIT {
    private static final int GAME_DAYS = 10;
    private static final Map<String, String> SETTINGS = Map.of("FAULTLINE_GAMEDAYS_MIN_INTERVAL", "1m");
    private static final Duration MINUTES = Duration.ofMinutes(4);

    /** After which a game day that is far away has been looked at once more. */
    private static final Duration ROUND = Duration.ofSeconds(70);

    private TestNamespace namespace;
    private TestNamespace resting;

    @BeforeEach
    void begin() {
        namespace = ApiServer.ready().namespace("each-minute");
        resting = ApiServer.ready().namespace("at-rest");
    }

    @AfterEach
    void end() {
        namespace.close();
        resting.close();
    }

    @Test
    void eachMinuteHasItsRunOnceAlsoWhenTheLeaderDiesAtIt() {
        try (var first = OperatorProcess.launch("clock-1", SETTINGS)) {
            first.awaitLeading();
            try (var second = OperatorProcess.launch("clock-2", SETTINGS)) {
                second.awaitReady();
                resting.apply(GameDays.manifest("yearly", "schedule: 0 0 1 1 *"));
                IntStream.range(0, GAME_DAYS)
                        .forEach(number -> namespace.apply(GameDays.manifest(
                                "day-" + number,
                                "schedule: \"* * * * *\"",
                                "historyLimits: {passed: 100, other: 100}")));
                awaitRuns(1);
                eventually(() ->
                        assertThat(resting.gameDay("yearly").verdict("Ready")).isEqualTo("True/Ready"));
                var atRest = AuditLog.mark();
                var since = Instant.now();

                awaitMinute();
                first.kill();
                second.awaitLeading();
                awaitRuns(3);

                assertThat(Instant.now()).isAfter(since.plus(ROUND));
                assertThat(atRest.writes(resting)).isEmpty();
                IntStream.range(0, GAME_DAYS).forEach(number -> assertEachMinuteHasARun("day-" + number));
            }
        }
    }

    @Test
    void theRunsOfAGameDayThatIsDeletedGoWithIt() {
        try (var operator = OperatorProcess.launch("clock-3", SETTINGS)) {
            operator.awaitLeading();
            namespace.apply(GameDays.manifest("brief", "schedule: \"* * * * *\""));
            eventually(MINUTES, () -> assertThat(runsOf("brief")).isNotEmpty());

            namespace.gameDays().withName("brief").delete();

            eventually(Duration.ofSeconds(60), () -> {
                assertThat(runsOf("brief")).isEmpty();
            });
        }
    }

    @Test
    void aScheduleThatIsRefusedSaysSoOnceAndStartsNothing() {
        try (var operator = OperatorProcess.launch("clock-4", Map.of())) {
            operator.awaitLeading();
            namespace.apply(GameDays.manifest("often", "schedule: \"* * * * *\""));

            eventually(() ->
                    assertThat(namespace.gameDay("often").verdict("Ready")).isEqualTo("False/Invalid"));
            assertThat(namespace.gameDay("often").condition("Accepted").message())
                    .contains("gameDays.minInterval");
            eventually(() -> assertThat(events()).containsExactly("GameDayInvalid"));

            namespace.apply(GameDays.manifest("often", "schedule: 0 0 1 1 *"));
            eventually(() ->
                    assertThat(namespace.gameDay("often").verdict("Ready")).isEqualTo("True/Ready"));
            assertThat(namespace.gameDay("often").has("Stalled")).isFalse();
            assertThat(runsOf("often")).isEmpty();
        }
    }

    private List<String> events() {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .map(event -> event.getReason())
                .toList();
    }

    /** Each is over soon, as there is nothing to do. */
    private void awaitRuns(int count) {
        eventually(MINUTES, () -> {
            assertThat(IntStream.range(0, GAME_DAYS).mapToObj(number -> runsOf("day-" + number)))
                    .allSatisfy(runs -> assertThat(runs).hasSizeGreaterThanOrEqualTo(count));
        });
    }

    private static void awaitMinute() {
        var next = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        eventually(Duration.ofSeconds(70), () -> assertThat(Instant.now()).isAfterOrEqualTo(next));
    }

    private List<GenericKubernetesResource> runsOf(String day) {
        return namespace.runs().withLabel("faultline.dev/gameday", day).list().getItems();
    }

    private void assertEachMinuteHasARun(String day) {
        var minutes = runsOf(day).stream()
                .map(run -> run.getMetadata().getName())
                .map(name -> Long.parseLong(name.substring(day.length() + 1)))
                .sorted()
                .toList();
        assertThat(minutes)
                .containsExactlyElementsOf(LongStream.rangeClosed(minutes.getFirst(), minutes.getLast())
                        .boxed()
                        .toList());
        assertThat(namespace.gameDay(day).status()).doesNotContainKey("missedRuns");
    }
}
