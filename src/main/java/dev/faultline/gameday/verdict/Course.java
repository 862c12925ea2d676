package dev.faultline.gameday.verdict;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run did, and when.
 *
 * @param faults of the steps that were begun
 * @param end until when it is judged
 */
public record Course(List<Fault> faults, Instant end) {
    /**
     * The fault of one step.
     *
     * @param injected just before its first effect was sent for: nothing that came of it is earlier
     * @param effective when its effect was seen; empty where none was
     * @param reverted when it began to be put back; empty while it was not, or where nothing is to be put back
     * @param over when the step ended; empty where it did not
     * @param held evictions that a budget did not let happen
     */
    public record Fault(
            String step,
            Instant injected,
            Optional<Instant> effective,
            Optional<Instant> reverted,
            Optional<Instant> over,
            int held) {
        /** Whether something came of it: an effect, or a budget that held. */
        boolean hasResult() {
            return effective.isPresent() || held > 0;
        }

        boolean isUnderWayAt(Instant moment) {
            return !injected.isAfter(moment)
                    && over.filter(end -> end.isBefore(moment)).isEmpty();
        }
    }

    /** When the first fault was sent for; the end where none was. */
    Instant begin() {
        return faults.stream()
                .map(Fault::injected)
                .min(Comparator.naturalOrder())
                .orElse(end);
    }

    /**
     * The fault that something is put down to: of those under way then, and of those before where none was, the one that took
     * effect first and last, so that a time to detect is never told too short.
     */
    Optional<Fault> behind(Instant moment) {
        var effective =
                faults.stream().filter(fault -> fault.effective().isPresent()).toList();
        var byInjection = Comparator.comparing(Fault::injected);
        return effective.stream()
                .filter(fault -> fault.isUnderWayAt(moment))
                .min(byInjection)
                .or(() -> effective.stream()
                        .filter(fault -> !fault.injected().isAfter(moment))
                        .max(byInjection));
    }

    /** The fault whose effect was seen first. */
    Optional<Fault> first() {
        return faults.stream()
                .filter(fault -> fault.effective().isPresent())
                .min(Comparator.comparing(fault -> fault.effective().orElseThrow()));
    }
}
