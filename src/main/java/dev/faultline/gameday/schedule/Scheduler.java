package dev.faultline.gameday.schedule;

import dev.faultline.gameday.schedule.Decision.Cause;
import dev.faultline.gameday.schedule.Situation.Run;
import dev.faultline.gameday.schedule.Situation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what a schedule asks for now. It is a CronJob's, but for what {@link LocalStarts} says of clocks. */
public final class Scheduler {
    /** How far ahead a start is looked for, and how far back one that was missed. */
    static final Duration HORIZON = Duration.ofDays(400);

    // Source: Kubernetes CronJob, which warns of more; here none of them is started.
    private static final int MOST_MISSED = 100;

    private final Timetable timetable;
    private final Situation situation;
    private final Instant now;
    private final Duration deadline;
    private final Starts starts;
    private final Instant dealtWith;
    private final Set<String> names;

    private Scheduler(Timetable timetable, Situation situation) {
        this.timetable = timetable;
        this.situation = situation;
        this.now = situation.now();
        this.deadline = timetable.rules().startingDeadline();
        this.dealtWith = situation.dealtWith(deadline);
        this.names = situation.runs().stream().map(Run::name).collect(Collectors.toSet());
        this.starts = new Starts(timetable, dealtWith.isBefore(now) ? dealtWith : now);
    }

    public static Decision decide(Timetable timetable, Situation situation) {
        return situation.suspended() ? new Decision.Suspended() : new Scheduler(timetable, situation).decision();
    }

    /** The next starts, at most as many; fewer where no more are found in time. */
    public static List<PlannedStart> upcoming(Timetable timetable, Situation situation, int count) {
        var scheduler = new Scheduler(timetable, situation);
        var found = new ArrayList<PlannedStart>();
        for (var next = scheduler.upcoming(); next.isPresent() && found.size() < count; ) {
            found.add(next.get());
            next = scheduler.after(next.get().startsAt());
        }
        return found;
    }

    private Decision decision() {
        var due = due();
        var made = due.stream().filter(this::isMade).reduce((_, later) -> later);
        if (made.isPresent()) {
            var before = due.subList(0, due.indexOf(made.get()));
            return noted(before.stream().filter(start -> !isMade(start)).toList(), made.get());
        }
        var late = due.stream().filter(this::isLate).toList();
        if (!late.isEmpty()) {
            return new Decision.Missed(late.size(), late.getLast(), Cause.TooLate);
        }
        if (due.isEmpty()) {
            return upcoming().<Decision>map(Decision.Wait::new).orElseGet(Decision.NeverFits::new);
        }
        if (due.size() > MOST_MISSED) {
            return new Decision.Missed(due.size(), due.getLast(), Cause.TooMany);
        }
        return due.size() > 1
                ? new Decision.Missed(due.size() - 1, due.get(due.size() - 2), Cause.Overtaken)
                : of(due.getLast());
    }

    /** What came before a run that was made and not noted has not been noted either. */
    private Decision noted(List<PlannedStart> before, PlannedStart made) {
        return before.isEmpty() ? start(made) : new Decision.Missed(before.size(), before.getLast(), Cause.Overtaken);
    }

    private Decision of(PlannedStart start) {
        if (!starts.hasRoomAt(now)) {
            return new Decision.Missed(1, start, Cause.NoRoom);
        }
        var scheduled = underWay(State.Scheduled);
        var byHand = underWay(State.ByHand);
        if (scheduled.isEmpty() && byHand.isEmpty()) {
            return start(start);
        }
        // A person's run is not ended for a scheduled one, and no other for nothing.
        return timetable.rules().overlap() == Timetable.Overlap.Replace && byHand.isEmpty()
                ? new Decision.Replace(scheduled, start, until(start))
                : new Decision.Blocked(
                        Stream.concat(scheduled.stream(), byHand.stream()).toList(), start, until(start));
    }

    private boolean isLate(PlannedStart start) {
        return start.startsAt().plus(deadline).isBefore(now);
    }

    /** Just past the deadline of a start, or when the next is due. */
    private Instant until(PlannedStart start) {
        var given = start.startsAt().plus(deadline).plusMillis(1);
        return after(start.startsAt())
                .map(PlannedStart::startsAt)
                .filter(given::isAfter)
                .orElse(given);
    }

    private Decision start(PlannedStart start) {
        return new Decision.Start(start, start.runName(timetable.gameDay()));
    }

    private boolean isMade(PlannedStart start) {
        return names.contains(start.runName(timetable.gameDay()));
    }

    private List<String> underWay(State state) {
        return situation.runs().stream()
                .filter(run -> run.state() == state)
                .map(Run::name)
                .toList();
    }

    /** What should have begun and has not been dealt with. */
    private List<PlannedStart> due() {
        var due = new ArrayList<PlannedStart>();
        for (var next = starts.next(dealtWith, now);
                next.isPresent();
                next = starts.next(next.get().startsAt(), now)) {
            next.filter(start -> start.scheduledFor().isAfter(situation.made())).ifPresent(due::add);
        }
        return due;
    }

    private Optional<PlannedStart> upcoming() {
        var next = after(dealtWith.isAfter(now) ? dealtWith : now);
        return next.filter(start -> start.scheduledFor().isAfter(situation.made()))
                .or(() -> next.flatMap(start -> after(start.startsAt())));
    }

    private Optional<PlannedStart> after(Instant moment) {
        return starts.next(moment, now.plus(HORIZON));
    }
}
