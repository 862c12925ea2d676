package dev.faultline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The operator's settings, from environment variables; a wrong one ends the start. */
@ConfigMapping(prefix = "faultline")
public interface FaultlineConfig {
    /** The operator's own namespace: {@code FAULTLINE_NAMESPACE}. */
    @WithDefault("faultline-system")
    String namespace();

    /** Unique among replicas: {@code FAULTLINE_IDENTITY}; the host's name, which is the pod's, when left out. */
    Optional<String> identity();

    /** Whether replicas elect the one that writes: {@code FAULTLINE_LEADER_ELECTION}. */
    @WithDefault("true")
    boolean leaderElection();

    /** How long the leader's Lease holds without renewal, 1 s to 5 min: {@code FAULTLINE_LEASE_DURATION}. */
    @WithDefault("15s")
    Duration leaseDuration();

    /** How long the leader tries to renew before it gives up: {@code FAULTLINE_LEASE_RENEW_DEADLINE}. */
    @WithDefault("10s")
    Duration leaseRenewDeadline();

    /** Pause between tries: {@code FAULTLINE_LEASE_RETRY_PERIOD}. */
    @WithDefault("2s")
    Duration leaseRetryPeriod();

    /** How long the caches may take to fill at start, 1 s to 1 h: {@code FAULTLINE_CACHE_SYNC_TIMEOUT}. */
    @WithDefault("2m")
    Duration cacheSyncTimeout();
}
