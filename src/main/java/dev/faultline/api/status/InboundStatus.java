package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What was measured of the requests to one port, over all sidecars. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InboundStatus(
        @JsonPropertyDescription("The name of the port, as in spec.inbound.") @Required @Size(min = 1, max = 15)
        String atPort,

        @JsonPropertyDescription(
                "The class with most requests in the last minute, _unclassified for those of none. Gives way only to one "
                        + "with a quarter more. Requests refused adaptively count for no class. Absent where there were no requests, "
                        + "or no classes.")
        @Size(max = 63)
        @Nullable
        String busiestClass,

        @JsonPropertyDescription(
                "Requests that ended at their deadline, for 100 that came in the last minute, such as 0.4; they are among "
                        + "errorPercent. Absent where there were no requests.")
        @Size(max = 8)
        @Nullable
        String deadlineMissPercent,

        @JsonPropertyDescription(
                "Requests that were let in and failed (status 5xx; of gRPC, another status than OK), for 100 that came in "
                        + "the last minute, such as 2.1. Absent where there were no requests.")
        @Size(max = 8)
        @Nullable
        String errorPercent,

        @JsonPropertyDescription(
                "Requests that came in a second and have ended, the refused among them, all sidecars together, in the last "
                        + "minute. Moves only when it has changed by a tenth. Absent until the first is counted.")
        @Min(0)
        @Nullable
        Long requestsPerSecond,

        @JsonPropertyDescription(
                "Requests that were refused at maxConcurrentRequests or a share of it, adaptively, or beyond a rateLimit, "
                        + "for 100 that came in the last minute, such as 12.5. Absent where there were no requests.")
        @Size(max = 8)
        @Nullable
        String shedPercent) {}
