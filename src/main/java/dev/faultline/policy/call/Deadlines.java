package dev.faultline.policy.call;

import dev.faultline.api.traffic.Deadline;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.api.traffic.RouteClass;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long requests to a workload may take.
 *
 * @param ports in the order of the policy
 */
public record Deadlines(List<Port> ports) {
    public static final Deadlines NONE = new Deadlines(List.of());

    /**
     * @param name of the container port
     * @param isGiven whether a request that brings no deadline gets one, of whatever class it is
     * @param longest that a request which brings a deadline may take; empty where there is one that is not cut
     */
    public record Port(String name, boolean isGiven, Optional<Duration> longest) {

        /** A class's deadline is both what is given and the longest; the port's own is for all that have none. */
        private static Port of(Inbound wire) {
            var classes = Objects.requireNonNullElse(wire.routeClasses(), List.<RouteClass>of());
            var spans = classes.stream().flatMap(each -> Span.of(each.deadline()).stream());
            var isForNone = classes.stream().allMatch(each -> each.deadline() != null)
                    && classes.stream().anyMatch(each -> each.match() == null);
            if (isForNone) {
                return new Port(wire.port(), true, spans.max(Duration::compareTo));
            }
            return new Port(
                    wire.port(),
                    own(wire, Deadline::whenAbsent).isPresent(),
                    own(wire, Deadline::max)
                            .flatMap(max -> Stream.concat(Stream.of(max), spans).max(Duration::compareTo)));
        }

        private static Optional<Duration> own(Inbound wire, Function<Deadline, @Nullable String> setting) {
            return Optional.ofNullable(wire.deadline()).map(setting).map(Span::parse);
        }
    }

    public static Deadlines of(List<Inbound> inbound) {
        return new Deadlines(inbound.stream().map(Port::of).toList());
    }

    public Optional<Port> port(String name) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    /** Names of the ports where a request that brings no deadline has none. */
    public List<String> unbounded() {
        return ports.stream().filter(port -> !port.isGiven()).map(Port::name).toList();
    }

    /** That a request to any of the ports may take; empty where one may take as long as it, or its caller, likes. */
    public Optional<Duration> longest() {
        return ports.stream().allMatch(port -> port.isGiven() && port.longest().isPresent())
                ? ports.stream().flatMap(port -> port.longest().stream()).max(Duration::compareTo)
                : Optional.empty();
    }
}
