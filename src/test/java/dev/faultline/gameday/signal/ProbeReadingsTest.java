package dev.faultline.gameday.signal;

import static dev.faultline.probe.GivenProbe.at;
import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static dev.faultline.probe.GivenProbe.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.GivenProbe;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe of one check as a signal; samples come each 10 s, three bad ones make it fail, two good ones pass. */
class ProbeReadingsTest {
    private static final ProbeIntent INTENT =
            intent(probe("deep: {period: 10s, checks: [{name: db, tcp: {address: \"db:5432\"}}]}"));
    private static final int PERIOD = 10;

    @ParameterizedTest(name = "a probe that sees {0} is {1}")
    @CsvSource({
        "ggg, Good@0",
        "gggbb, Good@0",
        // Bad since the first bad answer, and told when the threshold was met.
        "gggbbb, Good@0 Bad@30/50",
        "gggbbbbbb, Good@0 Bad@30/50",
        "gggbbbg, Good@0 Bad@30/50",
        "gggbbbgg, Good@0 Bad@30/50 Good@60",
        "gggbbbggbbbgg, Good@0 Bad@30/50 Good@60 Bad@80/100 Good@110",
        "gggu, Good@0 Unknown@30",
        "gggug, Good@0 Unknown@30 Good@40",
        "gggbbbugg, Good@0 Bad@30/50 Good@70",
        "u, Unknown@0",
    })
    void incidentsAreTimesThatAreBad(String row, String turns) {
        assertThat(words(lookedAtEachSecond(row))).isEqualTo(turns);
    }

    /** Whoever looks seldom hears of all the same; here every 15 s, which is no gap yet. */
    @ParameterizedTest(name = "looked at each {0} s, a probe that sees {1} is {2}")
    @CsvSource({
        "15, gggbbbgg, Good@0 Bad@30/50 Good@60",
        "15, gggbbbggbbbgg, Good@0 Bad@30/50 Good@60 Bad@80/100 Good@110",
        "7, gggbbbggg, Good@0 Bad@30/50 Good@60",
    })
    void whatCameBetweenTwoLooksIsHeardOf(int pause, String row, String turns) {
        assertThat(words(lookedAtEach(pause, row))).isEqualTo(turns);
    }

    @Test
    void aProbeThatNobodyAsksAnyMoreIsNotKnown() {
        var health = seen(fresh(), "db", "ggg", INTENT);

        assertThat(state(health, at(2).plusSeconds(20))).isEqualTo(State.Good);
        assertThat(state(health, at(2).plusSeconds(24))).isEqualTo(State.Unknown);
    }

    @Test
    void aProbeWithoutACriticalCheckIsNeverUnhealthy() {
        var mild =
                intent(probe("deep: {period: 10s, checks: [{name: db, severity: Info, tcp: {address: \"db:5432\"}}]}"));
        var health = Health.fresh(at(0)).of(mild, at(0));

        var reading = ProbeReadings.of(mild, seen(health, "db", "gbbb", mild), Track.fresh(at(0)), at(3))
                .getLast();

        assertThat(reading.state()).isEqualTo(State.Unknown);
        assertThat(reading.message()).isEqualTo("no check of it is Critical, so it is never unhealthy");
    }

    @Test
    void whatIsBadIsSaid() {
        var reading = ProbeReadings.of(INTENT, seen(fresh(), "db", "gbbb", INTENT), Track.fresh(at(0)), at(3))
                .getLast();

        assertThat(reading.message()).isEqualTo("db: connection refused");
    }

    /** What another leader knew is whole seconds, and an incident of before is none of this run. */
    @Test
    void whatWasOverBeforeListeningBeganIsNotHeardOf() {
        var health = seen(fresh(), "db", "gbbbggggg", INTENT);

        var track = look(Track.fresh(at(8)), health, at(8).plusSeconds(1));

        assertThat(track.turns()).extracting(Track.Turn::state).containsExactly(State.Good);
    }

    @Test
    void whatLastsWhenListeningBeginsIsBadFromThen() {
        var health = seen(fresh(), "db", "gbbbbbb", INTENT);

        var track = look(Track.fresh(at(6)), health, at(6).plusSeconds(1));

        assertThat(words(track)).startsWith("Bad@61");
    }

    private static Health fresh() {
        return Health.fresh(at(0)).of(INTENT, at(0));
    }

    private static State state(Health health, Instant now) {
        return ProbeReadings.of(INTENT, health, Track.fresh(at(0)), now)
                .getLast()
                .state();
    }

    private static Track lookedAtEachSecond(String row) {
        return lookedAtEach(1, row);
    }

    /** From the first sample to a little after the last. */
    private static Track lookedAtEach(int pause, String row) {
        var track = Track.fresh(at(0));
        var health = fresh();
        for (var second = 0; second <= row.length() * PERIOD + PERIOD / 2; second++) {
            if (second % PERIOD == 0 && second / PERIOD < row.length()) {
                health = health.after("db", GivenProbe.sample(row.charAt(second / PERIOD), second / PERIOD), INTENT);
            }
            if (second % pause == 0) {
                track = look(track, health, at(0).plusSeconds(second));
            }
        }
        return track;
    }

    private static Track look(Track track, Health health, Instant now) {
        var heard = track;
        for (var reading : ProbeReadings.of(INTENT, health, track, now)) {
            heard = heard.after(reading);
        }
        return heard;
    }

    private static String words(Track track) {
        return track.turns().stream()
                .map(turn -> turn.state() + "@" + second(turn.from())
                        + (turn.told().equals(turn.from()) ? "" : "/" + second(turn.told())))
                .collect(Collectors.joining(" "));
    }

    private static long second(Instant moment) {
        return Duration.between(at(0), moment).toSeconds();
    }
}
