package dev.faultline.policy.inbound;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.traffic.HttpMethod;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.api.traffic.RateLimit;
import dev.faultline.api.traffic.RouteClass;
import dev.faultline.api.traffic.RouteMatch;
import dev.faultline.envoy.Signals;
import dev.faultline.envoy.inbound.Capacity;
import dev.faultline.envoy.inbound.Deadline;
import dev.faultline.envoy.inbound.Inlet;
import dev.faultline.envoy.inbound.RequestClass;
import dev.faultline.policy.call.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a policy wants of the requests to one port.
 *
 * @param port name of the container port
 * @param protocol empty where the policy does not say
 */
public record Requests(String port, Optional<Inbound.Protocol> protocol, Inlet.Terms terms) {

    /** @param told what is told of each request */
    public static Requests of(Inbound wire, Signals told) {
        var terms = new Inlet.Terms(
                told,
                Optional.ofNullable(wire.deadline()).map(Requests::deadline).orElse(Deadline.NONE),
                capacity(wire),
                requireNonNullElse(wire.idempotencyKeyHeader(), Inbound.DEFAULT_IDEMPOTENCY_KEY_HEADER),
                list(wire.routeClasses()).stream().map(Requests::requestClass).toList(),
                List.of());
        return new Requests(wire.port(), Optional.ofNullable(wire.protocol()), terms);
    }

    /** The names of its classes, most important first. */
    public List<String> classes() {
        return terms.classes().stream().map(RequestClass::name).toList();
    }

    private static Deadline deadline(dev.faultline.api.traffic.Deadline wire) {
        return new Deadline(Span.of(wire.whenAbsent()), Span.of(wire.max()));
    }

    /** A limit that says no more sheds. */
    private static Capacity capacity(Inbound wire) {
        var limit = number(wire.maxConcurrentRequests());
        return new Capacity(
                limit,
                requireNonNullElse(
                        wire.shedding(), limit.isPresent() ? Inbound.Shedding.Fixed : Inbound.Shedding.None));
    }

    private static RequestClass requestClass(RouteClass wire) {
        return new RequestClass(
                wire.name(),
                Optional.ofNullable(wire.match()).map(Requests::match),
                number(wire.reservedPercent()),
                Span.of(wire.deadline()),
                requireNonNullElse(wire.requireIdempotencyKey(), RouteClass.DEFAULT_REQUIRE_IDEMPOTENCY_KEY),
                Optional.ofNullable(wire.rateLimit()).map(Requests::rate));
    }

    private static RequestClass.Match match(RouteMatch wire) {
        return new RequestClass.Match(
                list(wire.pathPrefixes()),
                list(wire.methods()).stream().map(HttpMethod::name).toList(),
                list(wire.headers()).stream()
                        .map(header -> new RequestClass.Header(header.name(), header.value()))
                        .toList());
    }

    private static RequestClass.Rate rate(RateLimit wire) {
        return new RequestClass.Rate(wire.requests(), Span.parse(wire.per()));
    }

    private static OptionalInt number(@Nullable Integer wire) {
        return wire == null ? OptionalInt.empty() : OptionalInt.of(wire);
    }

    private static <T> List<T> list(@Nullable List<T> wire) {
        return wire == null ? List.of() : List.copyOf(wire);
    }
}
