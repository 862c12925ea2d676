package dev.faultline.envoy;

/**
 * What Envoy is started with: small, and the same for every pod, since it cannot change while the pod lives. All the
 * rest comes over xDS. Source: Envoy config.bootstrap.v3.Bootstrap.
 */
public final class Bootstrap {
    /** The authority that the operator's xDS certificate is checked against, in the sidecar. */
    public static final String CA_FILE = "/etc/faultline/ca/ca.crt";

    /** The token by which the sidecar shows which pod it is. */
    public static final String TOKEN_FILE = "/var/run/secrets/faultline/token";

    /** The runtime layer that the operator fills. */
    public static final String RUNTIME_LAYER = "faults";

    private Bootstrap() {}

    /**
     * The configuration as YAML, for {@code --config-yaml}.
     *
     * @param xds host and port of the operator, such as {@code faultline-xds.faultline-system.svc:18000}
     * @param addressing of the pods, on whose addresses the kubelet calls
     */
    public static String yaml(String xds, Addressing addressing) {
        return (TEMPLATE
                        + listener("ready", SidecarPort.READY, "/ready")
                        + listener("prometheus", SidecarPort.PROMETHEUS, "/stats/prometheus"))
                .replace("<everywhere>", addressing.everywhere())
                .replace("<xds>", xds)
                .replace("<ca>", CA_FILE)
                .replace("<token>", TOKEN_FILE)
                .replace("<layer>", RUNTIME_LAYER)
                .replace("<interval>", Statistic.INTERVAL.toSeconds() + "s")
                .replace("<buckets>", Statistic.BUCKETS)
                .replace("<statistics>", Statistic.names() + "|" + Received.names())
                .replace("<admin>", port(SidecarPort.ADMIN));
    }

    private static String listener(String name, SidecarPort port, String path) {
        return LISTENER.replace("<name>", name).replace("<port>", port(port)).replace("<path>", path);
    }

    private static String port(SidecarPort port) {
        return String.valueOf(port.number());
    }

    // An initial_fetch_timeout of 0 s: without it Envoy calls itself ready after 45 s with no listener at all.
    // The back-off is short, so that a proxy is back within seconds of the operator.
    private static final String TEMPLATE = """
            admin: {address: {socket_address: {address: 127.0.0.1, port_value: <admin>}}}
            dynamic_resources:
              ads_config:
                api_type: DELTA_GRPC
                transport_api_version: V3
                set_node_on_first_message_only: true
                grpc_services:
                - google_grpc: &operator
                    target_uri: dns:///<xds>
                    stat_prefix: xds
                    channel_credentials: {ssl_credentials: {root_certs: {filename: <ca>}}}
                    credentials_factory_name: envoy.grpc_credentials.file_based_metadata
                    call_credentials:
                    - from_plugin:
                        name: envoy.grpc_credentials.file_based_metadata
                        typed_config:
                          "@type": type.googleapis.com/envoy.config.grpc_credential.v3.FileBasedMetadataConfig
                          secret_data: {filename: <token>}
                          header_key: authorization
                          header_prefix: "Bearer "
                    channel_args:
                      args:
                        grpc.initial_reconnect_backoff_ms: {int_value: 200}
                        grpc.max_reconnect_backoff_ms: {int_value: 2000}
                        grpc.keepalive_time_ms: {int_value: 10000}
                        grpc.keepalive_timeout_ms: {int_value: 3000}
              cds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
              lds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
            layered_runtime:
              layers:
              - name: static
                static_layer: {}
              - name: <layer>
                rtds_layer:
                  name: <layer>
                  rtds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
              - name: admin
                admin_layer: {}
            stats_flush_interval: <interval>
            stats_sinks:
            - name: envoy.stat_sinks.metrics_service
              typed_config:
                "@type": type.googleapis.com/envoy.config.metrics.v3.MetricsServiceConfig
                transport_api_version: V3
                report_counters_as_deltas: true
                histogram_emit_mode: SUMMARY
                grpc_service: {google_grpc: *operator}
            stats_config:
              histogram_bucket_settings: [{match: {safe_regex: {regex: ".*"}}, buckets: [<buckets>]}]
              stats_matcher: {inclusion_list: {patterns: [{safe_regex: {regex: "<statistics>"}}]}}
            static_resources:
              clusters:
              - name: admin
                type: STATIC
                connect_timeout: 1s
                load_assignment:
                  cluster_name: admin
                  endpoints:
                  - lb_endpoints:
                    - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: <admin>}}}
              listeners:
            """;

    /** Passes one path on to Envoy's own interface, and nothing else of it. */
    private static final String LISTENER = """
              - name: <name>
                address: {socket_address: {<everywhere>, port_value: <port>}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: <name>
                      route_config:
                        virtual_hosts:
                        - name: <name>
                          domains: ["*"]
                          routes:
                          - match: {path: <path>, headers: [{name: ":method", string_match: {exact: GET}}]}
                            route: {cluster: admin}
                      http_filters:
                      - name: envoy.filters.http.router
                        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
            """;
}
