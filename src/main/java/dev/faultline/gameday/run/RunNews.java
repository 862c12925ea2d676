package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.LedgerRow;
import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people should hear of a run, by Events. */
public final class RunNews {
    private RunNews() {}

    /** @param before null for a run that nobody had looked at yet */
    public static List<News> between(@Nullable GameDayRunStatus before, GameDayRunStatus after) {
        var news = new ArrayList<News>();
        var phase = before == null ? Phase.Pending : Objects.requireNonNullElse(before.phase(), Phase.Pending);
        if (phase != Phase.Running && after.phase() == Phase.Running) {
            news.add(new News(false, EventReason.GameDayStarted, "Run", words(after)));
        }
        var states = states(before);
        for (var row : Objects.requireNonNullElse(after.ledger(), List.<LedgerRow>of())) {
            if (row.state() != states.get(row.entry())) {
                news.addAll(of(row));
            }
        }
        if (phase != Phase.Reverting && after.phase() == Phase.Reverting) {
            news.add(new News(true, EventReason.GameDayStopped, "Revert", words(after)));
        }
        if (phase != Phase.Complete && after.phase() == Phase.Complete) {
            news.add(finished(after));
        }
        return news;
    }

    private static Map<Integer, RowState> states(@Nullable GameDayRunStatus before) {
        var states = new HashMap<Integer, RowState>();
        if (before != null && before.ledger() != null) {
            before.ledger().forEach(row -> states.put(row.entry(), row.state()));
        }
        return states;
    }

    private static List<News> of(LedgerRow row) {
        var object = row.target().kind() + "/" + row.target().name();
        var why = row.message() == null ? "" : ": " + row.message();
        return switch (row.state()) {
            case Applied ->
                List.of(new News(
                        false,
                        EventReason.FaultInjected,
                        "Inject",
                        "step " + row.step() + ": " + deed(row) + " " + object));
            case Held ->
                List.of(new News(
                        false,
                        EventReason.FaultHeld,
                        "Inject",
                        "step " + row.step() + ": a budget held back the eviction of " + object + why));
            case Refused ->
                List.of(new News(
                        true,
                        EventReason.FaultRefused,
                        "Inject",
                        "step " + row.step() + ": " + deed(row) + " " + object + " was refused" + why));
            case Reverted, Superseded ->
                List.of(new News(
                        false,
                        EventReason.FaultReverted,
                        "Revert",
                        "step " + row.step() + ": " + object + " is " + row.state() + why));
            case RevertFailed ->
                List.of(new News(
                        true,
                        EventReason.FaultNotReverted,
                        "Revert",
                        "step " + row.step() + ": " + object + " could not be put back" + why
                                + "; status.manualSteps has what to type"));
            case Planned, Intended, Missed, Unknown, NotRun -> List.of();
        };
    }

    private static String deed(LedgerRow row) {
        return switch (row.verb()) {
            case Kill -> "kill";
            case Evict -> "evict";
            case Scale -> "scale from " + row.original() + " to " + row.wanted();
        };
    }

    private static News finished(GameDayRunStatus after) {
        return switch (Objects.requireNonNullElse(after.outcome(), Outcome.Inconclusive)) {
            case Passed -> new News(false, EventReason.GameDayPassed, "Judge", words(after));
            case Skipped -> new News(false, EventReason.GameDaySkipped, "Skip", words(after));
            case Failed, Aborted, Inconclusive, RevertFailed ->
                new News(true, EventReason.GameDayNotPassed, "Judge", words(after));
        };
    }

    private static String words(GameDayRunStatus status) {
        return Objects.requireNonNullElse(status.summary(), "");
    }
}
