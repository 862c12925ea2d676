package dev.faultline.gameday.ledger;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.policy.target.Workload;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that is done to one object.
 *
 * @param number its name within the run, 1 or more
 * @param target the object, frozen by its uid
 * @param workload whose object it is
 * @param deed what is done to it
 * @param times when it came to what
 * @param message what a person should know of it, empty for nothing
 */
public record Entry(
        int number,
        String step,
        Target target,
        Workload.Key workload,
        Deed deed,
        RowState state,
        Times times,
        String message) {

    /** An object of the run's namespace. */
    public record Target(String kind, String name, String uid) {
        public String words() {
            return kind + "/" + name;
        }
    }

    /**
     * What is done.
     *
     * @param original replicas before; empty for what changes nothing in place
     * @param wanted replicas meanwhile
     */
    public record Deed(Verb verb, OptionalInt original, OptionalInt wanted) {
        public static Deed of(Verb verb) {
            return new Deed(verb, OptionalInt.empty(), OptionalInt.empty());
        }
    }

    /**
     * When it came to what.
     *
     * @param expires by when it must be put back, whoever does it
     * @param effective when its effect was first seen
     */
    public record Times(
            Optional<Instant> expires,
            Optional<Instant> applied,
            Optional<Instant> effective,
            Optional<Instant> reverted) {
        public static final Times NONE =
                new Times(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether something of it stays in place until it is put back. */
    public boolean isReversible() {
        return switch (deed.verb()) {
            case Scale -> true;
            case Kill, Evict -> false;
        };
    }

    /** Whether something may be in place that has to be put back. */
    public boolean isOutstanding() {
        return isReversible()
                && switch (state) {
                    case Intended, Applied, Unknown -> true;
                    case Planned, Held, Missed, Refused, Reverted, Superseded, RevertFailed, NotRun -> false;
                };
    }

    /** Whether it was done, as far as is known. */
    public boolean isApplied() {
        return state == RowState.Applied;
    }

    public Entry intended(Optional<Instant> expires) {
        return with(RowState.Intended, new Times(expires, Optional.empty(), Optional.empty(), Optional.empty()), "");
    }

    public Entry applied(Instant at) {
        return with(
                RowState.Applied,
                new Times(times.expires(), Optional.of(at), Optional.empty(), Optional.empty()),
                message);
    }

    public Entry effective(Instant at) {
        return with(state, new Times(times.expires(), times.applied(), Optional.of(at), times.reverted()), message);
    }

    public Entry reverted(RowState to, Instant at, String why) {
        return with(to, new Times(times.expires(), times.applied(), times.effective(), Optional.of(at)), why);
    }

    /** @param why empty leaves the message as it is */
    public Entry become(RowState to, String why) {
        return with(to, times, why.isEmpty() ? message : why);
    }

    private Entry with(RowState to, Times others, String why) {
        return new Entry(number, step, target, workload, deed, to, others, why);
    }
}
