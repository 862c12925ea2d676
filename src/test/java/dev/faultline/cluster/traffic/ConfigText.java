package dev.faultline.cluster.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.trace.v3.OpenTelemetryConfig;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency;
import io.envoyproxy.envoy.extensions.filters.http.custom_response.v3.CustomResponse;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.http.custom_response.local_response_policy.v3.LocalResponsePolicy;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.tracers.opentelemetry.resource_detectors.v3.EnvironmentResourceDetectorConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.envoyproxy.envoy.type.matcher.v3.HttpResponseHeaderMatchInput;
import io.envoyproxy.envoy.type.matcher.v3.HttpResponseStatusCodeClassMatchInput;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration as people read it: YAML, by type and name, messages within messages spelled out. */
public final class ConfigText {
    /** All messages that we send; one that is missing here fails the test that meets it. */
    public static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(List.of(
                    Cluster.getDescriptor(),
                    ClusterLoadAssignment.getDescriptor(),
                    Listener.getDescriptor(),
                    RouteConfiguration.getDescriptor(),
                    Runtime.getDescriptor(),
                    OpenTelemetryConfig.getDescriptor(),
                    EnvironmentResourceDetectorConfig.getDescriptor(),
                    TypedStruct.getDescriptor(),
                    UuidRequestIdConfig.getDescriptor(),
                    HttpConnectionManager.getDescriptor(),
                    TcpProxy.getDescriptor(),
                    io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config.getDescriptor(),
                    Router.getDescriptor(),
                    io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig.getDescriptor(),
                    HTTPFault.getDescriptor(),
                    Lua.getDescriptor(),
                    LuaPerRoute.getDescriptor(),
                    RawBuffer.getDescriptor(),
                    HeaderMutation.getDescriptor(),
                    io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
                            .getDescriptor(),
                    UpstreamCodec.getDescriptor(),
                    UpstreamTlsContext.getDescriptor(),
                    HttpProtocolOptions.getDescriptor(),
                    PreserveCaseFormatterConfig.getDescriptor(),
                    PreviousHostsPredicate.getDescriptor(),
                    CustomResponse.getDescriptor(),
                    ExpressionFilter.getDescriptor(),
                    StdoutAccessLog.getDescriptor(),
                    LocalResponsePolicy.getDescriptor(),
                    HttpResponseHeaderMatchInput.getDescriptor(),
                    HttpResponseStatusCodeClassMatchInput.getDescriptor(),
                    AdaptiveConcurrency.getDescriptor(),
                    Config.getDescriptor(),
                    FilterConfig.getDescriptor(),
                    LocalRateLimit.getDescriptor(),
                    Lua.getDescriptor(),
                    LuaPerRoute.getDescriptor()))
            .build();

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().usingTypeRegistry(TYPES);

    private ConfigText() {}

    public static String of(ProxyConfig config) {
        var told = new LinkedHashMap<String, Map<String, JsonNode>>();
        for (var type : ResourceType.values()) {
            config.of(type)
                    .forEach((name, resource) -> told.computeIfAbsent(type.name(), _ -> new LinkedHashMap<>())
                            .put(name, tree(resource)));
        }
        return YAML.asYaml(told);
    }

    private static JsonNode tree(Resource resource) {
        try {
            return JSON.readTree(PRINTER.print(resource.body()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.type() + " " + resource.name(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
