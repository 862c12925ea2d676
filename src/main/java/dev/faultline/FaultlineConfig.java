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

    /** A stock Envoy, for the sidecars: {@code FAULTLINE_SIDECAR_IMAGE}. */
    @WithDefault("envoyproxy/envoy:distroless-v1.40.0")
    Optional<String> sidecarImage();

    /** Always, IfNotPresent or Never: {@code FAULTLINE_SIDECAR_PULL_POLICY}. */
    @WithDefault("IfNotPresent")
    Optional<String> sidecarPullPolicy();

    /** CPU that a sidecar asks for: {@code FAULTLINE_SIDECAR_CPU}. */
    @WithDefault("20m")
    Optional<String> sidecarCpu();

    /** Memory that a sidecar asks for: {@code FAULTLINE_SIDECAR_MEMORY}. */
    @WithDefault("64Mi")
    Optional<String> sidecarMemory();

    /** The same where it must be the limit as well: {@code FAULTLINE_SIDECAR_GUARANTEED_CPU}. */
    @WithDefault("200m")
    Optional<String> sidecarGuaranteedCpu();

    /** The same where it must be the limit as well: {@code FAULTLINE_SIDECAR_GUARANTEED_MEMORY}. */
    @WithDefault("128Mi")
    Optional<String> sidecarGuaranteedMemory();

    /** Host and port of xDS, as sidecars reach it: {@code FAULTLINE_XDS_ADDRESS}; our Service when left out. */
    Optional<String> xdsAddress();

    /**
     * The addresses of any pod of the cluster, the operator's own for one, with commas between: {@code
     * FAULTLINE_POD_IPS}. IPv4 is taken for granted when left out.
     */
    Optional<String> podIps();

    /** Where xDS is served: {@code FAULTLINE_XDS_PORT}. */
    @WithDefault("18000")
    Optional<String> xdsPort();

    /** Where webhooks are served: {@code FAULTLINE_WEBHOOK_PORT}. */
    @WithDefault("9443")
    Optional<String> webhookPort();

    /** Where the API server reaches webhooks: {@code FAULTLINE_WEBHOOK_URL}; our Service when left out. */
    Optional<String> webhookUrl();

    /** Who makes the webhooks' certificate, own or cert-manager: {@code FAULTLINE_WEBHOOK_CERTIFICATE}. */
    @WithDefault("own")
    Optional<String> webhookCertificate();

    /** The domain of the cluster's names: {@code FAULTLINE_CLUSTER_DOMAIN}. */
    @WithDefault("cluster.local")
    Optional<String> clusterDomain();

    /** Whether workloads may be restarted that ask for it, true or false: {@code FAULTLINE_AUTOMATIC_ROLLOUT}. */
    @WithDefault("true")
    Optional<String> automaticRollout();

    /** Whether hosts are looked for in ConfigMaps too, true or false: {@code FAULTLINE_READ_CONFIG_MAPS}. */
    @WithDefault("false")
    Optional<String> readConfigMaps();

    /**
     * Ranges of addresses and names of hosts, with commas between, that checks of probes may reach although they are
     * outside of the probe's namespace: {@code FAULTLINE_PROBES_ALLOW}; none when left out.
     */
    Optional<String> probesAllow();

    /**
     * Namespaces, with commas between, whose labelled Secrets and ConfigMaps are read for checks: {@code
     * FAULTLINE_PROBES_CREDENTIALS_NAMESPACES}; none when left out.
     */
    Optional<String> probesCredentialsNamespaces();

    /** The Prometheus that game days ask, http or https: {@code FAULTLINE_PROMETHEUS_URL}; none when left out. */
    Optional<String> prometheusUrl();

    /** Whether failing checks may take pods out of service where a probe asks for it: {@code FAULTLINE_GATES}. */
    @WithDefault("false")
    Optional<String> gates();

    /**
     * Namespaces, with commas between, in which game days may inject faults: {@code FAULTLINE_GAMEDAYS_NAMESPACES}; none
     * when left out.
     */
    Optional<String> gamedaysNamespaces();

    /** Whether every sidecar is plain pass-through, true or false: {@code FAULTLINE_BYPASS}. */
    @WithDefault("false")
    Optional<String> bypass();

    /**
     * The least time between two starts of a game day, 1s to 24h: {@code FAULTLINE_GAMEDAYS_MIN_INTERVAL}. Left out,
     * schedules name their minutes by numbers.
     */
    Optional<String> gamedaysMinInterval();
}
