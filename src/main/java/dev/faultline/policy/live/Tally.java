package dev.faultline.policy.live;

/**
 * What one sidecar has counted of one dependency since it told last. All are 0 or more.
 *
 * @param calls that ended; of a dependency that takes TCP connections, tries to connect
 * @param errors of them, those that failed for the caller: status 5xx, a gRPC status but OK, no connection
 * @param retries tries after the first
 * @param refused that a limit of the breaker did not let through
 * @param endpoints that there are now
 * @param usable of them, those that are called
 * @param ejected of them, those that are left out for their failures
 */
public record Tally(long calls, long errors, long retries, long refused, int endpoints, int usable, int ejected) {
    /** Calls that ended, and errors and retries of them. */
    record Calls(long calls, long errors, long retries) implements Window.Sum<Calls> {
        @Override
        public Calls and(Calls later) {
            return new Calls(calls + later.calls, errors + later.errors, retries + later.retries);
        }
    }

    Calls made() {
        return new Calls(calls, errors, retries);
    }
}
