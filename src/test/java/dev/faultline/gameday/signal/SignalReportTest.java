package dev.faultline.gameday.signal;

import static dev.faultline.gameday.GivenSignals.at;
import static dev.faultline.gameday.GivenSignals.observed;
import static dev.faultline.gameday.GivenSignals.track;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.run.SignalStatus;
import dev.faultline.api.gameday.run.SignalStatus.Transition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalReportTest {

    @ParameterizedTest
    @ValueSource(strings = {"-1", "g5", "g5b3", "g5b3u2g4", "u5g3", "g5-20b3", "b20"})
    void whatIsWrittenIsReadBack(String row) {
        var told = track(row);

        var back = throughStatus(told, Instant.EPOCH);

        assertThat(back.lastAt()).isEqualTo(told.lastAt());
        assertThat(back.turns()).isEqualTo(told.turns());
        assertThat(back.row()).isZero();
    }

    @Test
    void whatWasToldLaterThanItBeganIsReadBackSo() {
        var told = track("g10").after(new Reading(at(12.125), at(6.25), at(11.75), State.Bad, "db fails"));

        assertThat(throughStatus(told, Instant.EPOCH).turns()).isEqualTo(told.turns());
    }

    /** Nothing has changed since it was written, or it would have been written again. */
    @Test
    void itHeldForAsLongAsSomebodyListened() {
        assertThat(throughStatus(track("g10"), at(100)).lastAt()).isEqualTo(at(100));
        assertThat(throughStatus(track("g10"), at(5)).lastAt()).isEqualTo(at(9));
    }

    @Test
    void aRowSaysHowASignalStandsAndWhy() {
        var rows = SignalReport.of(observed("sli", "g5b3", "stop/front", "g9"));

        assertThat(rows).extracting(SignalStatus::signal).containsExactly("sli", "stop/front");
        var sli = rows.getFirst();
        assertThat(sli.state()).isEqualTo(SignalStatus.State.Bad);
        assertThat(sli.sinceTime()).isEqualTo("2027-01-05T09:30:05Z");
        assertThat(sli.watchedFromTime()).isEqualTo("2027-01-05T09:30:00Z");
        assertThat(sli.watchedUntilTime()).isEqualTo("2027-01-05T09:30:07Z");
        assertThat(sli.why()).isEqualTo("status 503, wanted is 200 to 299");
        assertThat(rows.getLast().why()).isNull();
    }

    /** 34 signals that do nothing but flap stay far below what a status may hold. */
    @Test
    void theRowsOfSignalsThatFlapStaySmall() {
        var flapping = track("g1b1u1b1".repeat(50));
        var tracks = new LinkedHashMap<String, Track>();
        for (var index = 0; index < 34; index++) {
            tracks.put("check/" + "x".repeat(60) + index, flapping);
        }

        var rows = SignalReport.of(new Observed(tracks));

        assertThat(rows).allSatisfy(row -> assertThat(row.transitions()).hasSizeLessThanOrEqualTo(16));
        assertThat(Serialization.asJson(rows).length()).isLessThan(60 * 1024);
    }

    @Test
    void whatNobodyCanReadIsLeftOut() {
        var transitions = new ArrayList<Transition>();
        transitions.add(new Transition("yesterday", SignalStatus.State.Good, null, null));
        transitions.add(new Transition("2027-01-05T09:30:05Z", SignalStatus.State.Bad, "soon", null));
        var row = new SignalStatus("sli", SignalStatus.State.Bad, null, null, "never", transitions, "db fails");

        var track = SignalRecollection.of(List.of(row), at(30)).of("sli");

        assertThat(track.turns()).containsExactly(new Track.Turn(at(5), at(5), State.Bad, "db fails"));
        assertThat(track.lastAt()).isEqualTo(at(30));
        assertThat(SignalRecollection.of(null, at(30)).tracks()).isEmpty();
    }

    private static Track throughStatus(Track track, Instant watchedUntil) {
        var rows = SignalReport.of(new Observed(Map.of("sli", track)));
        var read = Serialization.unmarshal(Serialization.asJson(rows.getFirst()), SignalStatus.class);
        return SignalRecollection.of(List.of(Objects.requireNonNull(read)), watchedUntil)
                .of("sli");
    }
}
