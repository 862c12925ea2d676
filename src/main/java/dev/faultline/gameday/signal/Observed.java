package dev.faultline.gameday.signal;

import java.util.Map;

/**
 * All that a run has heard.
 *
 * @param tracks by the names that {@link Watchlist#signals()} gives
 */
public record Observed(Map<String, Track> tracks) {
    public static final Observed NOTHING = new Observed(Map.of());

    /** One that nobody listened to has told nothing. */
    public Track of(String name) {
        return tracks.getOrDefault(name, Track.UNHEARD);
    }
}
