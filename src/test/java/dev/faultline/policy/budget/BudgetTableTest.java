package dev.faultline.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Consistency;
import dev.faultline.api.TargetKind;
import dev.faultline.api.UnhealthyPodEvictionPolicy;
import dev.faultline.policy.budget.BudgetTable.Absence;
import dev.faultline.policy.budget.BudgetTable.Decision;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.target.Workload.Scale.Autoscaled;
import dev.faultline.policy.target.Workload.Scale.Fixed;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of budgets, row by row. */
class BudgetTableTest {
    private static final Decision QUARTER = keep("25%", UnhealthyPodEvictionPolicy.AlwaysAllow);
    private static final Decision ONE = keep(1, UnhealthyPodEvictionPolicy.IfHealthyBudget);

    static Stream<Arguments> rows() {
        return Stream.of(
                row("a foreign budget wins over all", Consistency.Available, fixed(3), 1, none(Absence.ForeignBudget)),
                row("two foreign ones overlap", Consistency.Available, fixed(3), 2, none(Absence.OverlappingBudgets)),
                row("no pod", Consistency.Available, fixed(0), 0, none(Absence.SingleReplica)),
                row("one pod", Consistency.Available, fixed(1), 0, none(Absence.SingleReplica)),
                row("one voter", Consistency.Consistent, fixed(1), 0, none(Absence.SingleReplica)),
                row("two voters", Consistency.Consistent, fixed(2), 0, none(Absence.QuorumIntolerant)),
                row("three voters", Consistency.Consistent, fixed(3), 0, ONE),
                row("five voters", Consistency.Consistent, fixed(5), 0, ONE),
                row("voters scaled to two", Consistency.Consistent, scaled(2, 5), 0, none(Absence.QuorumIntolerant)),
                row("voters scaled to three", Consistency.Consistent, scaled(3, 3), 0, ONE),
                row("two pods", Consistency.Available, fixed(2), 0, QUARTER),
                row("autoscaled, one pod now", Consistency.Available, scaled(1, 1), 0, QUARTER),
                row("autoscaled to zero", Consistency.Available, scaled(0, 0), 0, QUARTER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theFirstRowThatFitsDecides(
            String name, Consistency consistency, Workload.Scale scale, int foreign, Decision expected) {
        var wish = new BudgetWish(consistency, new BudgetWish.Limit.Derived(), new BudgetWish.Eviction.Derived());

        var decision =
                BudgetTable.decide(wish, workload(scale), List.of("a", "b").subList(0, foreign));

        assertThat(decision).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anExplicitLimitOverridesEveryRowButTheFirst(
            String name, Consistency consistency, Workload.Scale scale, int foreign, Decision derived) {
        var wish = new BudgetWish(
                consistency,
                new BudgetWish.Limit.Explicit(new IntOrString(2)),
                new BudgetWish.Eviction.Explicit(UnhealthyPodEvictionPolicy.IfHealthyBudget));

        var decision =
                BudgetTable.decide(wish, workload(scale), List.of("a", "b").subList(0, foreign));

        assertThat(decision).isEqualTo(foreign > 0 ? derived : keep(2, UnhealthyPodEvictionPolicy.IfHealthyBudget));
    }

    private static Arguments row(
            String name, Consistency consistency, Workload.Scale scale, int foreign, Decision expected) {
        return Arguments.of(name, consistency, scale, foreign, expected);
    }

    private static Workload.Scale fixed(int replicas) {
        return new Fixed(replicas);
    }

    private static Workload.Scale scaled(int minimum, int replicas) {
        return new Autoscaled("HorizontalPodAutoscaler/db", minimum, replicas);
    }

    private static Decision none(Absence why) {
        return new Decision.None(why);
    }

    private static Decision keep(Object maxUnavailable, UnhealthyPodEvictionPolicy policy) {
        return new Decision.Keep(new IntOrString(maxUnavailable), policy);
    }

    private static Workload workload(Workload.Scale scale) {
        return new Workload(
                new Workload.Key(TargetKind.StatefulSet, "db"),
                Map.of(),
                scale,
                new LabelSelector(),
                Map.of("app", "db"),
                Template.NONE,
                new Replacement(
                        new Replacement.Version("", ""),
                        "",
                        "",
                        new Replacement.Manner.Rolling(1),
                        Replacement.Phase.Settled,
                        0),
                new Workload.Storage(true, List.of(), List.of()),
                List.of(),
                List.of());
    }
}
