package dev.faultline.policy.live;

import java.util.Map;

/** What one sidecar tells of its dependencies, and of the requests that its pod receives. */
public sealed interface Account {
    /** Nothing, and it is not waited for. */
    record Nothing() implements Account {}

    /** Nothing yet: whoever reports has only just begun to listen. */
    record NotYet() implements Account {}

    /**
     * @param readings by the names of dependencies
     * @param inflows by the names of ports
     */
    record Told(Map<String, Reading> readings, Map<String, Inflow> inflows) implements Account {
        public static final Told NOTHING = new Told(Map.of(), Map.of());

        public boolean isEmpty() {
            return readings.isEmpty() && inflows.isEmpty();
        }

        /** Whether there were calls or requests. */
        public boolean isBusy() {
            return readings.values().stream().anyMatch(Reading::hasCalls)
                    || inflows.values().stream().anyMatch(Inflow::hasRequests);
        }

        /** Whether a person would see no difference but in numbers that move all the time. */
        public boolean isLike(Told other) {
            return Alike.areAlike(readings, other.readings) && Alike.areAlike(inflows, other.inflows);
        }
    }
}
