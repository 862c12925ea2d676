package dev.faultline.gameday.run;

import dev.faultline.gameday.ledger.Entry;
import dev.faultline.policy.target.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What comes next. */
public sealed interface Turn {
    /**
     * The run goes on: it is written down, and looked at again at once.
     *
     * @param by why
     */
    record Go(Transition by, Run run) implements Turn {}

    /** Something is noted, and nothing else changes: it is written down, and looked at again at once. */
    record Note(Run run) implements Turn {}

    /** These are done, each once; they stand in the ledger as intended by this very process. */
    record Inject(List<Entry> entries) implements Turn {}

    /** Other runs are kept off these workloads. */
    record Claim(Set<Workload.Key> workloads) implements Turn {}

    /** These are put back. */
    record Revert(List<Entry> entries) implements Turn {}

    /** @param atMost until it is looked at again, also when nothing happens */
    record Rest(Duration atMost) implements Turn {}

    /** Nothing comes any more: what keeps others out, and the run from being deleted, goes. */
    record Close() implements Turn {}
}
