package dev.faultline.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.faultline.api.Telemetry;
import dev.faultline.api.traffic.Fallback;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.accesslog.v3.GrpcStatusFilter;
import io.envoyproxy.envoy.config.accesslog.v3.GrpcStatusFilter.Status;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.type.metadata.v3.MetadataKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object on standard output for a call, a request, or a TCP connection, that has ended. Of HTTP, the listener says
 * which are told: no call has to look it up, and a change of the listener costs a connection no more than a graceful close.
 * TCP knows none, so there it stands in the cluster; every listener of TCP is able to log, and one without a policy has
 * nothing that says it should. Source: Envoy config.accesslog.v3.
 */
public final class CallLog {
    private static final String NAME = "calls";
    private static final String FILTER = "envoy.access_loggers.extension_filters.cel";

    /** Under which a cluster says what is told, in the word of the policy, and a cluster or route of whom. */
    public static final String NAMESPACE = "faultline";

    private static final String TOLD = "access_log";
    private static final String DEPENDENCY = "dependency";
    static final String CLASS = "class";

    private static final String CLUSTER = "xds.cluster_metadata";

    /** Envoy's words for what has gone wrong. Those for a caller who has gone (DC, DR) are none of them. */
    private static final List<String> FLAGS = List.of(
            "UH", "UF", "UO", "UT", "UC", "UR", "LR", "URX", "UPE", "UMSDR", "NR", "NC", "NFCF", "DF", "DO", "DPE",
            "DT", "FI", "OM", "SI");

    private static final int FIRST_FAILURE = 500;

    /** Of a call whose caller has gone before there was an answer. */
    private static final int NO_ANSWER = 0;

    /**
     * What a server answers that is in trouble itself. Source: OpenTelemetry, semantic conventions for gRPC, status of
     * server spans.
     */
    private static final List<Status> TROUBLE = List.of(
            Status.DEADLINE_EXCEEDED, Status.UNIMPLEMENTED, Status.INTERNAL, Status.UNAVAILABLE, Status.DATA_LOSS);

    /** Envoy takes an answer without a status, which an abandoned stream has, for UNKNOWN. */
    private static final String SAID_IN_WORDS =
            "'grpc-status' in response.trailers || 'grpc-status' in response.headers";

    /** Envoy wants a key; nobody sets it. */
    private static final String UNSET = "fl.unset";

    private CallLog() {}

    /** For the cluster of a dependency that speaks TCP. */
    static Metadata wish(Leg.Terms terms) {
        return Metadata.newBuilder()
                .putFilterMetadata(
                        NAMESPACE,
                        Struct.newBuilder()
                                .putFields(TOLD, text(terms.told().log().name()))
                                .putFields(DEPENDENCY, text(terms.dependency()))
                                .build())
                .build();
    }

    /**
     * For the routes of requests that the pod receives.
     *
     * @param requestClass empty for those of no class
     */
    public static Metadata wish(Optional<String> requestClass) {
        var said = Struct.newBuilder();
        requestClass.ifPresent(name -> said.putFields(CLASS, text(name)));
        return Metadata.newBuilder().putFilterMetadata(NAMESPACE, said.build()).build();
    }

    /** Where a route says which class its requests are of. */
    public static MetadataKey ofClass() {
        return MetadataKey.newBuilder()
                .setKey(NAMESPACE)
                .addPath(MetadataKey.PathSegment.newBuilder().setKey(CLASS))
                .build();
    }

    /** Empty where nothing is told. */
    static Optional<AccessLog> ofHttp(Leg.Version version, Leg.Terms terms) {
        var failed = failed(version);
        terms.substitute()
                .filter(substitute -> substitute.when().contains(Fallback.When.ServerError))
                .ifPresent(_ -> failed.add(expression("'" + Substitutes.FALLBACK + "' in response.headers")));
        return of(
                terms.told().log(),
                failed,
                LogLine.ofHttp(
                        version, terms.dependency(), terms.told().tracing().isPresent()));
    }

    /** Of requests that the pod receives; empty where nothing is told. @param port name of the container port */
    public static Optional<AccessLog> ofRequests(Leg.Version version, String port, Signals told) {
        return of(
                told.log(),
                failed(version),
                LogLine.ofRequests(version, port, told.tracing().isPresent()));
    }

    private static Optional<AccessLog> of(Telemetry.AccessLog told, List<AccessLogFilter> failed, Struct line) {
        return switch (told) {
            case None -> Optional.empty();
            case Errors -> Optional.of(log(line).setFilter(anyOf(failed)).build());
            case All -> Optional.of(log(line).build());
        };
    }

    private static List<AccessLogFilter> failed(Leg.Version version) {
        var failed = new ArrayList<>(List.of(
                status(ComparisonFilter.Op.GE, FIRST_FAILURE), status(ComparisonFilter.Op.EQ, NO_ANSWER), flags()));
        if (version == Leg.Version.GRPC) {
            failed.add(statuses(TROUBLE));
            failed.add(allOf(List.of(statuses(List.of(Status.UNKNOWN)), expression(SAID_IN_WORDS))));
        }
        return failed;
    }

    /** The same for all, or the coming and going of a policy would cut connections. */
    static AccessLog ofTcp() {
        return log(LogLine.ofTcp("%METADATA(CLUSTER:" + NAMESPACE + ":" + DEPENDENCY + ")%"))
                .setFilter(told(flags()))
                .build();
    }

    private static AccessLog.Builder log(Struct line) {
        return AccessLog.newBuilder()
                .setName(NAME)
                .setTypedConfig(HttpManager.packed(StdoutAccessLog.newBuilder()
                        .setLogFormat(SubstitutionFormatString.newBuilder()
                                .setJsonFormat(line)
                                .setOmitEmptyValues(true))
                        .build()));
    }

    /** What has failed is found out first: it costs less than to look up what is told. */
    private static AccessLogFilter told(AccessLogFilter failed) {
        return anyOf(List.of(allOf(List.of(failed, says(Telemetry.AccessLog.Errors))), says(Telemetry.AccessLog.All)));
    }

    /** Nothing that is not there says anything. */
    private static AccessLogFilter says(Telemetry.AccessLog word) {
        return expression("%s.filter_metadata['%s']['%s'] == '%s'".formatted(CLUSTER, NAMESPACE, TOLD, word));
    }

    public static AccessLogFilter expression(String expression) {
        return AccessLogFilter.newBuilder()
                .setExtensionFilter(ExtensionFilter.newBuilder()
                        .setName(FILTER)
                        .setTypedConfig(HttpManager.packed(ExpressionFilter.newBuilder()
                                .setExpression(expression)
                                .build())))
                .build();
    }

    public static AccessLogFilter status(ComparisonFilter.Op op, int status) {
        return AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(ComparisonFilter.newBuilder()
                                .setOp(op)
                                .setValue(RuntimeUInt32.newBuilder()
                                        .setDefaultValue(status)
                                        .setRuntimeKey(UNSET))))
                .build();
    }

    private static AccessLogFilter flags() {
        return flags(FLAGS);
    }

    /** Whether one of these is among them. */
    public static AccessLogFilter flags(List<String> flags) {
        return AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addAllFlags(flags))
                .build();
    }

    private static AccessLogFilter statuses(List<Status> statuses) {
        return AccessLogFilter.newBuilder()
                .setGrpcStatusFilter(GrpcStatusFilter.newBuilder().addAllStatuses(statuses))
                .build();
    }

    private static AccessLogFilter anyOf(List<AccessLogFilter> filters) {
        return AccessLogFilter.newBuilder()
                .setOrFilter(OrFilter.newBuilder().addAllFilters(filters))
                .build();
    }

    private static AccessLogFilter allOf(List<AccessLogFilter> filters) {
        return AccessLogFilter.newBuilder()
                .setAndFilter(AndFilter.newBuilder().addAllFilters(filters))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
