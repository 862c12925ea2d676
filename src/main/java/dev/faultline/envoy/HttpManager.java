package dev.faultline.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;

/** HTTP as the sidecar handles it: what the application did not say is not added, what it said is not changed. */
public final class HttpManager {
    static final String FILTER = "envoy.filters.network.http_connection_manager";
    static final String ROUTER = "envoy.filters.http.router";

    static final String MUTATION = "envoy.filters.http.header_mutation";
    private static final String FORWARDED = "x-forwarded-proto";

    /** Holds what the application said of {@link #FORWARDED}, within the sidecar. */
    private static final String KEPT = "x-faultline-forwarded-proto";

    private HttpManager() {}

    /** With nothing but a router. */
    public static HttpConnectionManager.Builder of(String statistics, String routes) {
        return bare(statistics, routes).addHttpFilters(router());
    }

    /** Without filters. */
    public static HttpConnectionManager.Builder bare(String statistics, String routes) {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix(statistics)
                .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(overAds()))
                .setUseRemoteAddress(BoolValue.of(false))
                .setSkipXffAppend(true)
                .setPreserveExternalRequestId(true)
                .setGenerateRequestId(BoolValue.of(false))
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                // Routes say how long a stream may be silent.
                .setStreamIdleTimeout(Duration.getDefaultInstance());
    }

    public static HttpFilter router() {
        return filter(ROUTER, Router.newBuilder().setSuppressEnvoyHeaders(true).build());
    }

    /**
     * Envoy says "http" where the application says nothing. A server that believes it, behind TLS of the sidecar, would
     * send the caller to https for ever. So what the application said is kept before Envoy adds its own.
     */
    public static TypedExtensionConfig keptBefore() {
        return TypedExtensionConfig.newBuilder()
                .setName(KEPT)
                .setTypedConfig(
                        packed(io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3
                                .HeaderMutation.newBuilder()
                                .addMutations(removed(KEPT))
                                .addMutations(copied(FORWARDED, KEPT))
                                .build()))
                .build();
    }

    /** Puts back what {@link #keptBefore} kept, or nothing. */
    public static HttpFilter putBack() {
        return filter(
                MUTATION,
                io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.newBuilder()
                        .setMutations(Mutations.newBuilder()
                                .addRequestMutations(removed(FORWARDED))
                                .addRequestMutations(copied(KEPT, FORWARDED))
                                .addRequestMutations(removed(KEPT)))
                        .build());
    }

    public static HeaderMutation removed(String header) {
        return HeaderMutation.newBuilder().setRemove(header).build();
    }

    public static HeaderMutation copied(String from, String to) {
        return HeaderMutation.newBuilder()
                .setAppend(HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey(to).setValue("%REQ(" + from + ")%"))
                        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .build();
    }

    public static HttpFilter filter(String name, Message settings) {
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(packed(settings))
                .build();
    }

    public static FilterChain chain(HttpConnectionManager manager) {
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName(FILTER).setTypedConfig(packed(manager)))
                .build();
    }

    /** A route configuration that never comes must not make the sidecar ready without it. */
    static ConfigSource overAds() {
        return ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(Duration.getDefaultInstance())
                .build();
    }

    public static Any packed(Message message) {
        return Any.pack(message);
    }
}
