package dev.faultline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's settings, typed and found usable together.
 *
 * @param identity unique among replicas; empty for the host's name
 * @param readConfigMaps whether hosts are looked for in ConfigMaps too
 */
record Settings(
        String namespace,
        Optional<String> identity,
        boolean leaderElection,
        Duration leaseDuration,
        Duration leaseRenewDeadline,
        Duration leaseRetryPeriod,
        Duration cacheSyncTimeout,
        boolean readConfigMaps,
        SidecarsSettings sidecars,
        ProbesSettings probes,
        GameDaysSettings gameDays) {

    /** What reading gives. */
    sealed interface Reading {
        record Usable(Settings settings) implements Reading {}

        /** @param faults one sentence each, beginning with the variable's name */
        record Refused(List<String> faults) implements Reading {}
    }

    static Reading read(FaultlineConfig config) {
        var faults = new Faults(new ArrayList<>());
        var namespace = faults.text("FAULTLINE_NAMESPACE", config.namespace(), "the operator's own namespace");
        var settings = new Settings(
                namespace,
                config.identity(),
                faults.yesOrNo("FAULTLINE_LEADER_ELECTION", config.leaderElection()),
                faults.duration("FAULTLINE_LEASE_DURATION", config.leaseDuration(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_LEASE_RENEW_DEADLINE", config.leaseRenewDeadline(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_LEASE_RETRY_PERIOD", config.leaseRetryPeriod(), Duration.ofMinutes(5)),
                faults.duration("FAULTLINE_CACHE_SYNC_TIMEOUT", config.cacheSyncTimeout(), Duration.ofHours(1)),
                faults.yesOrNo("FAULTLINE_READ_CONFIG_MAPS", config.readConfigMaps()),
                SidecarsSettings.read(config, faults, namespace),
                ProbesSettings.read(config, faults),
                GameDaysSettings.read(config, faults));
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
}
