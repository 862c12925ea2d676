package dev.faultline;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's settings, typed and found usable together.
 *
 * @param identity unique among replicas; empty for the host's name
 */
record Settings(
        String namespace,
        Optional<String> identity,
        boolean leaderElection,
        Duration leaseDuration,
        Duration leaseRenewDeadline,
        Duration leaseRetryPeriod,
        Duration cacheSyncTimeout) {

    /** What reading gives. */
    sealed interface Reading {
        record Usable(Settings settings) implements Reading {}

        /** @param faults one sentence each, beginning with the variable's name */
        record Refused(List<String> faults) implements Reading {}
    }

    static Reading read(FaultlineConfig config) {
        var faults = new Faults(new ArrayList<>());
        var settings = new Settings(
                faults.text("FAULTLINE_NAMESPACE", config.namespace()),
                config.identity(),
                faults.yesOrNo("FAULTLINE_LEADER_ELECTION", config.leaderElection()),
                faults.duration("FAULTLINE_LEASE_DURATION", config.leaseDuration(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_LEASE_RENEW_DEADLINE", config.leaseRenewDeadline(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_LEASE_RETRY_PERIOD", config.leaseRetryPeriod(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_CACHE_SYNC_TIMEOUT", config.cacheSyncTimeout(), Duration.ofHours(1)));
        if (faults.found().isEmpty()) {
            faults.order(
                    "FAULTLINE_LEASE_RENEW_DEADLINE", settings.leaseRenewDeadline(),
                    "FAULTLINE_LEASE_DURATION", settings.leaseDuration());
            faults.order(
                    "FAULTLINE_LEASE_RETRY_PERIOD", settings.leaseRetryPeriod(),
                    "FAULTLINE_LEASE_RENEW_DEADLINE", settings.leaseRenewDeadline());
        }
        return faults.found().isEmpty()
                ? new Reading.Usable(settings)
                : new Reading.Refused(List.copyOf(faults.found()));
    }

    /** Collects what is wrong; a value that cannot be read stands in as a harmless one. */
    private record Faults(List<String> found) {
        private static final Duration SHORTEST = Duration.ofSeconds(1);

        String text(String name, Optional<String> value) {
            if (value.isEmpty()) {
                found.add(name + " is empty; set it to the operator's own namespace");
            }
            return value.orElse("");
        }

        boolean yesOrNo(String name, Optional<String> value) {
            var word = value.orElse("");
            if (!word.equals("true") && !word.equals("false")) {
                found.add(name + " is " + shown(word) + "; use true or false");
            }
            return word.equals("true");
        }

        Duration duration(String name, Optional<String> value, Duration longest) {
            try {
                var duration = DurationConverter.parseDuration(value.orElse(""));
                if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(longest) <= 0) {
                    return duration;
                }
            } catch (IllegalArgumentException e) {
                // Said below, in the same words as for a duration out of range.
            }
            found.add(name + " is " + shown(value.orElse("")) + "; use a duration from " + words(SHORTEST) + " to "
                    + words(longest));
            return SHORTEST;
        }

        void order(String name, Duration value, String limitName, Duration limit) {
            if (value.compareTo(limit) >= 0) {
                found.add(name + " is " + words(value) + "; it must be less than " + limitName + " (" + words(limit)
                        + ")");
            }
        }

        private static String shown(String value) {
            return value.isEmpty() ? "empty" : value;
        }

        private static String words(Duration duration) {
            return duration.toSeconds() + "s";
        }
    }
}
