package dev.faultline.gameday.run;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.LedgerRow;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.gameday.run.PlanRow;
import dev.faultline.api.gameday.run.StepStatus;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the status of a run tells. */
public final class RunReport {
    private static final int LONGEST = 1024;
    private static final int LONGEST_OF_ROW = 256;

    private RunReport() {}

    /**
     * @param rehearsal what is rehearsed; null before it is known
     * @param now the time that a condition which changes gets as its transition time
     */
    public static GameDayRunStatus of(
            GameDayRun resource, @Nullable RehearsalSpec rehearsal, Run run, Heard heard, Instant now) {
        return of(
                resource,
                new Told(rehearsal, run, heard),
                RunConditions.of(before(resource), resource.getMetadata().getGeneration(), run, now));
    }

    private record Told(@Nullable RehearsalSpec rehearsal, Run run, Heard heard) {}

    private static List<Condition> before(GameDayRun resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(GameDayRunStatus::conditions)
                .orElse(List.of());
    }

    /** The status as it was, and that there is trouble outside of the run. */
    public static GameDayRunStatus troubled(GameDayRun resource, String message, Instant now) {
        var status = Optional.ofNullable(resource.getStatus());
        return of(
                resource,
                new Told(
                        status.map(GameDayRunStatus::rehearsal).orElse(null),
                        RunRecord.read(resource.getStatus()),
                        heard(status)),
                RunConditions.troubled(
                        before(resource),
                        resource.getMetadata().getGeneration(),
                        Sentences.cut(message, LONGEST),
                        now));
    }

    private static GameDayRunStatus of(GameDayRun resource, Told told, List<Condition> conditions) {
        var run = told.run();
        var heard = told.heard();
        var at = run.moments();
        var ending = run.ending();
        return new GameDayRunStatus(
                resource.getMetadata().getGeneration(),
                Sentences.cut(Summary.of(run), LONGEST),
                run.phase(),
                ending.map(Ending::outcome).orElse(null),
                ending.map(Ending::reason).orElse(null),
                ending.map(Ending::message).map(RunReport::shown).orElse(null),
                heard.score().isPresent() ? heard.score().getAsInt() : null,
                run.epoch(),
                time(at.started()),
                time(at.deadline()),
                time(at.baseline()),
                time(at.running()),
                time(at.over()),
                run.tries().count() == 0 ? null : run.tries().count(),
                time(run.tries().last()),
                time(at.completed()),
                unlessEmpty(run.lines().stream().map(RunReport::row).toList()),
                unlessEmpty(run.steps().stream().map(RunReport::row).toList()),
                unlessEmpty(run.ledger().entries().stream().map(RunReport::row).toList()),
                unlessEmpty(heard.checks()),
                unlessEmpty(heard.signals()),
                heard.measured().orElse(null),
                unlessEmpty(ManualSteps.of(resource, run)),
                told.rehearsal(),
                conditions,
                null);
    }

    /** What is wrong with a spec is said; nothing is done. */
    public static GameDayRunStatus refused(GameDayRun resource, Ending ending, Instant now) {
        var epoch = RunRecord.read(resource.getStatus()).epoch();
        var over = new Run.Moments(
                Optional.of(now),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                Optional.of(now));
        var run = Run.NEW.in(epoch).with(over).endingIn(ending).in(Phase.Complete);
        return of(resource, null, run, Heard.NOTHING, now);
    }

    /** What was heard, as the status before tells it. */
    public static Heard heard(Optional<GameDayRunStatus> before) {
        return new Heard(
                before.map(GameDayRunStatus::checks).orElse(List.of()),
                before.map(GameDayRunStatus::signals).orElse(List.of()),
                before.map(GameDayRunStatus::measured),
                before.map(GameDayRunStatus::score).map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    private static PlanRow row(Plan.Line line) {
        return new PlanRow(line.effect(), line.pods(), line.step());
    }

    private static StepStatus row(StepState step) {
        return new StepStatus(
                step.name(),
                step.phase(),
                time(step.started()),
                time(step.effective()),
                time(step.holdUntil()),
                time(step.reverted()),
                time(step.ended()),
                unlessBlank(step.message()));
    }

    private static LedgerRow row(Entry entry) {
        return new LedgerRow(
                entry.number(),
                entry.step(),
                new LedgerRow.LedgerTarget(
                        entry.target().kind(),
                        entry.target().name(),
                        entry.target().uid()),
                entry.workload().attachedTo(),
                entry.deed().verb(),
                text(entry.deed().original()),
                text(entry.deed().wanted()),
                entry.state(),
                time(entry.times().expires()),
                time(entry.times().applied()),
                time(entry.times().effective()),
                time(entry.times().reverted()),
                unlessBlank(Sentences.cut(entry.message(), LONGEST_OF_ROW)));
    }

    private static @Nullable String text(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : null;
    }

    /** Milliseconds are enough to compare with a stopwatch. */
    private static @Nullable String time(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(null);
    }

    private static @Nullable String unlessBlank(String text) {
        return text.isEmpty() ? null : text;
    }

    private static <T> @Nullable List<T> unlessEmpty(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static String shown(String message) {
        return Sentences.cut(message, LONGEST);
    }
}
