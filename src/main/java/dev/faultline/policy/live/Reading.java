package dev.faultline.policy.live;

/**
 * What one sidecar has told of one dependency. What replicas of the operator tell each other.
 *
 * @param endpoints 0 or more
 * @param ejected endpoints that are left out for their failures, 0 or more
 * @param seconds how long calls were counted, up to about a minute
 * @param calls in that time, and {@code errors} and {@code retries} of them
 */
public record Reading(
        Standing standing, int endpoints, int ejected, double seconds, long calls, long errors, long retries)
        implements Alike<Reading> {

    @Override
    public boolean isLike(Reading other) {
        return standing == other.standing
                && endpoints == other.endpoints
                && ejected == other.ejected
                && hasCalls() == other.hasCalls();
    }

    /** Whether there were calls. */
    public boolean hasCalls() {
        return calls > 0;
    }
}
