package dev.faultline.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private static final Tally FINE = new Tally(10, 0, 0, 0, 3, 3, 0);
    private static final Tally ONE_EJECTED = new Tally(10, 1, 2, 0, 3, 2, 1);
    private static final Tally ALL_EJECTED = new Tally(10, 10, 0, 0, 3, 0, 3);
    private static final Tally REFUSING = new Tally(10, 4, 0, 4, 3, 3, 0);
    private static final Tally QUIET = new Tally(0, 0, 0, 0, 3, 3, 0);
    private static final Tally QUIET_AND_UNUSABLE = new Tally(0, 0, 0, 0, 3, 0, 0);

    /** A flush every five seconds. */
    private static List<Pulse> pulses(Tally... tallies) {
        var pulses = new ArrayList<Pulse>();
        for (var tally : tallies) {
            var now = START.plus(FLUSH.multipliedBy(pulses.size()));
            pulses.add(
                    pulses.isEmpty()
                            ? Pulse.first(tally, now, FLUSH)
                            : pulses.getLast().next(tally, now));
        }
        return pulses;
    }

    private static List<Standing> standings(Tally... tallies) {
        return pulses(tallies).stream().map(Pulse::standing).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 3, 3, 0, Closed",
        "9, 0, 3, 3, 0, Closed",
        "0, 0, 3, 2, 1, Partial",
        "9, 1, 3, 2, 1, Full",
        "9, 1, 3, 3, 0, Full",
        "9, 0, 3, 0, 3, Empty",
        "9, 9, 3, 0, 3, Empty",
        "9, 0, 0, 0, 0, Empty",
        "0, 0, 3, 0, 0, Closed",
        "0, 0, 0, 0, 0, Closed"
    })
    void theFirstTallyTellsHowItStands(
            long errors, long refused, int endpoints, int usable, int ejected, Standing standing) {
        assertThat(standings(new Tally(9, errors, 0, refused, endpoints, usable, ejected)))
                .containsExactly(standing);
    }

    @Test
    void noUsableEndpointCountsWithoutCallsWhenItIsToldTwice() {
        assertThat(standings(QUIET_AND_UNUSABLE, QUIET_AND_UNUSABLE)).containsExactly(Standing.Closed, Standing.Empty);
        assertThat(standings(QUIET_AND_UNUSABLE, QUIET)).containsExactly(Standing.Closed, Standing.Closed);
    }

    @Test
    void itGetsWorseAtOnceAndBetterAfterFifteenSeconds() {
        assertThat(standings(FINE, ONE_EJECTED, ALL_EJECTED, ONE_EJECTED, FINE, FINE, FINE))
                .containsExactly(
                        Standing.Closed,
                        Standing.Partial,
                        Standing.Empty,
                        Standing.Empty,
                        Standing.Empty,
                        Standing.Closed,
                        Standing.Closed);
    }

    @Test
    void whatGetsBadAgainWithinThatTimeIsHeldAnew() {
        assertThat(standings(REFUSING, FINE, FINE, REFUSING, FINE, FINE, FINE))
                .containsExactly(
                        Standing.Full,
                        Standing.Full,
                        Standing.Full,
                        Standing.Full,
                        Standing.Full,
                        Standing.Full,
                        Standing.Closed);
    }

    @Test
    void whileItIsHeldTheEjectedOnesAreShownThatItIsHeldFor() {
        assertThat(pulses(ONE_EJECTED, FINE, FINE, FINE).stream().map(Pulse::ejected))
                .containsExactly(1, 1, 1, 0);
    }

    @Test
    void aReadingIsOfAboutTheLastMinute() {
        var tallies = new Tally[30];
        for (var index = 0; index < tallies.length; index++) {
            tallies[index] = ONE_EJECTED;
        }

        for (var pulse : pulses(tallies)) {
            var reading = pulse.reading();
            assertThat(reading.seconds()).isBetween(5.0, 80.0);
            assertThat(reading.calls() / reading.seconds()).isEqualTo(2);
            assertThat(reading.errors() * 10).isEqualTo(reading.calls());
            assertThat(reading.retries() * 5).isEqualTo(reading.calls());
            assertThat(pulse.window().stretches()).hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    void callsAreForgottenAfterAMinuteWithoutAny() {
        var tallies = new Tally[18];
        for (var index = 0; index < tallies.length; index++) {
            tallies[index] = index == 0 ? FINE : QUIET;
        }

        assertThat(pulses(tallies).get(3).reading().hasCalls()).isTrue();
        assertThat(pulses(tallies).getLast().reading().hasCalls()).isFalse();
    }

    @Test
    void afterASilenceTheSpanIsStillCounted() {
        var before = Pulse.first(FINE, START, FLUSH);

        var after = before.next(FINE, START.plusSeconds(300)).reading();

        assertThat(after.calls()).isEqualTo(10);
        assertThat(after.seconds()).isEqualTo(300);
    }
}
