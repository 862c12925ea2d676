package dev.faultline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * The operator's settings as they are written in the environment. All are read as text, so that {@link Settings} can
 * refuse each wrong one by the name of its variable.
 */
@ConfigMapping(prefix = "faultline")
interface FaultlineConfig {
    /** The operator's own namespace: {@code FAULTLINE_NAMESPACE}. */
    @WithDefault("faultline-system")
    Optional<String> namespace();

    /** Unique among replicas: {@code FAULTLINE_IDENTITY}; the host's name, which is the pod's, when left out. */
    Optional<String> identity();

    /** Whether replicas elect the one that writes, true or false: {@code FAULTLINE_LEADER_ELECTION}. */
    @WithDefault("true")
    Optional<String> leaderElection();

    /** How long the leader's Lease holds without renewal, 1s to 5m: {@code FAULTLINE_LEASE_DURATION}. */
    @WithDefault("15s")
    Optional<String> leaseDuration();

    /** How long the leader tries to renew before it gives up: {@code FAULTLINE_LEASE_RENEW_DEADLINE}. */
    @WithDefault("10s")
    Optional<String> leaseRenewDeadline();

    /** Pause between tries: {@code FAULTLINE_LEASE_RETRY_PERIOD}. */
    @WithDefault("2s")
    Optional<String> leaseRetryPeriod();

    /** How long the caches may take to fill at start, 1s to 1h: {@code FAULTLINE_CACHE_SYNC_TIMEOUT}. */
    @WithDefault("2m")
    Optional<String> cacheSyncTimeout();
}
