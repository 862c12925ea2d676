package dev.faultline.gameday.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.gameday.run.StepStatus.StepPhase;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.gameday.plan.PlannedStep;
import dev.faultline.gameday.run.Facts.Clearance;
import dev.faultline.gameday.run.Facts.Safety;
import dev.faultline.gameday.run.Facts.Will;
import dev.faultline.gameday.watch.Baseline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every way that a run can go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunMachineTest {
    private static final Ending PASSED =
            new Ending(Outcome.Passed, OutcomeReason.AllChecksPassed, "1 of 1 check passed");

    private final Set<Transition> visited = EnumSet.noneOf(Transition.class);

    private Stage stage(PlannedStep... steps) {
        var stage = new Stage(GivenRehearsal.of(steps)) {
            @Override
            boolean turn() {
                var more = super.turn();
                visited.addAll(transitions);
                return more;
            }
        };
        stage.verdict = Optional.of(PASSED);
        return stage;
    }

    @AfterAll
    void everyTransitionOfTheTableIsVisited() {
        assertThat(visited).containsExactlyInAnyOrder(Transition.values());
    }

    @Test
    void aRunThatGoesWellIsPassed() {
        var stage = stage(GivenRehearsal.kill("kill")).play();

        assertThat(stage.transitions)
                .containsExactly(
                        Transition.Frozen,
                        Transition.Cleared,
                        Transition.Steady,
                        Transition.Intended,
                        Transition.Injected,
                        Transition.SeenAndOver,
                        Transition.Recovered,
                        Transition.StepsDone,
                        Transition.Judged);
        assertThat(stage.run.ending()).contains(PASSED);
        assertThat(stage.injected).containsExactly(1);
        assertThat(state(stage, 1)).isEqualTo(RowState.Applied);
    }

    @Test
    void aFaultThatLastsIsPutBackWhenItsTimeIsOver() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        assertThat(stage.run.step("gone").phase()).isEqualTo(StepPhase.Holding);

        stage.after(Duration.ofSeconds(59));
        assertThat(stage.reverted).isEmpty();
        stage.after(Duration.ofSeconds(1));

        assertThat(stage.reverted).containsExactly(1);
        assertThat(state(stage, 1)).isEqualTo(RowState.Reverted);
        assertThat(stage.run.ending()).contains(PASSED);
    }

    @Test
    void nothingIsDoneBeforeItIsWrittenDown() {
        var stage = stage(GivenRehearsal.scale("gone"));
        while (stage.injected.isEmpty()) {
            var before = stage.run;
            stage.turn();
            if (!stage.injected.isEmpty()) {
                assertThat(before.ledger().entries().getFirst().state()).isEqualTo(RowState.Intended);
                assertThat(before.ledger().entries().getFirst().times().expires())
                        .isPresent();
            }
        }
    }

    @Test
    void stepsBeginWhenThoseBeforeThemAreDone() {
        var stage = stage(
                        GivenRehearsal.scale("first"),
                        GivenRehearsal.kill("second", "first"),
                        GivenRehearsal.kill("beside"))
                .play();
        assertThat(stage.injected).containsExactlyInAnyOrder(1, 3);

        stage.after(Duration.ofMinutes(1));

        assertThat(stage.injected).containsExactlyInAnyOrder(1, 3, 2);
        assertThat(stage.run.isComplete()).isTrue();
    }

    @Test
    void aBudgetThatHoldsIsAResultAndNoFault() {
        var stage = stage(GivenRehearsal.evict("evict"));
        stage.injections.put(1, new Done.Held("429"));

        stage.play();

        assertThat(stage.transitions).contains(Transition.HeldBack);
        assertThat(state(stage, 1)).isEqualTo(RowState.Held);
        assertThat(stage.run.ending()).contains(PASSED);
    }

    @Test
    void whatNoPlanCanBeMadeOfIsSkipped() {
        var stage = stage(GivenRehearsal.kill("kill"));
        var facts = new Facts(
                stage.rehearsal,
                stage.will,
                stage.safety,
                Optional.of(new Plan.Refused(OutcomeReason.BlastRadius, "too many")),
                stage.clearance,
                Facts.Hearing.NOTHING,
                Facts.Sight.NOTHING);

        var turn = (Turn.Go) RunMachine.next(stage.run, facts, stage.now);

        visited.add(turn.by());
        assertThat(turn.by()).isEqualTo(Transition.Unplanned);
        assertThat(turn.run().ending()).contains(new Ending(Outcome.Skipped, OutcomeReason.BlastRadius, "too many"));
    }

    @Test
    void whatSpeaksAgainstARunHoldsItUpForGood() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.clearance = new Clearance.Refused(OutcomeReason.NamespaceNotEnabled, "no label");

        stage.play();

        assertSkipped(stage, OutcomeReason.NamespaceNotEnabled);
    }

    @Test
    void otherRunsAreKeptOffFirst() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.clearance = new Clearance.Unclaimed();

        stage.play();

        assertThat(stage.run.ending()).contains(PASSED);
    }

    @Test
    void anAuditLooksAtEverythingAndDoesNothing() {
        var stage = new Stage(GivenRehearsal.audited(GivenRehearsal.kill("kill"))).play();

        assertSkipped(stage, OutcomeReason.Audit);
        assertThat(stage.run.ending().orElseThrow().message()).contains("nothing speaks against this run");
    }

    @Test
    void anAuditSaysWhatWouldHoldItUp() {
        var stage = new Stage(GivenRehearsal.audited(GivenRehearsal.kill("kill")));
        stage.clearance = new Clearance.Refused(OutcomeReason.NotPermitted, "may not delete pods");

        stage.play();

        assertSkipped(stage, OutcomeReason.Audit);
        assertThat(stage.run.ending().orElseThrow().message()).contains("NotPermitted: may not delete pods");
    }

    @Test
    void aBaselineThatIsNotSteadyHoldsUpTheRun() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.baseline = new Baseline.NotSteady("check front is bad");

        stage.play();

        assertSkipped(stage, OutcomeReason.BaselineFailed);
    }

    @Test
    void aBaselineThatNobodyKnowsIsWaitedFor() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.baseline = new Baseline.Waiting("check front is not known");

        stage.play();
        assertThat(stage.run.phase()).isEqualTo(Phase.Baseline);
        stage.baseline = new Baseline.Steady();
        stage.play();

        assertThat(stage.run.ending()).contains(PASSED);
    }

    @Test
    void anAbortPutsBackFirst() {
        var stage = stage(GivenRehearsal.scale("gone"), GivenRehearsal.kill("later", "gone"))
                .play();
        stage.will = new Will.Abort();

        stage.play();

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Aborted, OutcomeReason.AbortRequested);
        assertThat(state(stage, 2)).isEqualTo(RowState.NotRun);
    }

    @Test
    void aDeletionWaitsForNoVerdict() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.will = new Will.Delete();
        stage.verdict = Optional.empty();

        stage.play();

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Aborted, OutcomeReason.Deleted);
    }

    @Test
    void aStopFromOutsideEndsTheRun() {
        for (var reason : Set.of(OutcomeReason.EmergencyStop, OutcomeReason.WindowClosed)) {
            var stage = stage(GivenRehearsal.scale("gone")).play();
            stage.safety = new Safety.Stop(reason, "stop");

            stage.play();

            assertThat(stage.reverted).containsExactly(1);
            assertEnded(stage, Outcome.Aborted, reason);
        }
    }

    @Test
    void aStopBeforeAnythingIsDoneLeavesNothingToPutBack() {
        var stage = stage(GivenRehearsal.scale("gone"));
        stage.safety = new Safety.Stop(OutcomeReason.EmergencyStop, "the lever is there");

        stage.play();

        assertThat(stage.injected).isEmpty();
        assertThat(stage.reverted).isEmpty();
        assertEnded(stage, Outcome.Aborted, OutcomeReason.EmergencyStop);
    }

    @Test
    void aStopConditionThatIsMetFailsTheRun() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.stop = Optional.of("stop condition front-down is met");

        stage.play();

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Failed, OutcomeReason.StopCondition);
    }

    @Test
    void aRunThatIsNotOverInTimeIsEnded() {
        var stage = stage(GivenRehearsal.scale("gone"));
        stage.unwell.put("gone", "0 of 3 pods are ready");
        stage.play();

        stage.after(Duration.ofMinutes(30));

        assertEnded(stage, Outcome.Aborted, OutcomeReason.DeadlineExceeded);
        assertThat(stage.reverted).containsExactly(1);
    }

    @Test
    void whatAnotherProcessHasIntendedIsNeverDoneAgainAndAlwaysPutBack() {
        var stage = stage(GivenRehearsal.scale("gone"), GivenRehearsal.kill("kill"));
        stage.mine = false;

        stage.play();

        assertThat(stage.injected).isEmpty();
        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.Interrupted);
    }

    @Test
    void aRunThatNobodyWatchedIsEnded() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.watched = false;

        stage.play();

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.Interrupted);
    }

    @Test
    void anAnswerThatWasLostCountsAsUnknownAndIsPutBack() {
        var stage = stage(GivenRehearsal.scale("gone"));
        stage.injections.put(1, new Done.Unclear("no answer"));

        stage.play();

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.Interrupted);
    }

    @Test
    void aKillWhoseAnswerWasLostIsNotDoneAgain() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.injections.put(1, new Done.Unclear("no answer"));

        stage.play();

        assertThat(stage.injected).containsExactly(1);
        assertThat(state(stage, 1)).isEqualTo(RowState.Unknown);
        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.Interrupted);
    }

    @Test
    void aFaultThatIsRefusedSaysNothingOfTheWorkload() {
        var stage = stage(GivenRehearsal.scale("gone"));
        stage.injections.put(1, new Done.Refused("403"));

        stage.play();

        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.FaultRefused);
        assertThat(stage.reverted).isEmpty();
    }

    @Test
    void targetsThatWereGoneAreNoFault() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.injections.put(1, new Done.Missed("gone"));

        stage.play();

        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.FaultNotEffective);
    }

    @Test
    void aFaultWithoutEffectIsNeverPassed() {
        var stage = stage(GivenRehearsal.scale("gone"));
        stage.effective = false;

        stage.play().after(StepMachine.EVIDENCE.multipliedBy(2));

        assertThat(stage.reverted).containsExactly(1);
        assertEnded(stage, Outcome.Inconclusive, OutcomeReason.FaultNotEffective);
    }

    @Test
    void aWorkloadThatDoesNotRecoverFailsTheRunAndIsHitNoMore() {
        var stage = stage(GivenRehearsal.kill("kill"), GivenRehearsal.kill("again", "kill"));
        stage.unwell.put("kill", "2 of 3 pods of Deployment/web are ready");

        stage.play();
        assertThat(stage.run.step("kill").phase()).isEqualTo(StepPhase.Recovering);
        stage.after(Duration.ofMinutes(2));

        assertThat(stage.injected).containsExactly(1);
        assertEnded(stage, Outcome.Failed, OutcomeReason.NotRecovered);
    }

    @Test
    void aStepThatWouldLeaveTooFewPodsIsNotBegun() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.tooFew.put("kill", "Deployment/web would be left with 0 ready pods");

        stage.play();

        assertThat(stage.injected).isEmpty();
        assertEnded(stage, Outcome.Aborted, OutcomeReason.TooFewHealthy);
    }

    @Test
    void whatCannotBePutBackIsTriedAgainAndThenTold() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.reversal = new Done.NotReverted("no answer");
        stage.will = new Will.Abort();

        stage.toTheEnd();

        assertThat(stage.reverted).hasSize(Reversal.TRIES);
        assertThat(Duration.between(Stage.START, stage.now)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(state(stage, 1)).isEqualTo(RowState.RevertFailed);
        assertEnded(stage, Outcome.RevertFailed, OutcomeReason.RevertFailed);
    }

    @Test
    void whatCannotBePutBackAtTheEndOfItsTimeEndsTheRunToo() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.reversal = new Done.NotReverted("no answer");

        stage.toTheEnd();

        assertEnded(stage, Outcome.RevertFailed, OutcomeReason.RevertFailed);
    }

    @Test
    void aTroubleThatPassesIsForgotten() {
        var stage = stage(GivenRehearsal.scale("gone")).play();
        stage.reversal = new Done.NotReverted("no answer");
        stage.will = new Will.Abort();
        stage.play();
        stage.reversal = new Done.Superseded("somebody has set 2 replicas");

        stage.toTheEnd();

        assertThat(state(stage, 1)).isEqualTo(RowState.Superseded);
        assertEnded(stage, Outcome.Aborted, OutcomeReason.AbortRequested);
    }

    @Test
    void whoDoesNotSurelyLeadDoesNothing() {
        var stage = stage(GivenRehearsal.kill("kill"));
        stage.safety = new Safety.NotLeading();

        stage.play();

        assertThat(stage.transitions).isEmpty();
        assertThat(stage.run.phase()).isEqualTo(Phase.Pending);
    }

    private static RowState state(Stage stage, int entry) {
        return stage.run.ledger().entries().get(entry - 1).state();
    }

    private static void assertSkipped(Stage stage, OutcomeReason reason) {
        assertEnded(stage, Outcome.Skipped, reason);
        assertThat(stage.injected).isEmpty();
        assertThat(stage.run.ledger().entries()).allMatch(entry -> entry.state() == RowState.NotRun);
    }

    private static void assertEnded(Stage stage, Outcome outcome, OutcomeReason reason) {
        assertThat(stage.run.phase()).isEqualTo(Phase.Complete);
        assertThat(stage.run.ending().orElseThrow().outcome()).isEqualTo(outcome);
        assertThat(stage.run.ending().orElseThrow().reason()).isEqualTo(reason);
        assertThat(stage.run.ledger().outstanding()).isEmpty();
    }
}
