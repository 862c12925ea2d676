package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
    @Test
    void theDefaultsAreWell() {
        assertThat(SettingsCheck.faults(settings("faultline-system", 15, 10, 2, 120)))
                .isEmpty();
    }

    @Test
    void everyFaultNamesTheVariableAndWhatToWrite() {
        assertThat(SettingsCheck.faults(settings("", 600, 600, 700, 0)))
                .containsExactly(
                        "FAULTLINE_NAMESPACE is empty; set it to the operator's own namespace",
                        "FAULTLINE_LEASE_DURATION is 600s; use 1s to 300s",
                        "FAULTLINE_CACHE_SYNC_TIMEOUT is 0s; use 1s to 3600s",
                        "FAULTLINE_LEASE_RENEW_DEADLINE is 600s; it must be more than 0 and less than"
                                + " FAULTLINE_LEASE_DURATION (600s)",
                        "FAULTLINE_LEASE_RETRY_PERIOD is 700s; it must be more than 0 and less than"
                                + " FAULTLINE_LEASE_RENEW_DEADLINE (600s)");
    }

    private static FaultlineConfig settings(String namespace, int lease, int renew, int retry, int sync) {
        return new FaultlineConfig() {
            @Override
            public String namespace() {
                return namespace;
            }

            @Override
            public Optional<String> identity() {
                return Optional.empty();
            }

            @Override
            public boolean leaderElection() {
                return true;
            }

            @Override
            public Duration leaseDuration() {
                return Duration.ofSeconds(lease);
            }

            @Override
            public Duration leaseRenewDeadline() {
                return Duration.ofSeconds(renew);
            }

            @Override
            public Duration leaseRetryPeriod() {
                return Duration.ofSeconds(retry);
            }

            @Override
            public Duration cacheSyncTimeout() {
                return Duration.ofSeconds(sync);
            }
        };
    }
}
