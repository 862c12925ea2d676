package dev.faultline.gameday.calendar;

import dev.faultline.Golden;
import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.gameday.calendar.TimetableReader.Reading;
import dev.faultline.gameday.schedule.Scheduler;
import dev.faultline.gameday.schedule.Situation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A GameDay and its runs in, the status out: one folder per case. It is the moment that annotation {@code now} of the
 * GameDay says.
 */
class GameDayGoldenTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static Stream<Path> cases() {
        return Golden.cases("gameday");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aGameDayIsReportedOn(Path folder) throws IOException {
        var day = YAML.unmarshal(Files.readString(folder.resolve("in-gameday.yaml")), GameDay.class);
        var now = Instant.parse(day.getMetadata().getAnnotations().get("now"));
        var runs = runs(folder, day);

        var status = switch (new TimetableReader(Optional.empty()).read(day)) {
            case Reading.Refused(var message) -> GameDayReport.refused(day, message, now);
            case Reading.ByHand(var calendar) ->
                GameDayReport.of(
                        day, new Outlook(calendar.zone(), Progress.kept(day), Optional.empty(), List.of()), runs, now);
            case Reading.Scheduled scheduled -> scheduled(day, scheduled, runs, now);
        };

        Golden.check(folder, Map.of("out-status.yaml", YAML.asYaml(status)));
    }

    private static GameDayStatus scheduled(GameDay day, Reading.Scheduled scheduled, List<KeptRun> runs, Instant now) {
        var timetable = scheduled.timetable();
        var progress = Progress.of(day, timetable.rules().startingDeadline(), now);
        var situation = new Situation(
                now,
                progress.past(day),
                runs.stream().map(KeptRun::asSeen).toList(),
                Boolean.TRUE.equals(day.getSpec().suspend()));
        var decision = Scheduler.decide(timetable, situation);
        var upcoming = Scheduler.upcoming(timetable, situation, GameDayStatus.MAX_UPCOMING);
        return GameDayReport.of(
                day,
                new Outlook(
                        timetable.calendar().zone(),
                        progress,
                        Optional.of(decision),
                        situation.suspended() ? List.of() : upcoming),
                runs,
                now);
    }

    private static List<KeptRun> runs(Path folder, GameDay day) throws IOException {
        var file = folder.resolve("in-runs.yaml");
        return !Files.exists(file)
                ? List.of()
                : Arrays.stream(Files.readString(file).split("(?m)^---$"))
                        .map(text -> KeptRun.of(YAML.unmarshal(text, GameDayRun.class), day))
                        .toList();
    }
}
