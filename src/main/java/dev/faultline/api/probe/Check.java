package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsLabel;
import dev.faultline.api.schema.DnsSubdomain;
import dev.faultline.api.schema.HostAndPort;
import dev.faultline.api.schema.HttpUrl;
import dev.faultline.api.schema.ListSet;
import dev.faultline.api.schema.RequestPath;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that the operator asks, and how much its answer weighs. */
@ValidationRule(
        value = "(has(self.podEndpoint) ? 1 : 0) + (has(self.http) ? 1 : 0) + (has(self.grpc) ? 1 : 0)"
                + " + (has(self.tcp) ? 1 : 0) + (has(self.postgres) ? 1 : 0) + (has(self.redis) ? 1 : 0)"
                + " + (has(self.kafka) ? 1 : 0) + (has(self.amqp) ? 1 : 0) == 1",
        message = "must have exactly one of podEndpoint, http, grpc, tcp, postgres, redis, kafka and amqp")
@ValidationRule(
        value = "!has(self.tls) || !has(self.http) || !self.http.url.startsWith('http://')",
        message = "must not be set with an http:// URL, which has no TLS: write https://, or remove tls",
        fieldPath = ".tls")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Check(
        @JsonPropertyDescription("The name of the check, in status and messages.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription("What a failure means. Critical: the workload is not available; Healthy becomes False "
                + "and an incident is opened. Degraded: the workload does with less. Info: nothing but a line in "
                + "status.")
        @Default(Severity.DEFAULT_NAME)
        @Nullable
        Severity severity,

        @JsonPropertyDescription("A path of each pod of the targets, by HTTP. Omitted: another kind of check.")
        @Nullable
        PodEndpoint podEndpoint,

        @JsonPropertyDescription(
                "A URL that is asked with GET; redirects are not followed. Omitted: another kind of " + "check.")
        @Nullable
        Http http,

        @JsonPropertyDescription("The gRPC health service of a server. Omitted: another kind of check.") @Nullable
        Grpc grpc,

        @JsonPropertyDescription("Whether a port accepts a connection. Omitted: another kind of check.") @Nullable
        Tcp tcp,

        @JsonPropertyDescription("A PostgreSQL server. Omitted: another kind of check.") @Nullable
        Server postgres,

        @JsonPropertyDescription("A Redis server. Omitted: another kind of check.") @Nullable
        Server redis,

        @JsonPropertyDescription("A Kafka broker. Omitted: another kind of check.") @Nullable
        Server kafka,

        @JsonPropertyDescription("An AMQP broker. Omitted: another kind of check.") @Nullable
        Server amqp,

        @JsonPropertyDescription("How TLS is spoken; an empty block trusts the CAs of the system. Omitted: no TLS, "
                + "but with an https:// URL as with an empty block.")
        @Nullable
        Tls tls) {
    /** What the failure of a check means. */
    public enum Severity {
        /** The workload is not available. */
        Critical,
        /** The workload does with less. */
        Degraded,
        /** Nothing but a line in status. */
        Info;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Critical";

        /** What holds when the field is left out. */
        public static final Severity DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** A path of each pod. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PodEndpoint(
            @JsonPropertyDescription("The port of the pod: a number from 1 to 65535, or the name of a container port.")
            @Required
            @ValidationRule(value = PodPort.RULE, message = PodPort.MESSAGE)
            IntOrString port,

            @JsonPropertyDescription("The path that is asked.") @Required @RequestPath
            String path) {}

    /** A URL and the answers that are good. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Http(
            @JsonPropertyDescription("The URL, http or https, such as http://api.shop/health.") @Required @HttpUrl
            String url,

            @JsonPropertyDescription("Status codes that are good, each from 100 to 599: 1 to 16. Omitted: 200 to 299.")
            @Size(min = 1, max = 16)
            @ListSet
            @Nullable
            List<@Min(100) @Max(599) Integer> expectStatus) {}

    /** A gRPC server and which of its services. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Grpc(
            @JsonPropertyDescription("Host and port, such as ledger:9000.") @Required @HostAndPort
            String address,

            @JsonPropertyDescription("The service whose health is asked for, such as ledger.v1.Ledger. Omitted: the "
                    + "server as a whole.")
            @Size(max = 256)
            @ValidationRule(
                    value = "self.matches('^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$')",
                    message = "must be the full name of a service such as ledger.v1.Ledger")
            @Nullable
            String service) {}

    /** A port that accepts connections. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tcp(
            @JsonPropertyDescription("Host and port, such as smtp:25.") @Required @HostAndPort
            String address) {}

    /** A server with a protocol of its own. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Server(
            @JsonPropertyDescription("Host and port, such as orders-db:5432.") @Required @HostAndPort
            String address,

            @JsonPropertyDescription("With what a real query is made. Omitted: the handshake of the protocol is "
                    + "enough, which any running server answers.")
            @Nullable
            Credentials credentials) {}

    /** User name and password. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credentials(
            @JsonPropertyDescription("A Secret of the namespace with keys username and password, labelled "
                    + "faultline.dev/probe-credentials: \"true\".")
            @Required
            NameRef secretRef) {}

    /** How TLS is spoken. */
    @ValidationRule(
            value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
            message = "must have at most one of caSecretRef and caConfigMapRef: remove one")
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tls(
            @JsonPropertyDescription("A Secret of the namespace whose key ca.crt holds the CA to trust, labelled "
                    + "faultline.dev/probe-credentials: \"true\". Omitted: the CAs of the system.")
            @Nullable
            NameRef caSecretRef,

            @JsonPropertyDescription("A ConfigMap of the namespace whose key ca.crt holds the CA to trust, labelled "
                    + "faultline.dev/probe-credentials: \"true\". Omitted: the CAs of the system.")
            @Nullable
            NameRef caConfigMapRef,

            @JsonPropertyDescription("The name that the certificate must have. Omitted: the host that is called.")
            @DnsSubdomain
            @Nullable
            String serverName) {}

    /** Another object of the namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NameRef(
            @JsonPropertyDescription("The name of the object.") @Required @DnsSubdomain
            String name) {}
}
