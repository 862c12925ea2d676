package dev.faultline.gameday.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.policy.call.Span;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression is refused for, and in which words; what one means is compared in {@link ScheduleOracleTest}. */
class CronTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 25 * * * | spec.schedule: hour has 25; use 0 to 23",
                "0 10 * * mun | spec.schedule: day of week is mun; use 0 to 6, or sun to sat",
                "0 10 * * 5-1 | spec.schedule: day of week has 5-1, which ends before it begins; write two ranges",
                "0 10 */0 * * | spec.schedule: day of month has a step of 0; use 1 or more",
                "0 10 1,,2 * * | spec.schedule: day of month has an empty entry; use *, ?, a number, a range such as"
                        + " 1-5, a step such as */2 or a list of them",
                "0 10 L * * | spec.schedule: day of month is L; use 1 to 31",
                "@hourly | spec.schedule is \"@hourly\"; write five fields: minute, hour, day of month, month, day of"
                        + " week, and the zone in spec.timeZone",
                "@every 1h30m | spec.schedule is \"@every 1h30m\"; write five fields: minute, hour, day of month, month,"
                        + " day of week, and the zone in spec.timeZone",
                "TZ=UTC 0 10 * * | spec.schedule is \"TZ=UTC 0 10 * *\"; write five fields: minute, hour, day of month,"
                        + " month, day of week, and the zone in spec.timeZone",
            })
    void aMessageNamesTheFieldAndWhatToWrite(String expression, String message) {
        assertThat(Cron.read(expression, Optional.empty())).isEqualTo(new Cron.Reading.Refused(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"* 10 * * *", "? 10 * * *", "*/5 10 * * *", "0/30 10 * * *", "0-10 10 * * *", "0,*/30 10 * * *"})
    void minutesThatAreNotNumbersNeedASetting(String expression) {
        var minute = expression.substring(0, expression.indexOf(' '));

        assertThat(Cron.read(expression, Optional.empty()))
                .isEqualTo(new Cron.Reading.Refused(
                        "spec.schedule has the minute field %s; write minutes as numbers,".formatted(minute)
                                + " such as 0 or 0,30, or set gameDays.minInterval of the installation"));
        assertThat(Cron.read(expression, Optional.of(Duration.ofMinutes(1))))
                .isInstanceOf(Cron.Reading.Understood.class);
    }

    @ParameterizedTest(name = "{0} is {1} apart")
    @CsvSource(
            delimiter = '|',
            value = {
                "*/20 * * * * | 20m",
                "*/25 * * * * | 10m",
                "0,50 10 * * * | 50m",
                "0 */7 * * * | 3h",
                "0 0,22 * * * | 2h",
                "30 10 * * * | 24h"
            })
    void startsAreApartAsTheSettingSays(String expression, String apart) {
        var distance = Span.parse(apart);

        assertThat(Cron.read(expression, Optional.of(distance))).isInstanceOf(Cron.Reading.Understood.class);
        assertThat(Cron.read(expression, Optional.of(distance.plusMillis(1))))
                .isEqualTo(new Cron.Reading.Refused(
                        "spec.schedule starts runs %s apart; leave at least %s1ms (gameDays.minInterval)"
                                .formatted(apart, apart)));
    }

    @Test
    void numbersNeedNoSetting() {
        assertThat(Cron.read("0,30 10 1 1,4,7,10 *", Optional.empty())).isInstanceOf(Cron.Reading.Understood.class);
    }
}
