package dev.faultline.policy.live;

import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import dev.faultline.api.status.InboundStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the dependencies of one policy fare, and the requests to its workloads, by all of its sidecars.
 *
 * @param dependencies in the policy's order
 * @param inbound in the policy's order
 * @param open why, for each breaker that is open, in words
 * @param isMoving whether the numbers will be others after a while
 * @param isIncomplete whether more will be told within seconds
 */
public record Live(
        List<DependencyStatus> dependencies,
        List<InboundStatus> inbound,
        List<String> open,
        boolean isMoving,
        boolean isIncomplete) {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_PORT = 15;
    private static final Duration LATER = Duration.ofSeconds(60);

    public static final Live NONE = new Live(List.of(), List.of(), List.of(), false, false);

    /**
     * What of a policy is told of.
     *
     * @param dependencies their names
     * @param ports that a sidecar has taken over at all
     */
    public record Subject(List<String> dependencies, List<Port> ports) {}

    /** What status says now. */
    public record Shown(List<DependencyStatus> dependencies, List<InboundStatus> inbound) {
        public static Shown of(@Nullable ResiliencePolicyStatus status) {
            return status == null
                    ? new Shown(List.of(), List.of())
                    : new Shown(
                            Objects.requireNonNullElse(status.dependencies(), List.of()),
                            Objects.requireNonNullElse(status.inbound(), List.of()));
        }

        private Optional<DependencyStatus> dependency(String name) {
            return dependencies.stream()
                    .filter(status -> status.dependency().equals(name))
                    .findFirst();
        }

        private Optional<InboundStatus> port(String name) {
            return inbound.stream()
                    .filter(status -> status.atPort().equals(name))
                    .findFirst();
        }
    }

    /** @param accounts one for each sidecar */
    public static Live of(Subject subject, List<Account> accounts, Shown shown) {
        var gathering = new Gathering(
                accounts.stream()
                        .flatMap(account ->
                                account instanceof Account.Told told ? Stream.of(told) : Stream.<Account.Told>empty())
                        .toList(),
                accounts.stream().anyMatch(Account.NotYet.class::isInstance));
        subject.dependencies().stream()
                .filter(name -> isName(name, LONGEST_NAME))
                .distinct()
                .forEach(name -> gathering.add(name, shown.dependency(name)));
        subject.ports().stream()
                .filter(port -> isName(port.name(), LONGEST_PORT))
                .forEach(port -> gathering.add(port, shown.port(port.name())));
        return gathering.live();
    }

    private static final class Gathering {
        private final List<Account.Told> told;
        private final boolean incomplete;
        private final List<DependencyStatus> dependencies = new ArrayList<>();
        private final List<InboundStatus> inbound = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private boolean moving;

        Gathering(List<Account.Told> told, boolean incomplete) {
            this.told = told;
            this.incomplete = incomplete;
        }

        void add(String name, Optional<DependencyStatus> shown) {
            var joint = Joint.of(all(Account.Told::readings, name));
            var now = joint.status(name, shown);
            var status = shown.filter(_ -> incomplete)
                    .filter(older -> isWorse(older, now))
                    .orElse(now);
            dependencies.add(status);
            moving |= joint.isBusy()
                    || shown.filter(older -> hasNumbers(older.requestsPerSecond()))
                            .isPresent();
            if (status.state() == State.Open) {
                open.add(joint.trouble(name).orElse(name + " was open when sidecars last told of it"));
            }
        }

        /** While not all have told again, their sum would be too little. */
        void add(Port port, Optional<InboundStatus> shown) {
            var inflows = all(Account.Told::inflows, port.name());
            inbound.add(shown.filter(_ -> incomplete).orElseGet(() -> port.status(inflows, shown)));
            moving |= inflows.stream().anyMatch(Inflow::hasRequests)
                    || shown.filter(older -> hasNumbers(older.requestsPerSecond()))
                            .isPresent();
        }

        private <T> List<T> all(Function<Account.Told, Map<String, T>> part, String name) {
            return told.stream()
                    .flatMap(each -> Optional.ofNullable(part.apply(each).get(name)).stream())
                    .toList();
        }

        Live live() {
            return new Live(List.copyOf(dependencies), List.copyOf(inbound), List.copyOf(open), moving, incomplete);
        }
    }

    /** Not all have told again yet, so nothing is known to be better. */
    private static boolean isWorse(DependencyStatus older, DependencyStatus now) {
        return now.state() == State.Unknown
                || older.state() != State.Unknown && older.state().compareTo(now.state()) > 0;
    }

    /** The ports that refuse requests so that others are served, in words; less than half a percent is not told. */
    public Stream<String> shedding() {
        return inbound.stream()
                .flatMap(port -> Optional.ofNullable(port.shedPercent())
                        .flatMap(DeadBand::number)
                        .map(Math::round)
                        .filter(percent -> percent > 0)
                        .map(percent -> "port " + port.atPort() + " sheds " + percent + " % of its requests")
                        .stream());
    }

    /** How long until time alone changes what is to be shown; empty when it does not. */
    public Optional<Duration> next() {
        if (isIncomplete) {
            return Optional.of(SOON);
        }
        return isMoving ? Optional.of(LATER) : Optional.empty();
    }

    /** The schema demands it, but not of what was stored before the schema did. */
    private static boolean isName(String name, int longest) {
        return !name.isEmpty() && name.length() <= longest;
    }

    private static boolean hasNumbers(@Nullable Long perSecond) {
        return perSecond != null && perSecond > 0;
    }
}
