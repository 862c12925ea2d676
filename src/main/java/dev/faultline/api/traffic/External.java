package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsSubdomain;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A host outside the cluster. */
@ValidationRule(
        value = "!has(self.caConfigMapRef) || self.?tls.orValue('Passthrough') == 'Originate'",
        message = "must not be set unless tls is Originate: choose Originate, or remove it",
        fieldPath = ".caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record External(
        @JsonPropertyDescription("The full name of the host, such as api.example.com; no address.")
        @Required
        @Size(max = 253)
        @ValidationRule(
                value = "self.matches('^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?[.])+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$')",
                message = "must be a full host name in lowercase such as api.example.com: no address, no wildcard, "
                        + "no dot at the end")
        @ValidationRule(
                value = "!self.matches('[.](svc|cluster[.]local|localhost|faultline)$')",
                message = "must be outside the cluster: name a Service with serviceRef instead")
        String host,

        @JsonPropertyDescription("The port of the host, 1 to 65535.") @Required @Min(1) @Max(65535)
        Integer port,

        @JsonPropertyDescription("Passthrough: bytes are passed on as they come. Originate: the application speaks "
                + "plainly to listenPort, the sidecar speaks TLS and verifies the host.")
        @Default(Tls.DEFAULT_NAME)
        @Nullable
        Tls tls,

        @JsonPropertyDescription("A ConfigMap of the namespace whose key ca.crt holds the CA to trust, with tls "
                + "Originate. Omitted: the CAs of the system.")
        @Nullable
        ConfigMapRef caConfigMapRef) {
    /** Who speaks TLS. */
    public enum Tls {
        /** The application, or nobody. */
        Passthrough,
        /** The sidecar. */
        Originate;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Passthrough";

        /** What holds when the field is left out. */
        public static final Tls DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** A ConfigMap in the namespace of the policy. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConfigMapRef(
            @JsonPropertyDescription("The name of the ConfigMap.") @Required @DnsSubdomain
            String name) {}
}
