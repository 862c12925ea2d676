package dev.faultline.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * What a line of the access log says: the names are those that Istio and Envoy Gateway use, and each text that comes
 * from outside has a bound. Source: Envoy, command operators of access logs.
 */
final class LogLine {
    private static final int LONGEST_METHOD = 16;
    private static final int LONGEST_PATH = 256;
    private static final int LONGEST_ID = 64;

    private final Struct.Builder fields = Struct.newBuilder();

    /** What lines of either kind have. */
    private LogLine(String dependency) {
        with("start_time", "%START_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%");
        with("dependency", dependency);
        with("duration", "%DURATION%");
        with("response_flags", "%RESPONSE_FLAGS%");
        with("upstream_host", "%UPSTREAM_HOST%");
        with("upstream_request_attempt_count", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        with("upstream_transport_failure_reason", "%UPSTREAM_TRANSPORT_FAILURE_REASON%");
        with("bytes_received", "%BYTES_RECEIVED%");
        with("bytes_sent", "%BYTES_SENT%");
    }

    /** The path comes without its query, which may hold what is secret. */
    static Struct ofHttp(Leg.Version version, String dependency) {
        var line = new LogLine(dependency)
                .with("protocol", "%PROTOCOL%")
                .with("method", "%REQ(:METHOD):" + LONGEST_METHOD + "%")
                .with("path", "%PATH(NQ:PATH):" + LONGEST_PATH + "%")
                .with("response_code", "%RESPONSE_CODE%")
                .with("response_code_details", "%RESPONSE_CODE_DETAILS%")
                .with("request_id", "%REQ(X-REQUEST-ID):" + LONGEST_ID + "%")
                .with("fallback", "%RESP(" + Substitutes.FALLBACK + "):" + LONGEST_METHOD + "%");
        if (version == Leg.Version.GRPC) {
            line.with("grpc_status", "%GRPC_STATUS(SNAKE_STRING)%");
        }
        return line.fields.build();
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
