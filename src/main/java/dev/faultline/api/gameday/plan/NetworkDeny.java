package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.Cidr;
import dev.faultline.api.schema.ListMap;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections that are cut, all others being let through. */
@ValidationRule(
        value = "has(self.ports) || has(self.peers)",
        message = "must have ports or peers, or both: write what is cut")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkDeny(
        @JsonPropertyDescription("Which connections of the pods are meant. Ingress: those to them. Egress: those they "
                + "make. Both: either.")
        @Default(Direction.DEFAULT_NAME)
        @Nullable
        Direction direction,

        @JsonPropertyDescription("Ports that are cut: 1 to 8. Omitted: every port of the peers.")
        @Size(min = 1, max = 8)
        @Nullable
        List<Port> ports,

        @JsonPropertyDescription("Addresses on the other side that are cut: 1 to 8. Omitted: all, on these ports.")
        @Size(min = 1, max = 8)
        @ListMap("cidr")
        @Nullable
        List<Peer> peers) {
    /** Which connections are meant. */
    public enum Direction {
        /** Those to the pods. */
        Ingress,
        /** Those that the pods make. */
        Egress,
        /** Either. */
        Both;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Ingress";

        /** What holds when the field is left out. */
        public static final Direction DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** A port with its protocol. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Port(
            @JsonPropertyDescription("The port of the pod that is connected to, 1 to 65535.")
            @Required
            @Min(1)
            @Max(65535)
            Integer port,

            @JsonPropertyDescription("TCP or UDP.") @Default(Protocol.DEFAULT_NAME) @Nullable
            Protocol protocol) {}

    /** What a port speaks. */
    public enum Protocol {
        /** Streams. */
        TCP,
        /** Datagrams. */
        UDP;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "TCP";

        /** What holds when the field is left out. */
        public static final Protocol DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** Addresses on the other side. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Peer(
            @JsonPropertyDescription("A range of addresses, such as 10.0.0.0/8 or 2001:db8::/32.") @Required @Cidr
            String cidr) {}
}
