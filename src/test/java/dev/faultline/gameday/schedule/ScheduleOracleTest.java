package dev.faultline.gameday.schedule;

import static dev.faultline.gameday.schedule.OracleCase.orNone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agrees with a program on the library of Kubernetes that looks at every minute. */
class ScheduleOracleTest {
    // Unlike toString, with seconds where there are none.
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

    static Stream<String> names() {
        return OracleCase.all().stream().map(OracleCase::name);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void startsWhenTheOracleSays(String name) {
        var asked = OracleCase.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        var lines = asked.looks() != null
                ? OracleWalk.lines(asked)
                : asked.expressions() != null ? readings(asked) : starts(asked);

        assertThat(lines).isEqualTo(OracleCase.answers().get(name));
    }

    @Test
    void theOracleHasAnsweredAllThatItWasAsked() {
        assertThat(OracleCase.answers().keySet()).hasSizeGreaterThan(60).containsExactlyElementsOf(names().toList());
    }

    private static List<String> readings(OracleCase asked) {
        return orNone(asked.expressions()).stream()
                .map(each -> each + ": "
                        + switch (Cron.read(each, Optional.of(Duration.ofMinutes(1)))) {
                            case Cron.Reading.Understood _ -> "understood";
                            case Cron.Reading.Refused _ -> "refused";
                        })
                .toList();
    }

    private static List<String> starts(OracleCase asked) {
        var from = Objects.requireNonNull(asked.from());
        var until = Objects.requireNonNull(asked.until());
        var starts = new Starts(asked.timetable(), from);
        var lines = new ArrayList<String>();
        for (var next = starts.next(from, until); next.isPresent(); ) {
            lines.add("%s for %s"
                    .formatted(
                            local(asked, next.get().startsAt()),
                            local(asked, next.get().scheduledFor())));
            next = starts.next(next.get().startsAt(), until);
        }
        return lines;
    }

    private static String local(OracleCase asked, Instant moment) {
        return RFC_3339.format(moment.atZone(asked.zoneId()));
    }
}
