package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDaySpec;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.api.status.News;
import dev.faultline.cluster.gameday.calendar.KeptRuns;
import dev.faultline.cluster.gameday.calendar.RunMaker;
import dev.faultline.gameday.calendar.GameDayNews;
import dev.faultline.gameday.calendar.GameDayReport;
import dev.faultline.gameday.calendar.History;
import dev.faultline.gameday.calendar.KeptRun;
import dev.faultline.gameday.calendar.Outlook;
import dev.faultline.gameday.calendar.Progress;
import dev.faultline.gameday.schedule.Decision;
import dev.faultline.gameday.schedule.PlannedStart;
import dev.faultline.gameday.schedule.Scheduler;
import dev.faultline.gameday.schedule.Situation;
import dev.faultline.gameday.schedule.Timetable;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Does what the schedule of a game day asks for now. */
public final class Appointments {
    private final KeptRuns kept;
    private final RunMaker maker;
    private final Clock clock;

    public Appointments(KeptRuns kept, RunMaker maker, Clock clock) {
        this.kept = kept;
        this.maker = maker;
        this.clock = clock;
    }

    /** What there is to report. */
    record Minutes(Outlook outlook, List<KeptRun> runs, List<News> news) {}

    /** One game day at work. */
    private record Day(GameDay resource, Timetable timetable, List<News> news) {
        ZoneId zone() {
            return timetable.calendar().zone();
        }
    }

    /** Nothing is due by itself. */
    Minutes rest(GameDay day, ZoneId zone) {
        return new Minutes(new Outlook(zone, Progress.kept(day), Optional.empty(), List.of()), tidied(day), List.of());
    }

    /** Until nothing more is due: a start that was missed is noted before the next is made. */
    Minutes keep(GameDay resource, Timetable timetable) {
        var day = new Day(resource, timetable, new ArrayList<>());
        var progress = Progress.of(resource, timetable.rules().startingDeadline(), clock.instant());
        while (true) {
            var runs = runs(resource);
            var situation = new Situation(
                    clock.instant(),
                    progress.past(resource),
                    runs.stream().map(KeptRun::asSeen).toList(),
                    isSuspended(resource));
            var decision = Scheduler.decide(timetable, situation);
            var after = done(day, decision, progress, runs);
            if (after.isEmpty()) {
                var upcoming = situation.suspended()
                        ? List.<PlannedStart>of()
                        : Scheduler.upcoming(timetable, situation, GameDayStatus.MAX_UPCOMING);
                var outlook = new Outlook(day.zone(), progress, Optional.of(decision), upcoming);
                return new Minutes(outlook, tidied(resource), List.copyOf(day.news()));
            }
            progress = after.get();
        }
    }

    /** How far things are then; empty when nothing more is to be done now. */
    private Optional<Progress> done(Day day, Decision decision, Progress progress, List<KeptRun> runs) {
        return switch (decision) {
            case Decision.Start(var start, var name)
            when runs.stream().anyMatch(run -> run.scheduled() && run.name().equals(name)) ->
                Optional.of(progress.made(start));
            case Decision.Start(var start, var name) -> Optional.of(made(day, start, name, progress));
            case Decision.Missed missed -> {
                day.news().add(GameDayNews.missed(missed, day.timetable()));
                yield Optional.of(progress.missed(missed.count(), missed.last()));
            }
            case Decision.Replace(var names, var start, var _) -> {
                end(day, names, start, runs);
                yield Optional.empty();
            }
            case Decision.Blocked _, Decision.Wait _, Decision.NeverFits _, Decision.Suspended _ -> Optional.empty();
        };
    }

    private Progress made(Day day, PlannedStart start, String name, Progress progress) {
        var scheduledFor = GameDayReport.shown(start.scheduledFor(), day.zone());
        return switch (maker.make(day.resource(), name, scheduledFor)) {
            case RunMaker.Made.New(var run) -> {
                kept.remember(run);
                day.news().add(GameDayNews.made(start, name, day.zone()));
                yield progress.made(start);
            }
            case RunMaker.Made.There() -> progress.made(start);
            case RunMaker.Made.Taken(var message) -> {
                day.news().add(GameDayNews.missed(message));
                yield progress.missed(1, start);
            }
        };
    }

    private void end(Day day, List<String> names, PlannedStart start, List<KeptRun> runs) {
        var told = runs.stream()
                .filter(run -> names.contains(run.name()) && !run.isEnding())
                .toList();
        told.forEach(run -> maker.end(run.run()));
        if (!told.isEmpty()) {
            day.news().add(GameDayNews.replaced(told.stream().map(KeptRun::name).toList(), start, day.zone()));
        }
    }

    /** The runs without those that were too many. */
    private List<KeptRun> tidied(GameDay day) {
        var runs = runs(day);
        var surplus = History.surplus(runs, day.getSpec().historyLimits());
        surplus.forEach(run -> maker.remove(run.run()));
        return runs.stream().filter(run -> !surplus.contains(run)).toList();
    }

    private List<KeptRun> runs(GameDay day) {
        return kept.of(day).stream().map(run -> KeptRun.of(run, day)).toList();
    }

    private static boolean isSuspended(GameDay day) {
        return Objects.requireNonNullElse(day.getSpec().suspend(), GameDaySpec.DEFAULT_SUSPEND);
    }
}
