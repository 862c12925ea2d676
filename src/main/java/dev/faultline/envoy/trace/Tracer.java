package dev.faultline.envoy.trace;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.faultline.envoy.newer.NewerField;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.trace.v3.OpenTelemetryConfig;
import io.envoyproxy.envoy.config.trace.v3.Tracing.Http;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension;
import io.envoyproxy.envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;
import io.envoyproxy.envoy.extensions.tracers.opentelemetry.resource_detectors.v3.EnvironmentResourceDetectorConfig;
import io.envoyproxy.envoy.type.metadata.v3.MetadataKey;
import io.envoyproxy.envoy.type.metadata.v3.MetadataKind;
import io.envoyproxy.envoy.type.tracing.v3.CustomTag;

/**
 * Spans for what goes through a listener. A trace that the caller has begun goes on as the caller has decided; of those
 * that nobody has begun, a share is recorded. Source: Envoy config.trace.v3.OpenTelemetryConfig; W3C Trace Context.
 */
public final class Tracer {
    private static final String OPENTELEMETRY = "envoy.tracers.opentelemetry";
    private static final String MESSAGES = "type.googleapis.com/envoy.extensions.tracers.opentelemetry.samplers.v3.";
    private static final int PERMILLION = 1000;
    private static final int SEND_SECONDS = 5;

    /** Numbers of fields that Envoy has since 1.37. Source: envoy/type/tracing/v3/custom_tag.proto */
    private static final int TAG_VALUE = 6;

    /** Source: envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto */
    private static final int OPERATION = 11;

    private static final int UPSTREAM_OPERATION = 12;

    /** Instead of what Envoy writes there, which has the query, and with it what is secret. */
    private static final String URL = "%REQ(:SCHEME)%://%REQ(:AUTHORITY):255%%PATH(NQ:PATH):256%";

    private Tracer() {}

    /** A span for each call to a dependency, and below it one for each try. */
    public static void ofCalls(HttpConnectionManager.Builder manager, Tracing tracing, String dependency) {
        onto(
                manager,
                tracing(tracing, dependency)
                        .setSpawnUpstreamSpan(BoolValue.of(true))
                        .addCustomTags(literal("faultline.dependency", dependency))
                        .mergeUnknownFields(NewerField.of(UPSTREAM_OPERATION, dependency + " try")));
    }

    /**
     * A span for each request that a port of the pod receives.
     *
     * @param classOf where the route says which class it is of
     */
    public static void ofRequests(
            HttpConnectionManager.Builder manager, Tracing tracing, String port, MetadataKey classOf) {
        onto(
                manager,
                tracing(tracing, port)
                        .addCustomTags(literal("faultline.port", port))
                        .addCustomTags(CustomTag.newBuilder()
                                .setTag("faultline.class")
                                .setMetadata(CustomTag.Metadata.newBuilder()
                                        .setKind(MetadataKind.newBuilder()
                                                .setRoute(MetadataKind.Route.getDefaultInstance()))
                                        .setMetadataKey(classOf))));
    }

    /**
     * Envoy would decide by the request's id whether to record, and where there is none record nothing and tell servers
     * so, whatever the caller has begun. The id itself stays as the application has set it, or is not there.
     */
    private static void onto(HttpConnectionManager.Builder manager, HttpConnectionManager.Tracing.Builder tracing) {
        manager.setTracing(tracing)
                .setRequestIdExtension(RequestIDExtension.newBuilder()
                        .setTypedConfig(Any.pack(UuidRequestIdConfig.newBuilder()
                                .setPackTraceReason(BoolValue.of(false))
                                .setUseRequestIdForTraceSampling(BoolValue.of(false))
                                .build())));
    }

    private static HttpConnectionManager.Tracing.Builder tracing(Tracing tracing, String operation) {
        return HttpConnectionManager.Tracing.newBuilder()
                .setProvider(Http.newBuilder()
                        .setName(OPENTELEMETRY)
                        .setTypedConfig(Any.pack(OpenTelemetryConfig.newBuilder()
                                .setGrpcService(collector())
                                .addResourceDetectors(extension(
                                        OPENTELEMETRY + ".resource_detectors.environment",
                                        EnvironmentResourceDetectorConfig.getDefaultInstance()))
                                .setSampler(sampler(tracing.samplePermille()))
                                .build())))
                .addCustomTags(
                        CustomTag.newBuilder().setTag("http.url").mergeUnknownFields(NewerField.of(TAG_VALUE, URL)))
                .mergeUnknownFields(NewerField.of(OPERATION, operation));
    }

    private static GrpcService collector() {
        return GrpcService.newBuilder()
                .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(Tracing.CLUSTER))
                .setTimeout(Duration.newBuilder().setSeconds(SEND_SECONDS))
                .build();
    }

    /** The generated classes know neither of the two. */
    private static TypedExtensionConfig sampler(int permille) {
        var share = struct("numerator", number(permille * PERMILLION)).putFields("denominator", string("MILLION"));
        var ratio = struct("@type", string(MESSAGES + "TraceIdRatioBasedSamplerConfig"))
                .putFields("sampling_percentage", value(share));
        var wrapped = struct("name", string(OPENTELEMETRY + ".samplers.trace_id_ratio_based"))
                .putFields("typed_config", value(ratio));
        return extension(
                OPENTELEMETRY + ".samplers.parent_based",
                TypedStruct.newBuilder()
                        .setTypeUrl(MESSAGES + "ParentBasedSamplerConfig")
                        .setValue(struct("wrapped_sampler", value(wrapped)))
                        .build());
    }

    private static TypedExtensionConfig extension(String name, Message settings) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(settings))
                .build();
    }

    private static CustomTag literal(String tag, String value) {
        return CustomTag.newBuilder()
                .setTag(tag)
                .setLiteral(CustomTag.Literal.newBuilder().setValue(value))
                .build();
    }

    private static Struct.Builder struct(String name, Value value) {
        return Struct.newBuilder().putFields(name, value);
    }

    private static Value value(Struct.Builder struct) {
        return Value.newBuilder().setStructValue(struct).build();
    }

    private static Value string(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(int number) {
        return Value.newBuilder().setNumberValue(number).build();
    }
}
