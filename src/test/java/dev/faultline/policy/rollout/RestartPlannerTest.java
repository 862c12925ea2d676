package dev.faultline.policy.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.TargetKind;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.rollout.Terms.Standing;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Replacement.Manner;
import dev.faultline.policy.target.Replacement.Phase;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason not to restart, alone and against the others. */
class RestartPlannerTest {
    private static final String MARK = "uid-shop.3";
    private static final String BY_HAND = "kubectl rollout restart deployment/web -n shop";
    private static final Drain ONE_ALLOWED = new Drain.Safe("1 disruption allowed", "7", 1);
    private static final Drain NO_BUDGET =
            new Drain.Unsafe(ConditionReason.SingleReplica, "a drain takes the only pod");

    /** A workload of three ready pods, all of which lack the sidecar, with a budget that allows one to go. */
    private record Given(
            String name,
            int replicas,
            int ready,
            int lacking,
            int covered,
            boolean rejecting,
            Drain drain,
            String restartedFor,
            String declined,
            Manner manner,
            Phase phase) {
        static final Given WEB =
                new Given("web", 3, 3, 3, 0, false, ONE_ALLOWED, "", "", new Manner.Rolling(0), Phase.Settled);

        Given named(String other) {
            return new Given(
                    other, replicas, ready, lacking, covered, rejecting, drain, restartedFor, declined, manner, phase);
        }

        Given pods(int wanted, int areReady) {
            return new Given(
                    name, wanted, areReady, lacking, covered, rejecting, drain, restartedFor, declined, manner, phase);
        }

        Given lacking(int lack, int not) {
            return new Given(name, replicas, ready, lack, not, rejecting, drain, restartedFor, declined, manner, phase);
        }

        Given rejects() {
            return new Given(
                    name, replicas, ready, lacking, covered, true, drain, restartedFor, declined, manner, phase);
        }

        Given with(Drain other) {
            return new Given(
                    name, replicas, ready, lacking, covered, rejecting, other, restartedFor, declined, manner, phase);
        }

        Given restartedFor(String mark) {
            return new Given(name, replicas, ready, lacking, covered, rejecting, drain, mark, declined, manner, phase);
        }

        Given declines(String by) {
            return new Given(
                    name, replicas, ready, lacking, covered, rejecting, drain, restartedFor, by, manner, phase);
        }

        Given with(Manner other) {
            return new Given(
                    name, replicas, ready, lacking, covered, rejecting, drain, restartedFor, declined, other, phase);
        }

        Given with(Phase other) {
            return new Given(
                    name, replicas, ready, lacking, covered, rejecting, drain, restartedFor, declined, manner, other);
        }

        Workload.Key key() {
            return new Workload.Key(TargetKind.Deployment, name);
        }

        Candidate candidate() {
            var members = new ArrayList<Workload.Member>();
            IntStream.range(0, replicas)
                    .forEach(index -> members.add(new Workload.Member(
                            name + "-" + index, Map.of(), index < ready, "", false, new SidecarState.Absent(""))));
            var workload = new Workload(
                    key(),
                    Map.of(),
                    new Workload.Scale.Fixed(replicas),
                    new LabelSelector(),
                    Map.of(),
                    Template.NONE,
                    new Replacement(new Replacement.Version("uid", "1"), restartedFor, declined, manner, phase, 0),
                    new Workload.Storage(false, List.of(), List.of()),
                    members,
                    List.of());
            return new Candidate(workload, lacking, covered, rejecting, false, drain);
        }
    }

    private static Terms terms(Standing standing) {
        return new Terms("shop", MARK, standing, Set.of());
    }

    private static Restart planned(Terms terms, Given... workloads) {
        var restarts = RestartPlanner.plan(
                terms, Arrays.stream(workloads).map(Given::candidate).toList());
        return Objects.requireNonNull(restarts.get(workloads[0].key()));
    }

    private static Restart.Held held(String why, String remedy) {
        return new Restart.Held(why, remedy);
    }

    private static Restart.Waiting waiting(String why) {
        return new Restart.Waiting(why);
    }

    @Test
    void aSettledWorkloadWhosePodsLackTheSidecarIsDue() {
        assertThat(planned(terms(Standing.Ready), Given.WEB)).isEqualTo(new Restart.Due(1, 1));
    }

    @Test
    void wherePodsLackNothingNothingIsDone() {
        assertThat(planned(terms(Standing.Ready), Given.WEB.lacking(0, 3))).isEqualTo(new Restart.None());
    }

    static Stream<Arguments> reasons() {
        var outage = "its strategy ends all of its pods before new ones begin";
        return Stream.of(
                Arguments.of(
                        Given.WEB.declines("hostNetwork: true"),
                        held("new pods would get none either", "take hostNetwork: true out of its pod template")),
                Arguments.of(
                        Given.WEB.restartedFor(MARK).lacking(1, 2),
                        held("it was once already for this generation of the policy", BY_HAND)),
                Arguments.of(
                        Given.WEB.restartedFor(MARK).with(Phase.Stuck),
                        held("it was, and that does not get on", "kubectl rollout status deployment/web -n shop")),
                Arguments.of(
                        Given.WEB.restartedFor(MARK).with(Phase.Moving),
                        waiting("a rollout that was begun has not ended")),
                Arguments.of(
                        Given.WEB.with(new Manner.Paused()),
                        held("it is paused", "kubectl rollout resume deployment/web -n shop && " + BY_HAND)),
                Arguments.of(
                        Given.WEB.with(new Manner.OnDelete()),
                        held("its update strategy is OnDelete", "delete the pods that lack it, one by one")),
                Arguments.of(
                        Given.WEB.with(new Manner.Partitioned(2)),
                        held(
                                "its partition leaves pods below 2 as they are",
                                "delete the pods that lack it, one by one")),
                Arguments.of(Given.WEB.with(new Manner.AllAtOnce()), held(outage, BY_HAND)),
                Arguments.of(Given.WEB.with(new Manner.Rolling(3)), held(outage, BY_HAND)),
                Arguments.of(
                        Given.WEB.pods(1, 1).with(new Manner.Rolling(1)),
                        held("its only pod ends before the new one begins", BY_HAND)),
                Arguments.of(Given.WEB.with(Phase.Moving), waiting("its pods are not all there and up to date yet")),
                Arguments.of(Given.WEB.with(Phase.Stuck), waiting("its last rollout does not get on")),
                Arguments.of(Given.WEB.pods(3, 2), waiting("2 of 3 pods are ready")),
                Arguments.of(
                        Given.WEB.with(new Drain.Unknown("waiting")), waiting("its budget has not been counted yet")),
                Arguments.of(
                        Given.WEB.with(new Drain.Unsafe(ConditionReason.BudgetExhausted, "none")),
                        waiting("its budget allows no disruption now")),
                Arguments.of(
                        Given.WEB.with(new Manner.Rolling(2)),
                        waiting("it takes 2 pods at once, and its budget allows 1 now")),
                Arguments.of(
                        Given.WEB
                                .with(new Manner.Rolling(1))
                                .with(new Drain.Unsafe(ConditionReason.QuorumIntolerant, "a drain takes the majority")),
                        held("no budget counts what it takes: a drain takes the majority", BY_HAND)),
                Arguments.of(Given.WEB.rejects(), waiting("a sidecar of this policy refuses its configuration")));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void itIsLeftAloneFor(Given workload, Restart expected) {
        assertThat(planned(terms(Standing.Ready), workload)).isEqualTo(expected);
    }

    @Test
    void anOnlyPodIsRestartedWhereTheNewOneComesFirst() {
        var workload = Given.WEB.pods(1, 1).with(NO_BUDGET);

        assertThat(planned(terms(Standing.Ready), workload)).isEqualTo(new Restart.Due(1, 1));
    }

    @Test
    void aRestartForAnEarlierGenerationOrAnotherPolicyDoesNotCount() {
        assertThat(List.of("uid-shop.2", "uid-other.3"))
                .allSatisfy(mark -> assertThat(planned(terms(Standing.Ready), Given.WEB.restartedFor(mark)))
                        .isEqualTo(new Restart.Due(1, 1)));
    }

    @Test
    void switchedOffItIsTheUsersAsWithManual() {
        assertThat(planned(terms(Standing.SwitchedOff), Given.WEB))
                .isEqualTo(held("the operator's settings have turned that off (automaticRollout.enabled)", BY_HAND));
    }

    @Test
    void whileSidecarsAreBypassedNothingIsRestarted() {
        assertThat(planned(terms(Standing.Bypassed), Given.WEB)).isEqualTo(waiting("sidecars are bypassed"));
    }

    @Test
    void untilTheWebhookSeesToTheNamespaceNothingIsRestarted() {
        assertThat(planned(terms(Standing.Settling), Given.WEB)).isEqualTo(new Restart.Settling());
    }

    @Test
    void whatElseKeepsAWorkloadIsSaidRatherThanThatItSettles() {
        assertThat(planned(terms(Standing.Settling), Given.WEB.pods(3, 2))).isEqualTo(waiting("2 of 3 pods are ready"));
    }

    @Test
    void whereInjectionIsSuspendedARestartWouldBeOfNoUseAndTheOthersWait() {
        var candidate = Given.WEB.candidate();
        var harmed = new Candidate(candidate.workload(), 3, 0, false, true, ONE_ALLOWED);
        var other = Given.WEB.named("other");

        var restarts = RestartPlanner.plan(terms(Standing.Ready), List.of(harmed, other.candidate()));

        assertThat(restarts)
                .containsEntry(
                        Given.WEB.key(), held("new pods would get none either", "see finding InjectionSuspended"))
                .containsEntry(other.key(), waiting("injection is suspended for Deployment/web; see why first"));
    }

    @Test
    void aRestartThatGoesOnSaysHowManyThereWereAndWillBe() {
        var terms = new Terms("shop", MARK, Standing.Ready, Set.of(Given.WEB.key()));

        assertThat(planned(
                        terms,
                        Given.WEB.restartedFor(MARK).lacking(2, 1).with(Phase.Moving),
                        Given.WEB.named("done").restartedFor(MARK).lacking(0, 3),
                        Given.WEB.named("next"),
                        Given.WEB.named("never-lacked").lacking(0, 3)))
                .isEqualTo(new Restart.UnderWay(2, 3));
    }

    @Test
    void afterARestartThatBroughtNoSidecarTheOthersWait() {
        var inVain = Given.WEB.named("first").restartedFor(MARK);

        assertThat(planned(terms(Standing.Ready), Given.WEB, inVain))
                .isEqualTo(waiting("the restart of Deployment/first has brought its pods no sidecar; see why first"));
        assertThat(planned(terms(Standing.Ready), Given.WEB, inVain.lacking(1, 2)))
                .as("some pods got one")
                .isEqualTo(new Restart.Due(2, 2));
    }

    @Test
    void aSidecarThatRefusesItsConfigurationHoldsUpTheWholePolicy() {
        assertThat(planned(
                        terms(Standing.Ready),
                        Given.WEB,
                        Given.WEB.named("other").lacking(0, 3).rejects()))
                .isEqualTo(waiting("a sidecar of this policy refuses its configuration"));
    }

    @Test
    void severalMayBeDueAtOnceAndStayInOrder() {
        var candidates = Stream.of("b", "a", "c")
                .map(name -> Given.WEB.named(name).candidate())
                .toList();

        var restarts = RestartPlanner.plan(terms(Standing.Ready), candidates);

        assertThat(restarts.keySet().stream().map(Workload.Key::name).collect(Collectors.toList()))
                .containsExactly("b", "a", "c");
        assertThat(restarts.values()).containsOnly(new Restart.Due(1, 3));
    }
}
