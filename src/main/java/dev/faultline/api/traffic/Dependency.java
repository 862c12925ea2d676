package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CallDuration;
import dev.faultline.api.schema.DnsLabel;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Something the workload calls, and how.
 *
 * @param connectTimeout how long to wait for a connection, 1ms to 1h. Source: Envoy Cluster.connect_timeout
 */
@ValidationRule(
        value = "has(self.serviceRef) != has(self.external)",
        message = "must have either serviceRef or external: write exactly one of them")
@ValidationRule(
        value = "!has(self.fallback) || self.?criticality.orValue('Hard') == 'Soft'",
        message = "must not be set unless criticality is Soft: choose Soft, or remove the fallback",
        fieldPath = ".fallback")
@ValidationRule(
        value = "!has(self.fallback) || self.?protocol.orValue('HTTP') in ['HTTP', 'HTTP2']",
        message = "must not be set with protocol TCP or GRPC: remove the fallback",
        fieldPath = ".fallback")
@ValidationRule(
        value = "!has(self.retries) || self.?protocol.orValue('HTTP') != 'TCP'",
        message = "must not be set with protocol TCP: bytes cannot be sent again; remove it",
        fieldPath = ".retries")
@ValidationRule(
        value = "!has(self.timeout) || self.?protocol.orValue('HTTP') != 'TCP'",
        message = "must not be set with protocol TCP, which has no requests: use connectTimeout and " + "idleTimeout",
        fieldPath = ".timeout")
@ValidationRule(
        value = "!self.?retries.grpcMethods.hasValue() || self.?protocol.orValue('GRPC') == 'GRPC'",
        message = "must not be set unless protocol is GRPC: use methods, or set the protocol",
        fieldPath = ".retries.grpcMethods")
@ValidationRule(
        value = "!self.?retries.perTryTimeout.hasValue() || !has(self.timeout) || !self.retries.perTryTimeout"
                + Durations.MATCHES + " || !self.timeout" + Durations.MATCHES
                + " || duration(self.retries.perTryTimeout) <= duration(self.timeout)",
        message = "must not be longer than timeout: shorten it, or raise timeout",
        fieldPath = ".retries.perTryTimeout")
@ValidationRule(
        value = "!has(self.connectTimeout) || !has(self.timeout) || !self.connectTimeout" + Durations.MATCHES
                + " || !self.timeout" + Durations.MATCHES
                + " || duration(self.connectTimeout) <= duration(self.timeout)",
        message = "must not be longer than timeout: shorten it, or raise timeout",
        fieldPath = ".connectTimeout")
@ValidationRule(
        value = "self.?external.tls.orValue('Passthrough') != 'Originate' || has(self.listenPort)",
        message = "must be set when external.tls is Originate: choose the port that the application calls, "
                + "such as 8443",
        fieldPath = ".listenPort",
        reason = "FieldValueRequired")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dependency(
        @JsonPropertyDescription("The name of the dependency, in metrics, messages and its alias <name>.faultline.")
        @Required
        @DnsLabel
        String name,

        @JsonPropertyDescription("A Service of the cluster. Either this or external.") @Nullable
        ServiceRef serviceRef,

        @JsonPropertyDescription("A host outside the cluster. Either this or serviceRef.") @Nullable
        External external,

        @JsonPropertyDescription("What is spoken. HTTP: HTTP/1.1. HTTP2: HTTP/2 without TLS. GRPC: gRPC. TCP: anything "
                + "else. Omitted: taken from the appProtocol of the Service, then from the prefix of its port name; "
                + "else TCP, and the finding ProtocolUnknown.")
        @Nullable
        Protocol protocol,

        @JsonPropertyDescription("Hard: the workload fails without it. Soft: it can do without.")
        @Default(Criticality.DEFAULT_NAME)
        @Nullable
        Criticality criticality,

        @JsonPropertyDescription(
                "The port of <name>.faultline, an address of its own at which the application can call "
                        + "the dependency: 1 to 65535, none of the ports of the sidecar. Omitted: there is no such "
                        + "address.")
        @Min(1)
        @Max(65535)
        @ValidationRule(
                value = "!(self in [15500, 15506, 15507, 15508, 15509, 15521, 15590, 15599])",
                message = "must not be a port of the sidecar (15500, 15506 to 15509, 15521, 15590, 15599): choose "
                        + "another, such as 8443")
        @Nullable
        Integer listenPort,

        @JsonPropertyDescription("How long to wait for a connection, 1ms to 1h; at most timeout. Omitted: 5s.")
        @CallDuration
        @Nullable
        String connectTimeout,

        @JsonPropertyDescription(
                "How long a call with all its retries may take, 1ms to 1h; cut to the deadline that is "
                        + "left. Omitted: 15s, none for streams and upgrades.")
        @CallDuration
        @Nullable
        String timeout,

        @JsonPropertyDescription(
                "How long a stream or connection may stay silent, 1s to 24h. Omitted: 5m for streams and "
                        + "upgrades, 1h for TCP. Changing it cuts open TCP connections.")
        @LongDuration
        @Nullable
        String idleTimeout,

        @JsonPropertyDescription(
                "How calls are tried again. Omitted: one more try on connect failure or refused stream only.")
        @Nullable
        Retries retries,

        @JsonPropertyDescription(
                "When calls are refused at once, and when an endpoint is left out. Omitted: the defaults "
                        + "of the block.")
        @Nullable
        CircuitBreaker circuitBreaker,

        @JsonPropertyDescription("The answer given when the dependency fails. Only for Soft dependencies. Omitted: the "
                + "failure is passed on.")
        @Nullable
        Fallback fallback) {
    /** What can be spoken to a dependency. */
    public enum Protocol {
        /** HTTP/1.1. */
        HTTP,
        /** HTTP/2 without TLS. */
        HTTP2,
        /** gRPC. */
        GRPC,
        /** Anything else. */
        TCP
    }

    /** What the failure of a dependency means. */
    public enum Criticality {
        /** The workload fails with it. */
        Hard,
        /** The workload can do without it. */
        Soft;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Hard";

        /** What holds when the field is left out. */
        public static final Criticality DEFAULT = valueOf(DEFAULT_NAME);
    }
}
