package dev.faultline.probe;

import static dev.faultline.probe.GivenProbe.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hysteresis, by rows of samples: three bad ones make a check fail, two good ones make it pass again. */
class JudgeTest {
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(3), 3, 2, Duration.ofMinutes(10), 4);

    @ParameterizedTest(name = "after {0} a check is {1} since sample {2}")
    @CsvSource({
        "g, Passing, 0",
        "ggg, Passing, 0",
        "b, Unknown, 0",
        "bb, Unknown, 0",
        "bbb, Failing, 0",
        "bbg, Passing, 2",
        "bgbb, Passing, 1",
        "gb, Passing, 0",
        "gbb, Passing, 0",
        "gbbb, Failing, 1",
        "gbbbb, Failing, 1",
        "gbbgbb, Passing, 0",
        "gbbbg, Failing, 1",
        "gbbbgg, Passing, 4",
        "gbbbgbg, Failing, 1",
        "gbbbgbgg, Passing, 6",
        "gbbbggbbb, Failing, 6",
        "u, Unknown, 0",
        "gu, Unknown, 0",
        "gug, Passing, 0",
        "gbub, Passing, 0",
        "gbubb, Passing, 0",
        "gbubbb, Failing, 3",
        "gbbbu, Unknown, 1",
        "gbbbub, Failing, 1",
        "gbbbugg, Passing, 5",
        "gbb----b, Passing, 0",
        "gbbb----b, Failing, 1",
        "gbbb----gg, Passing, 8",
    })
    void aRowOfSamplesIsJudged(String row, String state, int since) {
        var track = track(row);

        assertThat(track.shown()).hasToString(state);
        assertThat(track.since()).isEqualTo(at(since));
    }

    @ParameterizedTest(name = "after {0} the time until sample {1} is settled")
    @CsvSource({"ggg, 2", "ggb, 2", "ggbb, 2", "ggbbb, 4", "ggbbbg, 5", "ggbbbgg, 6", "ggbu, 3"})
    void whatASampleMayStillChangeIsNotSettled(String row, int settled) {
        assertThat(track(row).settledUntil()).isEqualTo(at(settled));
    }

    @Test
    void aFailingCheckSaysWhatItsLastBadAnswerWas() {
        assertThat(track("gbbb").message()).isEqualTo("connection refused");
        assertThat(track("gbbbgg").message()).isEmpty();
    }

    @Test
    void silenceSaysWhyAndEndsWithTheNextAnswer() {
        assertThat(track("gu").silence()).contains("no file descriptor is left");
        assertThat(track("gug").silence()).isEmpty();
    }

    @ParameterizedTest(name = "{0} rounds of failing and passing: flapping is {1}")
    @CsvSource({"1, false", "2, false", "3, true", "8, true"})
    void aCheckFlapsThatTurnsMoreOftenThanItMay(int rounds, boolean flaps) {
        assertThat(track("g" + "bbbgg".repeat(rounds)).isFlapping(RULES)).isEqualTo(flaps);
    }

    @Test
    void aCheckThatHasBeenSteadyForTheWindowFlapsNoMore() {
        assertThat(track("g" + "bbbgg".repeat(3) + "g".repeat(70)).isFlapping(RULES))
                .isFalse();
    }

    private static Track track(String row) {
        var track = Track.fresh(at(0));
        for (var index = 0; index < row.length(); index++) {
            if (row.charAt(index) != '-') {
                track = Judge.judge(track, new Sample(at(index), GivenProbe.answer(row.charAt(index))), RULES);
            }
        }
        return track;
    }
}
