package dev.faultline.gameday.ledger;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.policy.target.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every entry of a run, in the order in which they were planned; at most {@link #MOST}. */
public record Ledger(List<Entry> entries) {
    /** What fits into a status that the API server stores for sure. */
    public static final int MOST = 128;

    public static final Ledger EMPTY = new Ledger(List.of());

    public Stream<Entry> of(String step) {
        return entries.stream().filter(entry -> entry.step().equals(step));
    }

    /** All that are concerned. */
    public Set<Workload.Key> workloads() {
        return entries.stream().map(Entry::workload).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All that is done. */
    public Set<Verb> verbs() {
        return entries.stream().map(entry -> entry.deed().verb()).collect(Collectors.toSet());
    }

    /** What has to be put back, the newest first. */
    public List<Entry> outstanding() {
        return entries.reversed().stream().filter(Entry::isOutstanding).toList();
    }

    public List<Entry> outstanding(String step) {
        return outstanding().stream().filter(entry -> entry.step().equals(step)).toList();
    }

    /** The same with the entries of one step changed. */
    public Ledger with(String step, UnaryOperator<Entry> change) {
        return new Ledger(entries.stream()
                .map(entry -> entry.step().equals(step) ? change.apply(entry) : entry)
                .toList());
    }

    /** The same after what was done, by the entries' numbers. */
    public Ledger after(Map<Integer, Done> done, Instant now) {
        return new Ledger(entries.stream()
                .map(entry -> done.containsKey(entry.number()) ? after(entry, done.get(entry.number()), now) : entry)
                .toList());
    }

    private static Entry after(Entry entry, Done done, Instant now) {
        return switch (done) {
            case Done.Applied _ -> entry.applied(now);
            case Done.Held(var message) -> entry.become(RowState.Held, message);
            case Done.Missed(var message) -> entry.become(RowState.Missed, message);
            case Done.Withheld(var message) -> entry.become(RowState.NotRun, message);
            case Done.Refused(var message) -> entry.become(RowState.Refused, message);
            case Done.Unclear(var message) -> entry.become(RowState.Unknown, message);
            case Done.Reverted(var message) -> entry.reverted(RowState.Reverted, now, message);
            case Done.Superseded(var message) -> entry.reverted(RowState.Superseded, now, message);
            case Done.NotReverted(var message) -> entry.become(entry.state(), message);
        };
    }

    /**
     * The same once nothing more is done: what was only planned is not run, and of what was intended by whoever is gone
     * nobody knows whether it was done. What can be put back is put back in any case.
     */
    public Ledger stopped() {
        return new Ledger(entries.stream()
                .map(entry -> switch (entry.state()) {
                    case Planned -> entry.become(RowState.NotRun, "");
                    case Intended -> entry.become(RowState.Unknown, "");
                    case Applied, Held, Missed, Refused, Unknown, Reverted, Superseded, RevertFailed, NotRun -> entry;
                })
                .toList());
    }

    /** The same once nobody tries any longer to put back what is left. */
    public Ledger givenUp() {
        return new Ledger(entries.stream()
                .map(entry -> entry.isOutstanding() ? entry.become(RowState.RevertFailed, "") : entry)
                .toList());
    }

    public boolean isLost() {
        return entries.stream().anyMatch(entry -> entry.state() == RowState.RevertFailed);
    }
}
