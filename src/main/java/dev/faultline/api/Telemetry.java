package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What the sidecar tells about the requests it sees. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Telemetry(
        @JsonPropertyDescription(
                "Which requests the sidecar logs, as JSON. None: no request. Errors: those that failed. "
                        + "All: every request.")
        @Default(AccessLog.DEFAULT_NAME)
        @Nullable
        AccessLog accessLog,

        @JsonPropertyDescription("Where spans are sent. Omitted: no tracing.") @Nullable
        Tracing tracing) {
    /** Which requests are logged. */
    public enum AccessLog {
        /** No request. */
        None,
        /** Requests that failed. */
        Errors,
        /** Every request. */
        All;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Errors";

        /** What holds when the field is left out. */
        public static final AccessLog DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** Spans sent to an OpenTelemetry collector. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tracing(
            @JsonPropertyDescription(
                    "Traces begun here, of each 1000 requests: 0 to 1000. A trace begun by the caller is "
                            + "always continued.")
            @Default("" + Tracing.DEFAULT_SAMPLE_PERMILLE)
            @Min(0)
            @Max(1000)
            @Nullable
            Integer samplePermille,

            @JsonPropertyDescription("Host and port of the collector (OTLP over gRPC, without TLS), such as "
                    + "otel-collector.observability:4317.")
            @Required
            @Size(max = 259)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?:[1-9][0-9]{0,4}$') && "
                            + "int(self.substring(self.indexOf(':') + 1)) <= 65535",
                    message = "must be a host and a port from 1 to 65535, such as otel-collector.observability:4317")
            String collector) {
        /** One request in a hundred. */
        public static final int DEFAULT_SAMPLE_PERMILLE = 10;
    }
}
