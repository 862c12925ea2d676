package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What the sidecar tells about the requests it sees. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Telemetry(
        @Nullable AccessLog accessLog, @Nullable Tracing tracing) {

    /** Which requests are logged, as JSON. */
    public enum AccessLog {
        None,
        Errors,
        All;
        public static final String DEFAULT_NAME = "Errors";
        public static final AccessLog DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** Spans sent to an OpenTelemetry collector. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tracing(@Nullable Integer samplePermille, String collector) {}
}
