package dev.faultline.gameday.signal;

import static dev.faultline.gameday.GivenSignals.START;
import static dev.faultline.gameday.GivenSignals.at;
import static dev.faultline.gameday.GivenSignals.reading;
import static dev.faultline.gameday.GivenSignals.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of the readings of a signal, one a second. */
class TrackTest {

    @ParameterizedTest(name = "{0} is kept as {1}")
    @CsvSource({
        "g, Good@0",
        "ggg, Good@0",
        "gbbg, Good@0 Bad@1 Good@3",
        "gubg, Good@0 Unknown@1 Bad@2 Good@3",
        "--g, Good@2",
        // Fourteen readings that are missing are no gap, fifteen are.
        "g-14g, Good@0",
        "g-15g, Unknown@0 Good@16",
        "b-20b, Unknown@0 Bad@21",
        "g5-20b, Good@0 Unknown@4 Bad@25",
        "u-20u, Unknown@0",
    })
    void turnsAreKept(String row, String turns) {
        assertThat(words(track(row))).isEqualTo(turns);
    }

    private static String words(Track track) {
        return track.turns().stream()
                .map(turn -> turn.state() + "@"
                        + Duration.between(START, turn.from()).toSeconds())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0} between {1} and {2} is {3}")
    @CsvSource({
        "g10b10g10, 0, 30, Good 10 Bad 10 Good 10",
        "g10b10g10, 5, 15, Good 5 Bad 5",
        "g10b10g10, 12, 18, Bad 6",
        "g10b10g10, 25, 40, Good 15",
        // What was last read holds until another reading was due, and then nothing does.
        "g10b10g10, 25, 60, Good 4 Unknown 31",
        "-5g10, 0, 10, Unknown 5 Good 5",
        "g10u5g10, 0, 25, Good 25",
        "g10u15g10, 0, 35, Good 35",
        "g10u16g10, 0, 36, Good 10 Unknown 16 Good 10",
        "b10u5b10, 0, 25, Bad 25",
        // A gap over a turn hides when it was.
        "g10u5b10, 0, 25, Good 10 Unknown 5 Bad 10",
        "b10u5g10, 0, 25, Bad 10 Unknown 5 Good 10",
        "g10-20g10, 0, 40, Good 9 Unknown 21 Good 10",
        "u10g10, 0, 20, Unknown 10 Good 10",
    })
    void aSpanOfTimeHasNoHole(String row, int from, int until, String stretches) {
        assertThat(track(row).between(at(from), at(until)).stream()
                        .map(stretch -> stretch.state() + " " + stretch.length().toSeconds())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(stretches);
    }

    @Test
    void aSignalThatNobodyListenedToIsNotKnown() {
        assertThat(Track.UNHEARD.between(at(0), at(5)))
                .extracting(Stretch::state)
                .containsExactly(State.Unknown);
        assertThat(Observed.NOTHING.of("sli").state()).isEqualTo(State.Unknown);
    }

    @Test
    void whatIsToldLateHoldsSinceItBegan() {
        var track = track("g10").after(new Reading(at(12), at(6.25), at(11.75), State.Bad, "db fails"));

        assertThat(track.between(at(0), at(12)))
                .extracting(Stretch::state, Stretch::until)
                .containsExactly(tuple(State.Good, at(6.25)), tuple(State.Bad, at(12)));
        assertThat(track.turns().getLast().told()).isEqualTo(at(11.75));
    }

    @Test
    void whatBeganBeforeTheLastTurnTakesItsPlace() {
        var track = track("bbggg").after(new Reading(at(6), at(1), at(5), State.Bad, "db fails"));

        assertThat(words(track)).isEqualTo("Bad@0");
    }

    @Test
    void aReadingThatComesLateIsOfNoUse() {
        assertThat(track("ggg").after(reading('b', 1))).isEqualTo(track("ggg"));
    }

    @Test
    void whoListensAgainDoesNotKnowWhatCameInBetween() {
        var track = track("ggg").resumed(at(40)).after(reading('g', 41));

        assertThat(words(track)).isEqualTo("Good@0 Unknown@2 Good@41");
        assertThat(track.turns().get(1).message()).isEqualTo("nobody listened for 38 s");
    }

    @ParameterizedTest(name = "after {0}, at {1} nobody can tell for {2} s")
    @CsvSource({"ggg, 3, 0", "ggg, 17, 0", "ggg, 18, 16", "guu, 5, 4", "gubg, 3, 0", "-, 20, 20"})
    void blindnessIsTimed(String row, int now, int seconds) {
        assertThat(track(row).blindFor(at(now))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void whoHasJustBegunToListenAgainIsNotBlindForLong() {
        assertThat(track("ggg").resumed(at(60)).blindFor(at(61))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readingsAlikeAreCounted() {
        assertThat(track("gbggg").row()).isEqualTo(3);
        assertThat(track("ggg").resumed(at(40)).row()).isZero();
    }

    /** By chance, and against all readings: never better than it was, and right where it ends. */
    @Test
    void aSignalThatFlapsIsNeverShownBetterThanItWas() {
        var chance = new Random(7);
        for (var round = 0; round < 200; round++) {
            var row = chance.ints(120, 0, 12)
                    .mapToObj(roll -> roll < 7 ? "g" : roll < 11 ? "b" : "u")
                    .collect(Collectors.joining());

            var track = track(row);

            assertThat(track.turns()).hasSizeLessThanOrEqualTo(Track.MOST_TURNS);
            assertThat(track.state()).isEqualTo(state(row.charAt(119)));
            assertThat(firstBad(track.turns())).isLessThanOrEqualTo(row.indexOf('b'));
            for (var second = 0; second < 120; second++) {
                var moment = at(second);
                var shown = track.turns().stream()
                        .filter(turn -> !turn.from().isAfter(moment))
                        .reduce((_, later) -> later)
                        .orElseThrow();
                assertThat(shown.state()).as(row + " at " + second).isGreaterThanOrEqualTo(state(row.charAt(second)));
            }
        }
    }

    private static int firstBad(List<Track.Turn> turns) {
        return turns.stream()
                .filter(turn -> turn.state() == State.Bad)
                .findFirst()
                .map(turn -> (int) Duration.between(START, turn.from()).toSeconds())
                .orElse(-1);
    }

    private static State state(char letter) {
        return switch (letter) {
            case 'g' -> State.Good;
            case 'b' -> State.Bad;
            default -> State.Unknown;
        };
    }
}
