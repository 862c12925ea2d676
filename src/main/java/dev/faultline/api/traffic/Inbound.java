package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits on the requests that one port of the workload receives. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Inbound(
        String port,
        @Nullable Protocol protocol,
        @Nullable Deadline deadline,
        @Nullable Integer maxConcurrentRequests,
        @Nullable Shedding shedding,
        @Nullable String idempotencyKeyHeader,
        @Nullable List<RouteClass> routeClasses) {
    public enum Protocol {
        HTTP,
        HTTP2,
        GRPC
    }

    public enum Shedding {
        Fixed,
        Adaptive,
        None
    }
}
