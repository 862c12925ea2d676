package dev.faultline.gameday.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Mode;
import dev.faultline.api.TargetKind;
import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Subject.Candidate;
import dev.faultline.policy.target.Claimant.Claim;
import dev.faultline.policy.target.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which targets are chosen, and what is refused before anything is done. */
class PlannerTest {
    private static final Instant NOW = Instant.parse("2027-01-05T09:30:00Z");
    private static final Workload.Key WEB = new Workload.Key(TargetKind.Deployment, "web");
    private static final Claim CLAIM = new Claim.Named(List.of(WEB));

    private static Rehearsal rehearsal(Guards guards, PlannedStep... steps) {
        return new Rehearsal(Mode.Enforce, false, Duration.ofMinutes(30), guards, List.of(steps));
    }

    private static Guards guards(int maxTargets, int minHealthy) {
        return new Guards(maxTargets, minHealthy, Duration.ZERO);
    }

    private static PlannedStep step(String name, Fault fault, Amount count) {
        return new PlannedStep(name, List.of(), fault, CLAIM, count, Optional.empty(), Duration.ofMinutes(2));
    }

    private static PlannedStep kill(String name, Amount count) {
        return step(name, new Fault.PodKill(Optional.empty()), count);
    }

    private static Subject web(int pods) {
        return new Subject(
                WEB, "uid-web", pods, Optional.empty(), false, candidates(pods, true, NOW.minusSeconds(600)));
    }

    private static List<Candidate> candidates(int pods, boolean ready, Instant created) {
        return IntStream.range(0, pods)
                .mapToObj(number -> new Candidate("web-" + number, "uid-" + number, ready, created))
                .toList();
    }

    private static Plan plan(Rehearsal rehearsal, Subject... subjects) {
        return plan("run-1", rehearsal, subjects);
    }

    private static Plan plan(String run, Rehearsal rehearsal, Subject... subjects) {
        var found = new HashMap<String, List<Subject>>();
        rehearsal.steps().forEach(step -> found.put(step.name(), List.of(subjects)));
        return Planner.plan(rehearsal, Map.copyOf(found), run, NOW);
    }

    private static List<Entry> entries(Plan plan) {
        return ((Plan.Frozen) plan).ledger().entries();
    }

    private static void assertRefused(Plan plan, OutcomeReason reason, String words) {
        assertThat(plan).isInstanceOfSatisfying(Plan.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).contains(words);
        });
    }

    @Test
    void theChoiceIsTheSameEachTimeAndAnotherForAnotherRun() {
        var rehearsal = rehearsal(guards(10, 1), kill("kill", Amount.ONE));

        var chosen = new HashSet<String>();
        for (var run = 0; run < 40; run++) {
            var once = entries(plan("run-" + run, rehearsal, web(3)));
            assertThat(entries(plan("run-" + run, rehearsal, web(3)))).isEqualTo(once);
            chosen.add(once.getFirst().target().name());
        }

        assertThat(chosen).containsExactlyInAnyOrder("web-0", "web-1", "web-2");
    }

    @Test
    void everyTargetIsFrozenByItsUid() {
        var plan = plan(rehearsal(guards(10, 1), kill("kill", new Amount.Pods(2))), web(3));

        assertThat(entries(plan)).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.state()).isEqualTo(RowState.Planned);
            assertThat(entry.target().uid()).isEqualTo(entry.target().name().replace("web", "uid"));
        });
        assertThat(((Plan.Frozen) plan).lines())
                .containsExactly(new Plan.Line("kill 2 of 3 pods of Deployment/web", "kill", 2));
    }

    @Test
    void aPercentageRoundsUpAndIsAtLeastOne() {
        assertThat(entries(plan(rehearsal(guards(10, 1), kill("kill", new Amount.Percent(50))), web(3))))
                .hasSize(2);
        assertThat(entries(plan(rehearsal(guards(10, 1), kill("kill", new Amount.Percent(1))), web(3))))
                .hasSize(1);
    }

    @Test
    void stepsDoNotChooseTheSamePodWhileThereAreOthers() {
        var plan = plan(
                rehearsal(guards(10, 1), kill("first", Amount.ONE), step("second", new Fault.PodEvict(), Amount.ONE)),
                web(3));

        assertThat(entries(plan)).extracting(entry -> entry.target().uid()).doesNotHaveDuplicates();
    }

    @Test
    void moreThanAllowedIsRefusedAndNeverCutDown() {
        assertRefused(
                plan(rehearsal(guards(2, 0), kill("kill", new Amount.Percent(100))), web(3)),
                OutcomeReason.BlastRadius,
                "3 pods in all; guardRails.maxTargets allows 2");
    }

    @Test
    void scalingCountsAllPodsOfTheWorkload() {
        assertRefused(
                plan(rehearsal(guards(2, 0), step("gone", new Fault.ScaleTo(0), Amount.ONE)), web(3)),
                OutcomeReason.BlastRadius,
                "guardRails.maxTargets allows 2");
    }

    @Test
    void aWorkloadKeepsAsManyReadyPodsAsItMust() {
        assertRefused(
                plan(rehearsal(guards(10, 3), kill("kill", Amount.ONE)), web(3)),
                OutcomeReason.TooFewHealthy,
                "would be left with 2 ready pods; guardRails.minHealthyReplicas is 3");
        assertRefused(
                plan(rehearsal(guards(10, 1), step("gone", new Fault.ScaleTo(0), Amount.ONE)), web(3)),
                OutcomeReason.TooFewHealthy,
                "would be left with 0 ready pods");
    }

    @Test
    void podsThatAreNotReadyDoNotCount() {
        var half = new Subject(WEB, "uid-web", 3, Optional.empty(), false, candidates(3, false, NOW.minusSeconds(600)));

        assertRefused(
                plan(rehearsal(guards(10, 1), kill("kill", Amount.ONE)), half),
                OutcomeReason.TooFewHealthy,
                "0 ready pods");
    }

    @Test
    void youngPodsAreLeftAlone() {
        var young = new Subject(WEB, "uid-web", 3, Optional.empty(), false, candidates(3, true, NOW.minusSeconds(10)));

        assertRefused(
                plan(rehearsal(new Guards(10, 1, Duration.ofMinutes(5)), kill("kill", Amount.ONE)), young),
                OutcomeReason.TargetTooYoung,
                "0 pods that are 5m old; count asks for 1");
    }

    @Test
    void whatAnAutoscalerUndoesIsRefused() {
        var scaled = new Subject(
                WEB,
                "uid-web",
                3,
                Optional.of("HorizontalPodAutoscaler/web"),
                false,
                candidates(3, true, NOW.minusSeconds(600)));

        assertRefused(
                plan(rehearsal(guards(10, 0), step("less", new Fault.ScaleTo(1), Amount.ONE)), scaled),
                OutcomeReason.Autoscaled,
                "scaled by HorizontalPodAutoscaler/web");
        assertThat(entries(plan(rehearsal(guards(10, 0), step("gone", new Fault.ScaleTo(0), Amount.ONE)), scaled)))
                .hasSize(1);
    }

    @Test
    void stepsWithoutTargetsAreRefused() {
        assertRefused(
                plan(rehearsal(guards(10, 1), kill("kill", Amount.ONE))),
                OutcomeReason.NoTargets,
                "step kill has no target");
        assertRefused(
                plan(rehearsal(guards(10, 0), kill("kill", new Amount.Pods(4))), web(3)),
                OutcomeReason.NoTargets,
                "has 3 pods; count asks for 4");
    }

    @Test
    void moreTargetsThanARunKeepsAccountOfAreRefusedBeforeAnythingIsDone() {
        assertRefused(
                plan(rehearsal(guards(1000, 0), kill("kill", new Amount.Percent(100))), web(129)),
                OutcomeReason.PlanTooLarge,
                "129 targets in all; a run keeps account of at most 128");
    }

    @Test
    void whatThisVersionDoesNotCarryOutIsSaid() {
        assertRefused(
                plan(rehearsal(guards(10, 1), step("slow", new Fault.Unsupported("httpDelay"), Amount.ONE)), web(3)),
                OutcomeReason.Unsupported,
                "step slow asks for httpDelay");
    }
}
