package dev.faultline.gameday.schedule;

import static dev.faultline.gameday.schedule.OracleCase.orNone;

import dev.faultline.gameday.schedule.Situation.Past;
import dev.faultline.gameday.schedule.Situation.Run;
import dev.faultline.gameday.schedule.Situation.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Does what is decided, at the moments of a case, and keeps what a status would. */
final class OracleWalk {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final OracleCase asked;
    private final Timetable timetable;
    private final List<String> lines = new ArrayList<>();
    private final List<Made> runs = new ArrayList<>();
    private Optional<Instant> last = Optional.empty();
    private Optional<Instant> countedFrom = Optional.empty();
    private boolean changed;

    private static final class Made {
        private final String name;
        private Instant end;
        private boolean complete;

        Made(String name, Instant end) {
            this.name = name;
            this.end = end;
        }
    }

    private OracleWalk(OracleCase asked) {
        this.asked = asked;
        this.timetable = asked.timetable();
    }

    static List<String> lines(OracleCase asked) {
        var walk = new OracleWalk(asked);
        orNone(asked.looks()).forEach(walk::look);
        return walk.lines;
    }

    private void look(Instant now) {
        runs.forEach(run -> run.complete |= !now.isBefore(run.end));
        if (asked.changed() != null && !changed && !now.isBefore(asked.changed())) {
            changed = true;
            countedFrom = Optional.of(now.minus(timetable.rules().startingDeadline()));
        }
        while (done(now, Scheduler.decide(timetable, situation(now)))) {}
    }

    private Situation situation(Instant now) {
        var byHand = orNone(asked.byHand());
        var people = IntStream.range(0, byHand.size())
                .filter(each -> byHand.get(each).has(now))
                .mapToObj(each -> new Run("by-hand-" + (each + 1), State.ByHand));
        var scheduled = runs.stream().map(run -> new Run(run.name, run.complete ? State.Complete : State.Scheduled));
        return new Situation(
                now,
                new Past(Objects.requireNonNull(asked.created()), last, countedFrom),
                Stream.concat(scheduled, people).toList(),
                orNone(asked.suspended()).stream().anyMatch(stretch -> stretch.has(now)));
    }

    /** Whether it is to be decided again. */
    private boolean done(Instant now, Decision decision) {
        return switch (decision) {
            case Decision.Start(var start, var name)
            when exists(name) -> {
                last = Optional.of(start.scheduledFor());
                yield say(now, "noted " + name, true);
            }
            case Decision.Start(var start, var name) -> {
                runs.add(new Made(name, now.plus(Duration.ofMinutes(asked.takesMinutes()))));
                if (!orNone(asked.forgotten()).contains(runs.size())) {
                    last = Optional.of(start.scheduledFor());
                }
                yield say(now, "start %s for %s".formatted(name, start.scheduledFor()), true);
            }
            case Decision.Missed(var count, var missed, var cause) -> {
                countedFrom = Optional.of(missed.startsAt());
                yield say(now, "missed %d %s, the last at %s".formatted(count, cause, missed.startsAt()), true);
            }
            case Decision.Replace(var names, var _, var until) -> {
                runs.forEach(run -> run.end = earlier(run.end, now.plus(Duration.ofMinutes(asked.revertsMinutes()))));
                yield say(now, waits("replaces", names, until), false);
            }
            case Decision.Blocked(var names, var _, var until) -> say(now, waits("blocked by", names, until), false);
            case Decision.Wait(var next) -> say(now, "wait for " + next.startsAt(), false);
            case Decision.NeverFits() -> say(now, "never", false);
            case Decision.Suspended() -> say(now, "suspended", false);
        };
    }

    private boolean exists(String name) {
        return runs.stream().anyMatch(run -> run.name.equals(name));
    }

    private static String waits(String word, List<String> names, Instant until) {
        return "%s %s until %s".formatted(word, String.join(" ", names), MILLIS.format(until));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private boolean say(Instant now, String what, boolean again) {
        lines.add(now + " " + what);
        return again;
    }
}
