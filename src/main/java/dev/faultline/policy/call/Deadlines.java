package dev.faultline.policy.call;

import dev.faultline.api.traffic.Inbound;
import dev.faultline.api.traffic.RouteClass;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long requests to a workload may take.
 *
 * @param unbounded names of the ports where a request that brings no deadline has none
 * @param longest that a request to any of the ports may take; empty where one may take as long as it likes
 */
public record Deadlines(List<String> unbounded, Optional<Duration> longest) {
    public static final Deadlines NONE = new Deadlines(List.of(), Optional.empty());

    public static Deadlines of(List<Inbound> inbound) {
        var unbounded = inbound.stream()
                .filter(Deadlines::isUnbounded)
                .map(Inbound::port)
                .toList();
        var longest = inbound.stream().flatMap(port -> bounds(port)).max(Duration::compareTo);
        return new Deadlines(unbounded, unbounded.isEmpty() ? longest : Optional.empty());
    }

    private static boolean isUnbounded(Inbound port) {
        return port.deadline() == null
                && classes(port).noneMatch(each -> each.match() == null && each.deadline() != null);
    }

    /** {@code max} is above all others; without it, whoever brings no deadline gets one of these. */
    private static Stream<Duration> bounds(Inbound port) {
        var deadline = port.deadline();
        if (deadline != null && deadline.max() != null) {
            return Stream.of(Span.parse(deadline.max()));
        }
        return Stream.concat(
                        Stream.ofNullable(deadline == null ? null : deadline.whenAbsent()),
                        classes(port).map(RouteClass::deadline).filter(Objects::nonNull))
                .map(Span::parse);
    }

    private static Stream<RouteClass> classes(Inbound port) {
        return Objects.requireNonNullElse(port.routeClasses(), List.<RouteClass>of()).stream();
    }
}
