package dev.faultline.cluster.index;

import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Replacement.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that the operator has restarted and that have not replaced all of their pods since. What is begun later, by
 * somebody else, does not count; for a new process that cannot tell the two apart, what goes on when it begins does.
 */
public final class RestartIndex implements Index<RestartIndex.Restarted> {
    /** How long a restart may get no further before it is given up. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<Place, Going> going = new ConcurrentHashMap<>();
    private final Map<Place, String> ended = new ConcurrentHashMap<>();

    public RestartIndex(Clock clock) {
        this.clock = clock;
    }

    /** A workload, restarted or not. */
    public record Restarted(Place place, Replacement replacement) {}

    /** @param since when it was last seen to get on */
    private record Going(String mark, int arrived, Instant since) {}

    @Override
    public void put(Restarted workload) {
        var place = workload.place();
        var mark = workload.replacement().restartedFor();
        if (mark.isEmpty()) {
            remove(workload);
        } else if (workload.replacement().phase() != Phase.Moving) {
            going.remove(place);
            ended.put(place, mark);
        } else if (!mark.equals(ended.get(place))) {
            ended.remove(place);
            going.compute(
                    place,
                    (_, before) -> later(before, mark, workload.replacement().arrived()));
        }
    }

    private Going later(@Nullable Going before, String mark, int arrived) {
        return before != null && before.mark().equals(mark) && before.arrived() == arrived
                ? before
                : new Going(mark, arrived, clock.instant());
    }

    @Override
    public void remove(Restarted workload) {
        going.remove(workload.place());
        ended.remove(workload.place());
    }

    public Set<Place> underWay() {
        if (going.isEmpty()) {
            return Set.of();
        }
        var earliest = clock.instant().minus(PATIENCE);
        return going.entrySet().stream()
                .filter(entry -> entry.getValue().since().isAfter(earliest))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
