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
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON object on standard output for a call, or a TCP connection, that has ended. Which are told stands in their
 * route, of TCP in their cluster: those change without a connection noticing, and listeners do not. So every listener of
 * TCP is able to log, and one without a policy has nothing that says it should. Source: Envoy config.accesslog.v3.
 */
final class CallLog {
    private static final String NAME = "calls";
    private static final String FILTER = "envoy.access_loggers.extension_filters.cel";

    /** Under which a route or cluster says what is told, in the word of the policy, and of whom. */
    private static final String NAMESPACE = "faultline";

    private static final String TOLD = "access_log";
    private static final String DEPENDENCY = "dependency";

    private static final String ROUTE = "xds.route_metadata";
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

    /** For the routes of a dependency, and for its cluster if it is TCP. */
    static Metadata wish(Leg.Terms terms) {
        return Metadata.newBuilder()
                .putFilterMetadata(
                        NAMESPACE,
                        Struct.newBuilder()
                                .putFields(TOLD, text(terms.told().name()))
                                .putFields(DEPENDENCY, text(terms.dependency()))
                                .build())
                .build();
    }

    static AccessLog ofHttp(Leg.Version version, Leg.Terms terms) {
        var failed = new ArrayList<>(List.of(
                status(ComparisonFilter.Op.GE, FIRST_FAILURE), status(ComparisonFilter.Op.EQ, NO_ANSWER), flags()));
        terms.substitute()
                .filter(substitute -> substitute.when().contains(Fallback.When.ServerError))
                .ifPresent(_ -> failed.add(expression("'" + Substitutes.FALLBACK + "' in response.headers")));
        if (version == Leg.Version.GRPC) {
            failed.add(statuses(TROUBLE));
            failed.add(allOf(List.of(statuses(List.of(Status.UNKNOWN)), expression(SAID_IN_WORDS))));
        }
        return log(told(ROUTE, anyOf(failed)), LogLine.ofHttp(version, terms.dependency()));
    }

    /** The same for all, or the coming and going of a policy would cut connections. */
    static AccessLog ofTcp() {
        return log(told(CLUSTER, flags()), LogLine.ofTcp("%METADATA(CLUSTER:" + NAMESPACE + ":" + DEPENDENCY + ")%"));
    }

    private static AccessLog log(AccessLogFilter filter, Struct line) {
        return AccessLog.newBuilder()
                .setName(NAME)
                .setFilter(filter)
                .setTypedConfig(HttpManager.packed(StdoutAccessLog.newBuilder()
                        .setLogFormat(SubstitutionFormatString.newBuilder()
                                .setJsonFormat(line)
                                .setOmitEmptyValues(true))
                        .build()))
                .build();
    }

    /** What has failed is found out first: it costs less than to look up what is told. */
    private static AccessLogFilter told(String where, AccessLogFilter failed) {
        return anyOf(List.of(
                allOf(List.of(failed, says(where, Telemetry.AccessLog.Errors))), says(where, Telemetry.AccessLog.All)));
    }

    /** Nothing that is not there says anything. */
    private static AccessLogFilter says(String where, Telemetry.AccessLog word) {
        return expression("%s.filter_metadata['%s']['%s'] == '%s'".formatted(where, NAMESPACE, TOLD, word));
    }

    private static AccessLogFilter expression(String expression) {
        return AccessLogFilter.newBuilder()
                .setExtensionFilter(ExtensionFilter.newBuilder()
                        .setName(FILTER)
                        .setTypedConfig(HttpManager.packed(ExpressionFilter.newBuilder()
                                .setExpression(expression)
                                .build())))
                .build();
    }

    static AccessLogFilter status(ComparisonFilter.Op op, int status) {
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
        return AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addAllFlags(FLAGS))
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
