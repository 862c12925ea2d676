package dev.faultline.gameday.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.gameday.calendar.TimetableReader.Reading;
import dev.faultline.gameday.schedule.Calendar;
import dev.faultline.gameday.schedule.Calendar.ClosedDays;
import dev.faultline.gameday.schedule.Calendar.OpenHours;
import dev.faultline.gameday.schedule.Timetable.Outside;
import dev.faultline.gameday.schedule.Timetable.Overlap;
import dev.faultline.gameday.schedule.Timetable.Rules;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a spec to a timetable. */
class TimetableReaderTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void everyFieldOfTheScheduleIsRead() {
        var reading = read("""
                schedule: 0 10 1 1,4,7,10 *
                timeZone: Europe/Berlin
                startingDeadline: 10m
                concurrencyPolicy: Replace
                outsideWindow: Skip
                windows: [{days: [Tue, Sun], from: "09:30", to: "24:00"}, {from: "00:00", to: "01:05"}]
                exclusions: [{from: "2026-12-18", to: "2027-01-04"}]
                """);

        assertThat(reading).isInstanceOfSatisfying(Reading.Scheduled.class, scheduled -> {
            assertThat(scheduled.timetable().gameDay()).isEqualTo("checkout");
            assertThat(scheduled.timetable().rules())
                    .isEqualTo(
                            new Rules(Duration.ofMinutes(10), Duration.ofMinutes(45), Overlap.Replace, Outside.Skip));
            assertThat(scheduled.timetable().calendar())
                    .isEqualTo(new Calendar(
                            ZoneId.of("Europe/Berlin"),
                            List.of(
                                    new OpenHours(Set.of(DayOfWeek.TUESDAY, DayOfWeek.SUNDAY), 570, 1440),
                                    new OpenHours(Set.of(), 0, 65)),
                            List.of(new ClosedDays(LocalDate.parse("2026-12-18"), LocalDate.parse("2027-01-04")))));
        });
    }

    @Test
    void whatIsLeftOutIsAsTheSchemaSays() {
        assertThat(read("schedule: 0 10 * * *")).isInstanceOfSatisfying(Reading.Scheduled.class, scheduled -> {
            assertThat(scheduled.timetable().rules())
                    .isEqualTo(
                            new Rules(Duration.ofMinutes(5), Duration.ofMinutes(45), Overlap.Forbid, Outside.Postpone));
            assertThat(scheduled.timetable().calendar())
                    .isEqualTo(new Calendar(ZoneId.of("Etc/UTC"), List.of(), List.of()));
        });
    }

    @Test
    void withoutAScheduleNothingIsDue() {
        assertThat(read("timeZone: Asia/Kolkata"))
                .isEqualTo(new Reading.ByHand(new Calendar(ZoneId.of("Asia/Kolkata"), List.of(), List.of())));
    }

    @Test
    void whatNoCalendarOrMapHasIsRefusedByItsField() {
        assertThat(read("timeZone: Europe/Atlantis"))
                .isEqualTo(
                        new Reading.Refused(
                                "spec.timeZone is Europe/Atlantis; use the name of a time zone, such as Europe/Berlin or Etc/UTC"));
        assertThat(read("exclusions: [{from: \"2027-02-30\", to: \"2027-03-01\"}]"))
                .isEqualTo(new Reading.Refused(
                        "spec.exclusions has a day that no calendar has; write dates such as 2026-12-18"));
        assertThat(read("schedule: 0 25 * * *"))
                .isEqualTo(new Reading.Refused("spec.schedule: hour has 25; use 0 to 23"));
        assertThat(read("concurrencyPolicy: Sometimes")).isInstanceOf(Reading.Refused.class);
    }

    private static Reading read(String fields) {
        return new TimetableReader(Optional.empty())
                .read(YAML.unmarshal("""
                metadata: {name: checkout}
                spec:
                  runTemplate: {spec: {activeDeadline: 45m, steps: [{name: kill, fault: {podKill: {}}}]}}
                %s""".formatted(fields.indent(2)), GameDay.class));
    }
}
