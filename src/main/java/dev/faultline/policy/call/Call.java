package dev.faultline.policy.call;

import dev.faultline.api.Consistency;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Dependency.Criticality;
import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.api.traffic.External;
import dev.faultline.envoy.Breaker;
import dev.faultline.envoy.Retry;
import dev.faultline.envoy.Signals;
import dev.faultline.envoy.Substitute;
import dev.faultline.policy.capture.Capture.Destination;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a policy wants of calls to one dependency.
 *
 * @param port the destination's own
 * @param timeout empty for the default of the protocol
 * @param idleTimeout empty for the default of the protocol
 * @param retry empty where the policy does not say
 * @param told what is told of each call
 */
public record Call(
        String name,
        Destination destination,
        int port,
        Optional<Protocol> protocol,
        Criticality criticality,
        Duration connectTimeout,
        Optional<Duration> timeout,
        Optional<Duration> idleTimeout,
        Optional<Retry> retry,
        Breaker breaker,
        Optional<Substitute> substitute,
        Signals told) {

    /** How long a call of HTTP may take where the policy does not say. */
    public static final Duration HTTP_TIMEOUT = Duration.ofSeconds(15);

    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * What a policy says of all its dependencies.
     *
     * @param namespace the policy's own, where a Service is when its reference names none
     */
    public record Context(String namespace, Consistency consistency, Signals told) {}

    public static Optional<Call> of(Dependency wire, Context context) {
        return destination(wire, context.namespace())
                .map(destination -> new Call(
                        wire.name(),
                        destination,
                        port(wire),
                        Optional.ofNullable(wire.protocol()),
                        Objects.requireNonNullElse(wire.criticality(), Criticality.DEFAULT),
                        Span.of(wire.connectTimeout()).orElse(DEFAULT_CONNECT_TIMEOUT),
                        Span.of(wire.timeout()),
                        Span.of(wire.idleTimeout()),
                        Resilience.retry(wire.retries()),
                        Resilience.breaker(wire, context.consistency()),
                        Resilience.substitute(wire.fallback()),
                        context.told()));
    }

    private static Optional<Destination> destination(Dependency wire, String namespace) {
        if (wire.serviceRef() != null) {
            return Optional.of(new Destination.Service(
                    Objects.requireNonNullElse(wire.serviceRef().namespace(), namespace),
                    wire.serviceRef().name()));
        }
        return Optional.ofNullable(wire.external()).map(Call::external);
    }

    private static Destination external(External external) {
        return new Destination.External(
                external.host(),
                Objects.requireNonNullElse(external.tls(), External.Tls.DEFAULT),
                Optional.ofNullable(external.caConfigMapRef()).map(External.ConfigMapRef::name));
    }

    private static int port(Dependency wire) {
        return wire.serviceRef() != null
                ? wire.serviceRef().port()
                : Objects.requireNonNull(wire.external()).port();
    }

    /** Whether it is about calls to this destination; who speaks TLS does not matter for that. */
    public boolean isTo(Destination other, int otherPort) {
        return port == otherPort && place(destination).equals(place(other));
    }

    /** What is called, such as {@code inventory.shop} or {@code api.example.com}. */
    public String callee() {
        return place(destination);
    }

    /** How long it may take, when that is spoken; empty for as long as it likes. */
    public Optional<Duration> limit(Protocol spoken) {
        return switch (spoken) {
            case HTTP, HTTP2 -> timeout.or(() -> Optional.of(HTTP_TIMEOUT));
            // A stream cannot be told from a call: who calls says how long it may take, in grpc-timeout.
            case GRPC -> timeout;
            case TCP -> Optional.empty();
        };
    }

    /** How long it waits for the answer to one try, when that is spoken; empty for as long as it takes. */
    public Optional<Patience> patience(Protocol spoken) {
        return Patience.of(this, spoken);
    }

    private static String place(Destination destination) {
        return switch (destination) {
            case Destination.Service(var namespace, var service) -> service + "." + namespace;
            case Destination.External external -> external.host();
        };
    }
}
