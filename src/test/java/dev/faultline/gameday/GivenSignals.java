package dev.faultline.gameday;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Reading;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;

/** Signals told by a row of letters, one for each second: g is good, b is bad, u is one that nobody can tell, a dash is none. */
public final class GivenSignals {
    /** The time of the first letter. */
    public static final Instant START = Instant.parse("2027-01-05T09:30:00Z");

    public static final Signal SIGNAL = new Signal.Http("http://front.shop/health", Set.of());

    private GivenSignals() {}

    public static Instant at(double second) {
        return START.plus(Duration.ofMillis(Math.round(second * 1000)));
    }

    /** @param rows separated by blanks; a number after a letter says how often it comes, such as {@code g30b12g5} */
    public static Track track(String row) {
        var track = Track.fresh(START);
        var letters = spelled(row);
        for (var second = 0; second < letters.length(); second++) {
            if (letters.charAt(second) != '-') {
                track = track.after(reading(letters.charAt(second), second));
            }
        }
        return track;
    }

    public static Reading reading(char letter, int second) {
        return switch (letter) {
            case 'g' -> Reading.good(at(second));
            case 'b' -> new Reading(at(second), State.Bad, "status 503, wanted is 200 to 299");
            case 'u' -> new Reading(at(second), State.Unknown, "not asked: no socket is left");
            default -> throw new AssertionError(letter);
        };
    }

    private static String spelled(String row) {
        var letters = new StringBuilder();
        var parts = row.split("(?<=[0-9])(?=[a-z-])|(?<=[a-z-])(?=[a-z-])");
        for (var part : parts) {
            var times = part.length() == 1 ? 1 : Integer.parseInt(part.substring(1));
            letters.append(part.substring(0, 1).repeat(times));
        }
        return letters.toString();
    }

    /** @param pairs the name of a signal and its row, one after the other */
    public static Observed observed(String... pairs) {
        var tracks = new LinkedHashMap<String, Track>();
        for (var index = 0; index < pairs.length; index += 2) {
            tracks.put(pairs[index], track(pairs[index + 1]));
        }
        return new Observed(tracks);
    }
}
