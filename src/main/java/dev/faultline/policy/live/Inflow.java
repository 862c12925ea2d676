package dev.faultline.policy.live;

/**
 * What one sidecar has told of the requests to one port. What replicas of the operator tell each other.
 *
 * @param seconds how long they were counted, up to about a minute
 * @param arrivals in that time
 */
public record Inflow(double seconds, Arrivals arrivals) implements Alike<Inflow> {
    public static Inflow of(Window<Arrivals> window) {
        return new Inflow(window.seconds(), window.sum());
    }

    @Override
    public boolean isLike(Inflow other) {
        return hasRequests() == other.hasRequests() && isShedding() == other.isShedding();
    }

    /** Whether requests came. */
    public boolean hasRequests() {
        return arrivals.requests() > 0;
    }

    private boolean isShedding() {
        return arrivals.shed() > 0;
    }
}
