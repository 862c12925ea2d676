package dev.faultline.gameday.schedule;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.faultline.gameday.schedule.Calendar.ClosedDays;
import dev.faultline.gameday.schedule.Calendar.OpenHours;
import dev.faultline.gameday.schedule.Timetable.Outside;
import dev.faultline.gameday.schedule.Timetable.Overlap;
import dev.faultline.gameday.schedule.Timetable.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A question that this code and an oracle have been asked; the fields are those of the oracle's Case. */
record OracleCase(
        String name,
        @Nullable String schedule,
        @Nullable String zone,
        @Nullable List<Window> windows,
        @Nullable List<Exclusion> exclusions,
        @Nullable String outside,
        int runMinutes,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable List<Instant> looks,
        @Nullable Instant created,
        int deadlineSeconds,
        @Nullable String policy,
        int takesMinutes,
        int revertsMinutes,
        @Nullable List<Stretch> suspended,
        @Nullable List<Stretch> byHand,
        @Nullable Instant changed,
        @Nullable List<Integer> forgotten,
        @Nullable List<String> expressions) {
    static final Path CASES = Path.of("src/test/resources/schedule/cases.json");

    /** What the oracle answered; {@code ScheduleOracleIT} asks it again. */
    static final Path ANSWERS = Path.of("src/test/resources/schedule/expected.txt");

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    record Window(List<Integer> days, int from, int to) {}

    record Exclusion(LocalDate from, LocalDate to) {}

    record Stretch(Instant from, Instant to) {
        boolean has(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    static List<OracleCase> all() {
        try {
            return JSON.readValue(Files.readString(CASES), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the names of the cases. */
    static Map<String, List<String>> answers() {
        try {
            var answers = new LinkedHashMap<String, List<String>>();
            for (var part : Files.readString(ANSWERS).split("(?m)^# ")) {
                var lines = part.lines().toList();
                if (!lines.isEmpty()) {
                    answers.put(lines.getFirst(), lines.subList(1, lines.size()));
                }
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Timetable timetable() {
        var cron = (Cron.Reading.Understood)
                Cron.read(Objects.requireNonNull(schedule), Optional.of(Duration.ofMinutes(1)));
        var rules = new Rules(
                Duration.ofSeconds(deadlineSeconds),
                Duration.ofMinutes(runMinutes),
                "Replace".equals(policy) ? Overlap.Replace : Overlap.Forbid,
                "Skip".equals(outside) ? Outside.Skip : Outside.Postpone);
        return new Timetable("g", cron.cron(), new Calendar(zoneId(), open(), closed()), rules);
    }

    ZoneId zoneId() {
        return ZoneId.of(Objects.requireNonNull(zone));
    }

    private List<OpenHours> open() {
        return orNone(windows).stream()
                .map(window -> new OpenHours(
                        window.days().stream()
                                .map(day -> DayOfWeek.of(day == 0 ? 7 : day))
                                .collect(Collectors.toSet()),
                        window.from(),
                        window.to()))
                .toList();
    }

    private List<ClosedDays> closed() {
        return orNone(exclusions).stream()
                .map(days -> new ClosedDays(days.from(), days.to()))
                .toList();
    }

    static <T> List<T> orNone(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
