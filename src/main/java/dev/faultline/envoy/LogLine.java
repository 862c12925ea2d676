package dev.faultline.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * What a line of the access log says: the names are those that Istio and Envoy Gateway use, and each text that comes
 * from outside has a bound. Source: Envoy, command operators of access logs.
 */
public final class LogLine {
    /** Under which the time that a request or a call has left is noted while it is on its way, in milliseconds. */
    public static final String DEADLINE = "deadline";

    public static final String IDEMPOTENCY_KEY = "idempotency_key";
    public static final String TRACE_ID = "trace_id";

    private static final String START = "%START_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%";
    private static final String TRACE = "%TRACE_ID%";
    private static final String FAILURE = "%UPSTREAM_TRANSPORT_FAILURE_REASON%";

    private static final int LONGEST_METHOD = 16;
    private static final int LONGEST_PATH = 256;
    private static final int LONGEST_ID = 64;

    private final Struct.Builder fields = Struct.newBuilder();

    private LogLine() {}

    /** What lines of calls have, and of connections. */
    private LogLine(String dependency) {
        with("start_time", START);
        with("dependency", dependency);
        with("duration", "%DURATION%");
        with("response_flags", "%RESPONSE_FLAGS%");
        with("upstream_host", "%UPSTREAM_HOST%");
        with("upstream_request_attempt_count", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        with("upstream_transport_failure_reason", FAILURE);
        with("bytes_received", "%BYTES_RECEIVED%");
        with("bytes_sent", "%BYTES_SENT%");
    }

    /** The path comes without its query, which may hold what is secret. */
    static Struct ofHttp(Leg.Version version, String dependency, boolean isTraced) {
        var line = new LogLine(dependency)
                .withRequest()
                .with("deadline", noted(DEADLINE) + "%")
                .with("fallback", "%RESP(" + Substitutes.FALLBACK + "):" + LONGEST_METHOD + "%")
                .withStatus(version);
        return (isTraced ? line.with(TRACE_ID, TRACE) : line).fields.build();
    }

    /** Of requests that the pod receives: of what class each is stands in its route, the rest was noted on its way. */
    static Struct ofRequests(Leg.Version version, String port, boolean isTraced) {
        return new LogLine()
                .with("start_time", START)
                .with("port", port)
                .with("class", "%METADATA(ROUTE:" + CallLog.NAMESPACE + ":" + CallLog.CLASS + ")%")
                .with("client", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%")
                .with("duration", "%DURATION%")
                .with("response_flags", "%RESPONSE_FLAGS%")
                .with("upstream_transport_failure_reason", FAILURE)
                .with("bytes_received", "%BYTES_RECEIVED%")
                .with("bytes_sent", "%BYTES_SENT%")
                .withRequest()
                .withStatus(version)
                .with("deadline", noted(DEADLINE) + "%")
                .with("idempotency_key", noted(IDEMPOTENCY_KEY) + ":" + LONGEST_ID + "%")
                // Without a tracer, the caller's own word for it.
                .with(TRACE_ID, isTraced ? TRACE : noted(TRACE_ID) + ":" + LONGEST_ID + "%")
                .fields
                .build();
    }

    private static String noted(String key) {
        return "%DYNAMIC_METADATA(" + CallLog.NAMESPACE + ":" + key + ")";
    }

    private LogLine withRequest() {
        with("protocol", "%PROTOCOL%");
        with("method", "%REQ(:METHOD):" + LONGEST_METHOD + "%");
        with("path", "%PATH(NQ:PATH):" + LONGEST_PATH + "%");
        with("response_code", "%RESPONSE_CODE%");
        with("response_code_details", "%RESPONSE_CODE_DETAILS%");
        return with("request_id", "%REQ(X-REQUEST-ID):" + LONGEST_ID + "%");
    }

    private LogLine withStatus(Leg.Version version) {
        if (version == Leg.Version.GRPC) {
            with("grpc_status", "%GRPC_STATUS(SNAKE_STRING)%");
        }
        return this;
    }

    static Struct ofTcp(String dependency) {
        return new LogLine(dependency)
                .with("protocol", "TCP")
                .with("connection_termination_details", "%CONNECTION_TERMINATION_DETAILS%")
                .fields
                .build();
    }

    private LogLine with(String name, String value) {
        fields.putFields(name, Value.newBuilder().setStringValue(value).build());
        return this;
    }
}
