package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.gameday.watch.Baseline;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run goes by when it is looked at. What a phase does not need is not gathered, and then says nothing.
 *
 * @param will what people want of it
 * @param safety whether anything may be done to anybody
 * @param plan in Pending: what the targets of today make of it
 * @param clearance in Preflight: whether it may begin
 * @param hearing what its signals say
 * @param sight what is seen of its targets
 */
public record Facts(
        Rehearsal rehearsal,
        Will will,
        Safety safety,
        Optional<Plan> plan,
        Clearance clearance,
        Hearing hearing,
        Sight sight) {

    /** What people want of it. */
    public sealed interface Will {
        record GoOn() implements Will {}

        record Abort() implements Will {}

        record Delete() implements Will {}
    }

    /** Whether anything may be done to anybody now. What is done may be put back at any time. */
    public sealed interface Safety {
        record Safe() implements Safety {}

        /** The run stops. */
        record Stop(OutcomeReason reason, String message) implements Safety {}

        /** This replica may do nothing; another one may. */
        record NotLeading() implements Safety {}
    }

    /** Whether a run may begin. */
    public sealed interface Clearance {
        /** Nothing speaks against it. */
        record Clear() implements Clearance {}

        /** Nothing does, but other runs may still take its workloads. */
        record Unclaimed() implements Clearance {}

        record Refused(OutcomeReason reason, String message) implements Clearance {}
    }

    /**
     * What its signals say.
     *
     * @param stop the stop condition that is met, in words
     * @param verdict in Verdict, once all that is asked at the end has been asked
     */
    public record Hearing(Baseline baseline, Optional<String> stop, Optional<Ending> verdict) {
        public static final Hearing NOTHING =
                new Hearing(new Baseline.Waiting("nothing has been heard yet"), Optional.empty(), Optional.empty());
    }

    /**
     * What is seen of its targets.
     *
     * @param mine whether this very process has written the entries that stand as intended, and has not tried them
     * @param watched whether somebody has watched the run all the time
     * @param seen entries whose effect is there, by number
     * @param whole those of them whose effect is all that it will be
     * @param unwell steps whose targets are not well again, and why
     * @param tooFew steps that would leave a workload with too few ready pods now, and the words for it
     */
    public record Sight(
            boolean mine,
            boolean watched,
            Set<Integer> seen,
            Set<Integer> whole,
            Map<String, String> unwell,
            Map<String, String> tooFew) {
        public static final Sight NOTHING = new Sight(true, true, Set.of(), Set.of(), Map.of(), Map.of());
    }
}
