package dev.faultline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with settings that can be read but not used together. */
final class SettingsCheck {
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);
    private static final Duration LONGEST_SYNC = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private SettingsCheck() {}

    /** One sentence per fault; empty when all is well. */
    static List<String> faults(FaultlineConfig config) {
        var faults = new ArrayList<String>();
        if (config.namespace().isBlank()) {
            faults.add("FAULTLINE_NAMESPACE is empty; set it to the operator's own namespace");
        }
        within(faults, "FAULTLINE_LEASE_DURATION", config.leaseDuration(), LONGEST_LEASE);
        within(faults, "FAULTLINE_CACHE_SYNC_TIMEOUT", config.cacheSyncTimeout(), LONGEST_SYNC);
        shorter(
                faults,
                "FAULTLINE_LEASE_RENEW_DEADLINE",
                config.leaseRenewDeadline(),
                "FAULTLINE_LEASE_DURATION",
                config.leaseDuration());
        shorter(
                faults,
                "FAULTLINE_LEASE_RETRY_PERIOD",
                config.leaseRetryPeriod(),
                "FAULTLINE_LEASE_RENEW_DEADLINE",
                config.leaseRenewDeadline());
        return List.copyOf(faults);
    }

    private static void within(List<String> faults, String name, Duration value, Duration longest) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            faults.add(name + " is " + words(value) + "; use " + words(SHORTEST) + " to " + words(longest));
        }
    }

    private static void shorter(List<String> faults, String name, Duration value, String limitName, Duration limit) {
        if (!value.isPositive() || value.compareTo(limit) >= 0) {
            faults.add(name + " is " + words(value) + "; it must be more than 0 and less than " + limitName + " ("
                    + words(limit) + ")");
        }
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
