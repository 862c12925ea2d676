package dev.faultline.policy.live;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the dependencies of one policy fare, by all of its sidecars.
 *
 * @param dependencies in the policy's order
 * @param open why, for each breaker that is open, in words
 * @param isMoving whether the numbers will be others after a while
 * @param isIncomplete whether more will be told within seconds
 */
public record Live(List<DependencyStatus> dependencies, List<String> open, boolean isMoving, boolean isIncomplete) {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int LONGEST_NAME = 63;
    private static final Duration LATER = Duration.ofSeconds(60);

    public static final Live NONE = new Live(List.of(), List.of(), false, false);

    /**
     * @param names of the dependencies
     * @param accounts one for each sidecar
     * @param before what status says of them
     */
    public static Live of(List<String> names, List<Account> accounts, List<DependencyStatus> before) {
        var incomplete = accounts.stream().anyMatch(Account.NotYet.class::isInstance);
        var told = accounts.stream()
                .flatMap(
                        account -> account instanceof Account.Told(var readings) ? Stream.of(readings) : Stream.empty())
                .toList();
        var dependencies = new ArrayList<DependencyStatus>();
        var open = new ArrayList<String>();
        var moving = false;
        for (var name : names.stream().filter(Live::isName).distinct().toList()) {
            var shown = before.stream()
                    .filter(status -> status.dependency().equals(name))
                    .findFirst();
            var joint = Joint.of(told(name, told));
            var now = joint.status(name, shown);
            var status = shown.filter(_ -> incomplete)
                    .filter(older -> isWorse(older, now))
                    .orElse(now);
            dependencies.add(status);
            moving |= joint.isBusy() || shown.filter(Live::hasNumbers).isPresent();
            if (status.state() == State.Open) {
                open.add(joint.trouble(name).orElse(name + " was open when sidecars last told of it"));
            }
        }
        return new Live(List.copyOf(dependencies), List.copyOf(open), moving, incomplete);
    }

    private static List<Reading> told(String name, List<Map<String, Reading>> told) {
        return told.stream()
                .flatMap(readings -> Optional.ofNullable(readings.get(name)).stream())
                .toList();
    }

    /** Not all have told again yet, so nothing is known to be better. */
    private static boolean isWorse(DependencyStatus older, DependencyStatus now) {
        return now.state() == State.Unknown
                || older.state() != State.Unknown && older.state().compareTo(now.state()) > 0;
    }

    /** How long until time alone changes what is to be shown; empty when it does not. */
    public Optional<Duration> next() {
        if (isIncomplete) {
            return Optional.of(SOON);
        }
        return isMoving ? Optional.of(LATER) : Optional.empty();
    }

    /** The schema demands it, but not of what was stored before the schema did. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    private static boolean hasNumbers(DependencyStatus status) {
        return status.requestsPerSecond() != null && status.requestsPerSecond() > 0;
    }
}
