package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.HeaderName;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the requests that one port of the workload receives. All limits are per pod.
 *
 * @param port the name of the container port that Services target. Source: RFC 6335 §5.1
 */
@ValidationRule(
        value = "self.?shedding.orValue('None') != 'Fixed' || has(self.maxConcurrentRequests)",
        message = "must not be Fixed without maxConcurrentRequests: set that limit, or choose Adaptive or " + "None",
        fieldPath = ".shedding")
@ValidationRule(
        value = "has(self.maxConcurrentRequests) || !has(self.routeClasses) || self.routeClasses.all(c, "
                + "!has(c.reservedPercent))",
        message = "must not have a reservedPercent without maxConcurrentRequests, of which it is a share: "
                + "set that limit, or remove the reservedPercent",
        fieldPath = ".routeClasses")
@ValidationRule(
        value = "!self.?deadline.max.hasValue() || !self.deadline.max" + Durations.MATCHES
                + " || !has(self.routeClasses) || self.routeClasses.all(c, !has(c.deadline)" + " || !c.deadline"
                + Durations.MATCHES + " || duration(c.deadline) <= duration(self.deadline.max))",
        message = "must not have a deadline longer than the deadline.max of the port: shorten it, or raise " + "max",
        fieldPath = ".routeClasses")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Inbound(
        @JsonPropertyDescription("The name of the container port that Services target.")
        @Required
        @Size(max = 15)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]+(-[a-z0-9]+)*$') && self.matches('[a-z]')",
                message = "must be the name of a container port: lowercase letters, digits and single dashes, with "
                        + "at least one letter, such as http")
        String port,

        @JsonPropertyDescription("What is spoken on the port. HTTP: HTTP/1.1. HTTP2: HTTP/2 without TLS. GRPC: gRPC. "
                + "Omitted: taken from the appProtocol of the Service, then from the prefix of its port name; else "
                + "the port is not captured.")
        @Nullable
        Protocol protocol,

        @JsonPropertyDescription("How long a request may take. Omitted: no deadline, and the finding NoDeadline.")
        @Nullable
        Deadline deadline,

        @JsonPropertyDescription("Requests that a pod works on at once, 1 to 1000000. Omitted: no limit.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer maxConcurrentRequests,

        @JsonPropertyDescription("How requests beyond what a pod can take are refused early. Fixed: at "
                + "maxConcurrentRequests. Adaptive: at a limit learned from latency; not for streams. "
                + "None: not, they wait. Omitted: Fixed with maxConcurrentRequests, else None.")
        @Nullable
        Shedding shedding,

        @JsonPropertyDescription("The header that makes a write safe to repeat.")
        @Default(Inbound.DEFAULT_IDEMPOTENCY_KEY_HEADER)
        @HeaderName
        @Nullable
        String idempotencyKeyHeader,

        @JsonPropertyDescription("Classes of requests, most important first; the first that matches wins, the last is "
                + "shed first: at most 8. Omitted: all requests are alike.")
        @Size(max = 8)
        @ValidationRule(
                value = "self.all(a, self.exists_one(b, b.name == a.name))",
                message = "must give each class a name of its own: rename one")
        @ValidationRule(
                value = "self.filter(c, !has(c.match)).size() <= 1",
                message = "must have at most one class without match, the catch-all: give the others a match")
        @ValidationRule(
                value = "self.exists(c, c.?reservedPercent.orValue(0) > 100)"
                        + " || self.map(c, c.?reservedPercent.orValue(0)).sum() <= 100",
                message = "must reserve at most 100 percent in all: lower a reservedPercent")
        @Nullable
        List<RouteClass> routeClasses) {
    /** What holds when the header is left out. Source: draft-ietf-httpapi-idempotency-key-header. */
    public static final String DEFAULT_IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";

    /** What can be spoken on a port. */
    public enum Protocol {
        /** HTTP/1.1. */
        HTTP,
        /** HTTP/2 without TLS. */
        HTTP2,
        /** gRPC. */
        GRPC
    }

    /** How requests beyond what a pod can take are refused early. */
    public enum Shedding {
        /** At a fixed number of concurrent requests. */
        Fixed,
        /** At a number learned from latency. */
        Adaptive,
        /** Not at all. */
        None
    }
}
