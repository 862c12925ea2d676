package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Map<String, String> DEFAULTS = Map.of(
            "namespace", "faultline-system",
            "leaderElection", "true",
            "leaseDuration", "15s",
            "leaseRenewDeadline", "10s",
            "leaseRetryPeriod", "2s",
            "cacheSyncTimeout", "2m");

    @Test
    void theDefaultsAreUsable() {
        assertThat(Settings.read(config(Map.of()))).isInstanceOfSatisfying(Settings.Reading.Usable.class, usable -> {
            assertThat(usable.settings().leaderElection()).isTrue();
            assertThat(usable.settings().cacheSyncTimeout()).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void aTypoOfTrueIsNotFalse() {
        refused(Map.of("leaderElection", "maybe"), "FAULTLINE_LEADER_ELECTION is maybe; use true or false");
    }

    @Test
    void durationsAreNamedByTheirVariable() {
        refused(Map.of("leaseDuration", "soon"), "FAULTLINE_LEASE_DURATION is soon; use a duration from 1s to 300s");
        refused(
                Map.of("cacheSyncTimeout", "0s"),
                "FAULTLINE_CACHE_SYNC_TIMEOUT is 0s; use a duration from 1s to 3600s");
    }

    @Test
    void theLeaseMustOutliveItsRenewal() {
        refused(
                Map.of("leaseRenewDeadline", "20s"),
                "FAULTLINE_LEASE_RENEW_DEADLINE is 20s; it must be less than FAULTLINE_LEASE_DURATION (15s)");
        refused(
                Map.of("leaseRetryPeriod", "10s"),
                "FAULTLINE_LEASE_RETRY_PERIOD is 10s; it must be less than FAULTLINE_LEASE_RENEW_DEADLINE (10s)");
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        refused(
                Map.of("namespace", "", "leaderElection", ""),
                "FAULTLINE_NAMESPACE is empty; set it to the operator's own namespace",
                "FAULTLINE_LEADER_ELECTION is empty; use true or false");
    }

    private static void refused(Map<String, String> changes, String... faults) {
        assertThat(Settings.read(config(changes)))
                .isInstanceOf(Settings.Reading.Refused.class)
                .extracting(reading -> ((Settings.Reading.Refused) reading).faults())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactly(faults);
    }

    private static FaultlineConfig config(Map<String, String> changes) {
        return new Given(changes);
    }

    private record Given(Map<String, String> changes) implements FaultlineConfig {
        private Optional<String> value(String name) {
            return Optional.ofNullable(changes.getOrDefault(name, DEFAULTS.get(name)))
                    .filter(text -> !text.isEmpty());
        }

        @Override
        public Optional<String> namespace() {
            return value("namespace");
        }

        @Override
        public Optional<String> identity() {
            return Optional.empty();
        }

        @Override
        public Optional<String> leaderElection() {
            return value("leaderElection");
        }

        @Override
        public Optional<String> leaseDuration() {
            return value("leaseDuration");
        }

        @Override
        public Optional<String> leaseRenewDeadline() {
            return value("leaseRenewDeadline");
        }

        @Override
        public Optional<String> leaseRetryPeriod() {
            return value("leaseRetryPeriod");
        }

        @Override
        public Optional<String> cacheSyncTimeout() {
            return value("cacheSyncTimeout");
        }
    }
}
