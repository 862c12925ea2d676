package dev.faultline.envoy;

import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.time.Duration;

/**
 * How long the sidecar waits for a gRPC call, and what it tells the server of that. A server resets the stream when the time
 * that it was told is over. Were that the very time that the sidecar waits, then the reset would now and then be first: the
 * caller would get UNAVAILABLE, and the endpoint would count as failed. Source: Envoy, RouteAction.MaxStreamDuration; gRPC
 * over HTTP/2, Timeout.
 */
public final class GrpcDeadline {
    private static final String HEADER = "grpc-timeout";
    private static final String SAID = "request.headers['" + HEADER + "']";

    /** Source: gRPC, status codes. */
    private static final String DEADLINE_EXCEEDED = "4";

    private static final int TIMED_OUT = 504;

    /** How much later than the sidecar the server gives up: more than a timer is ever late, on a busy node too. */
    private static final int LATER_MILLIS = 100;

    /**
     * Envoy writes milliseconds, at most 8 digits of them. What has 8 stays as it is, or it might get 9; it is hours.
     * Source: Envoy Grpc::Common::toGrpcTimeout.
     */
    private static final String IS_SHORT = SAID + ".endsWith('m') && size(" + SAID + ") <= 8";

    /** CEL knows the same text as minutes: their number is that of the milliseconds. */
    private static final String NUMBER = "duration(" + SAID + ").getMinutes()";

    private GrpcDeadline() {}

    /**
     * The caller's own grpc-timeout counts, and at most ours. The end of a route's timeout would be told as UNAVAILABLE,
     * which callers try again; this is told as DEADLINE_EXCEEDED.
     *
     * @param timeout zero for none
     */
    static MaxStreamDuration waited(Duration timeout) {
        return MaxStreamDuration.newBuilder()
                .setMaxStreamDuration(Durations.of(timeout))
                .setGrpcTimeoutHeaderMax(Durations.of(timeout))
                .build();
    }

    /** In place of what Envoy has written there, which is the time that it waits itself. */
    public static HeaderValueOption told() {
        var value = "%%CEL(%s ? %s + %d : %s)%%".formatted(IS_SHORT, NUMBER, LATER_MILLIS, SAID)
                + "%%CEL(%s ? 'm' : '')%%".formatted(IS_SHORT);
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(HEADER).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS)
                .build();
    }

    /** The end of a try would be told as UNAVAILABLE, too, and so would be that there is no time for the call. */
    static LocalReplyConfig ownAnswers() {
        return LocalReplyConfig.newBuilder()
                .addMappers(ResponseMapper.newBuilder()
                        .setFilter(CallLog.status(ComparisonFilter.Op.EQ, TIMED_OUT))
                        .addHeadersToAdd(HeaderValueOption.newBuilder()
                                .setHeader(HeaderValue.newBuilder()
                                        .setKey("grpc-status")
                                        .setValue(DEADLINE_EXCEEDED))
                                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)))
                .build();
    }
}
