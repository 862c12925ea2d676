package dev.faultline.policy.finding;

import dev.faultline.api.status.Finding;
import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Deadlines;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.call.Spoken;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is worth knowing about the dependencies of a policy, whatever its workloads and whoever else has policies. */
public final class CallFindings {
    private final Deadlines deadlines;
    private final KnownServices services;

    private CallFindings(Deadlines deadlines, KnownServices services) {
        this.deadlines = deadlines;
        this.services = services;
    }

    /** In the order of the policy. */
    public static List<Finding> of(List<Call> calls, Deadlines deadlines, KnownServices services) {
        var findings = new CallFindings(deadlines, services);
        return Stream.concat(
                        deadlines.unbounded().stream()
                                .map(port -> FindingKind.NoDeadline.of(
                                        "inbound port " + port + ": a request that brings no deadline has none")),
                        calls.stream().flatMap(findings::of))
                .toList();
    }

    private Stream<Finding> of(Call call) {
        return Stream.of(unknownService(call), protocol(call), pending(call), retries(call), timeout(call))
                .flatMap(Optional::stream);
    }

    /** Whether a policy names a Service that is not there. */
    public static boolean isUnknown(Call call, KnownServices services) {
        return call.destination() instanceof Destination.Service(var namespace, var name)
                && services.of(namespace, name).isEmpty();
    }

    private Optional<Finding> unknownService(Call call) {
        return isUnknown(call, services)
                ? found(FindingKind.UnknownService, call, "there is no Service " + call.callee())
                : Optional.empty();
    }

    private Optional<Finding> protocol(Call call) {
        var spoken = Spoken.by(call, services);
        if (spoken.isPresent()) {
            var ignored = ignored(call, spoken.get());
            return ignored.isEmpty()
                    ? Optional.empty()
                    : found(
                            FindingKind.SettingsIgnored,
                            call,
                            call.callee() + " speaks " + spoken.get() + ", so nothing comes of "
                                    + String.join(" and ", ignored));
        }
        return isSilent(call) ? found(FindingKind.ProtocolUnknown, call, unknown(call)) : Optional.empty();
    }

    /** Whether there is somebody who should say what is spoken. A Service, or a port, that is not there cannot. */
    private boolean isSilent(Call call) {
        return !(call.destination() instanceof Destination.Service(var namespace, var name))
                || services.of(namespace, name)
                        .filter(service -> service.externalName().isPresent()
                                || service.port(call.port()).isPresent())
                        .isPresent();
    }

    private String unknown(Call call) {
        var ignored = ignored(call, Protocol.TCP);
        return port(call)
                        .map(port -> "port " + call.port() + " of Service " + call.callee() + words(port))
                        .orElse("the policy")
                + " does not say what is spoken, so it is treated as TCP"
                + (ignored.isEmpty() ? "" : " and nothing comes of " + String.join(" and ", ignored));
    }

    private static String words(KnownService.Port port) {
        var word = port.appProtocol().isEmpty() ? port.name() : port.appProtocol();
        return word.isEmpty() ? "" : " (" + word + ")";
    }

    private Optional<KnownService.Port> port(Call call) {
        return call.destination() instanceof Destination.Service(var namespace, var name)
                ? services.of(namespace, name).flatMap(service -> service.port(call.port()))
                : Optional.empty();
    }

    /** What a call asks for that is not done with that protocol. */
    private static List<String> ignored(Call call, Protocol spoken) {
        var ignored = new ArrayList<String>();
        if (spoken == Protocol.TCP) {
            call.timeout().ifPresent(_ -> ignored.add("timeout"));
            call.retry().ifPresent(_ -> ignored.add("retries"));
        }
        if (spoken == Protocol.TCP || spoken == Protocol.GRPC) {
            call.substitute().ifPresent(_ -> ignored.add("fallback"));
        } else {
            call.retry()
                    .filter(retry -> !retry.repeatable().grpcMethods().isEmpty())
                    .ifPresent(_ -> ignored.add("retries.grpcMethods"));
        }
        return ignored;
    }

    private Optional<Finding> pending(Call call) {
        var breaker = call.breaker();
        return breaker.maxPending() < breaker.maxRequests()
                        && Spoken.by(call, services).orElse(Protocol.TCP) != Protocol.TCP
                ? found(
                        FindingKind.PendingBelowConcurrent,
                        call,
                        "of a burst of " + breaker.maxRequests() + " calls only " + breaker.maxPending()
                                + " may wait for a connection")
                : Optional.empty();
    }

    private Optional<Finding> retries(Call call) {
        var limit = limit(call);
        if (limit.isEmpty() || call.retry().isEmpty()) {
            return Optional.empty();
        }
        var retry = call.retry().get();
        var tries = retry.attempts() + 1;
        var waits = waits(retry.attempts(), retry.base(), retry.max());
        return retry.perTry()
                .map(perTry -> perTry.multipliedBy(tries).plus(waits))
                .filter(longest -> retry.attempts() > 0 && longest.compareTo(limit.get()) > 0)
                .flatMap(longest -> found(
                        FindingKind.RetriesExceedTimeout,
                        call,
                        tries + " tries of " + Span.words(retry.perTry().orElseThrow()) + " and waits of up to "
                                + Span.words(waits) + " take up to " + Span.words(longest)
                                + ", longer than the timeout of " + Span.words(limit.get())));
    }

    /**
     * The longest that the waits between the tries may take together: each is random, up to a bound that doubles. Source:
     * Envoy JitteredExponentialBackOffStrategy
     */
    private static Duration waits(int attempts, Duration base, Duration max) {
        var sum = Duration.ZERO;
        var bound = base;
        for (var attempt = 0; attempt < attempts; attempt++) {
            sum = sum.plus(bound.compareTo(max) < 0 ? bound : max);
            bound = bound.multipliedBy(2);
        }
        return sum;
    }

    private Optional<Finding> timeout(Call call) {
        return deadlines
                .longest()
                .flatMap(deadline -> limit(call)
                        .filter(limit -> limit.compareTo(deadline) > 0)
                        .flatMap(limit -> found(
                                FindingKind.TimeoutExceedsDeadline,
                                call,
                                (call.timeout().isPresent() ? "its timeout of " : "its timeout, by default ")
                                        + Span.words(limit) + ", is longer than the " + Span.words(deadline)
                                        + " that a request to the workload may take")));
    }

    private Optional<Duration> limit(Call call) {
        return Spoken.by(call, services).flatMap(call::limit);
    }

    private static Optional<Finding> found(FindingKind kind, Call call, String what) {
        return Optional.of(kind.of("dependency " + call.name() + ": " + what));
    }
}
