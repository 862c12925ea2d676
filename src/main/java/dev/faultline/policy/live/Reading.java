package dev.faultline.policy.live;

import java.util.Map;
import java.util.Optional;

/**
 * What one sidecar has told of one dependency. What replicas of the operator tell each other.
 *
 * @param endpoints 0 or more
 * @param ejected endpoints that are left out for their failures, 0 or more
 * @param seconds how long calls were counted, up to about a minute
 * @param calls in that time, and {@code errors} and {@code retries} of them
 */
public record Reading(
        Standing standing, int endpoints, int ejected, double seconds, long calls, long errors, long retries) {

    /** Whether a person would see no difference but in numbers that move all the time. */
    public boolean isLike(Reading other) {
        return standing == other.standing
                && endpoints == other.endpoints
                && ejected == other.ejected
                && hasCalls() == other.hasCalls();
    }

    /** The same of all that two have told, by the names of dependencies. */
    public static boolean areAlike(Map<String, Reading> some, Map<String, Reading> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream()
                        .allMatch(entry -> Optional.ofNullable(others.get(entry.getKey()))
                                .filter(entry.getValue()::isLike)
                                .isPresent());
    }

    /** Whether there were calls. */
    public boolean hasCalls() {
        return calls > 0;
    }
}
