package dev.faultline.api.status;

import java.util.List;

/** The conditions that each kind carries, in the order in which they are read. docs/reference.md is made from them. */
public enum ConditionTable {
    ResiliencePolicy(
            new Row(
                    ConditionType.Accepted,
                    "The spec is valid and at least one target is ours.",
                    ConditionReason.Accepted,
                    ConditionReason.Invalid,
                    ConditionReason.Conflicted,
                    ConditionReason.TargetNotFound),
            new Row(
                    ConditionType.Programmed,
                    "Everything the policy asks for is in place on every target.",
                    ConditionReason.Programmed,
                    ConditionReason.PartiallyProgrammed,
                    ConditionReason.Rejected,
                    ConditionReason.InjectionSuspended,
                    ConditionReason.Audit,
                    ConditionReason.Invalid,
                    ConditionReason.Conflicted,
                    ConditionReason.TargetNotFound),
            new Row(
                    ConditionType.DisruptionSafe,
                    "A node drain would go well now.",
                    ConditionReason.DrainAllowed,
                    ConditionReason.Checking,
                    ConditionReason.SingleReplica,
                    ConditionReason.QuorumIntolerant,
                    ConditionReason.OverlappingBudgets,
                    ConditionReason.BudgetExhausted,
                    ConditionReason.EvictionRefused,
                    ConditionReason.NoBudget,
                    ConditionReason.Invalid,
                    ConditionReason.Conflicted,
                    ConditionReason.TargetNotFound),
            new Row(
                    ConditionType.Ready,
                    "This generation is applied. Says nothing of the health of the application.",
                    ConditionReason.Ready,
                    ConditionReason.PartiallyProgrammed,
                    ConditionReason.Rejected,
                    ConditionReason.InjectionSuspended,
                    ConditionReason.Retrying,
                    ConditionReason.Invalid,
                    ConditionReason.Conflicted,
                    ConditionReason.TargetNotFound),
            new Row(
                    ConditionType.Stalled,
                    "Only while true: nothing will get better without a change by the user.",
                    ConditionReason.Invalid,
                    ConditionReason.Conflicted,
                    ConditionReason.InjectionSuspended),
            new Row(
                    ConditionType.Degraded,
                    "Only while true: the breaker of a dependency is open.",
                    ConditionReason.BreakerOpen)),
    HealthProbe(
            new Row(ConditionType.Accepted, "The spec is valid.", ConditionReason.Accepted, ConditionReason.Invalid),
            new Row(
                    ConditionType.Healthy,
                    "No Critical check fails. Unknown until every Critical check has been judged.",
                    ConditionReason.Passing,
                    ConditionReason.Impaired,
                    ConditionReason.ChecksFailing,
                    ConditionReason.NotJudged,
                    ConditionReason.Invalid),
            new Row(
                    ConditionType.Ready,
                    "This generation is applied. Says nothing of the health of the application.",
                    ConditionReason.Ready,
                    ConditionReason.Unsupported,
                    ConditionReason.Retrying,
                    ConditionReason.Invalid),
            new Row(
                    ConditionType.Stalled,
                    "Only while true: nothing will get better without a change by the user.",
                    ConditionReason.Invalid),
            new Row(
                    ConditionType.ReadinessGuarded,
                    "Only while true: pods are kept in service although their checks fail.",
                    ConditionReason.SharedDependencyFailing,
                    ConditionReason.GateLimitReached,
                    ConditionReason.Audit),
            new Row(
                    ConditionType.Flapping,
                    "Only while true: a check goes to and fro more often than `deep.flapping` allows.",
                    ConditionReason.TooManyTransitions)),
    GameDay(
            new Row(ConditionType.Accepted, "The spec is valid.", ConditionReason.Accepted, ConditionReason.Invalid),
            new Row(
                    ConditionType.Ready,
                    "This generation is applied: runs are made when they are due. Says nothing of how they end.",
                    ConditionReason.Ready,
                    ConditionReason.ScheduleNeverFits,
                    ConditionReason.Unsupported,
                    ConditionReason.Retrying,
                    ConditionReason.Invalid),
            new Row(
                    ConditionType.Stalled,
                    "Only while true: nothing will get better without a change by the user.",
                    ConditionReason.ScheduleNeverFits,
                    ConditionReason.Invalid)),
    GameDayRun(
            new Row(ConditionType.Accepted, "The spec is valid.", ConditionReason.Accepted, ConditionReason.Invalid),
            new Row(
                    ConditionType.Ready,
                    "The operator has taken the run in hand. Says nothing of how it ends.",
                    ConditionReason.Ready,
                    ConditionReason.Retrying,
                    ConditionReason.Invalid,
                    ConditionReason.RevertFailed),
            new Row(
                    ConditionType.Complete,
                    "The run is over, and everything is put back that can be.",
                    ConditionReason.Passed,
                    ConditionReason.Failed,
                    ConditionReason.Aborted,
                    ConditionReason.Skipped,
                    ConditionReason.Inconclusive,
                    ConditionReason.RevertFailed,
                    ConditionReason.UnderWay),
            new Row(
                    ConditionType.Passed,
                    "The run is over, and every check passed. Unknown until it is over, and where nobody can tell.",
                    ConditionReason.Passed,
                    ConditionReason.Failed,
                    ConditionReason.Aborted,
                    ConditionReason.Skipped,
                    ConditionReason.Inconclusive,
                    ConditionReason.RevertFailed,
                    ConditionReason.UnderWay),
            new Row(
                    ConditionType.Stalled,
                    "Only while true: nothing will get better without a person.",
                    ConditionReason.RevertFailed,
                    ConditionReason.Invalid));

    private final List<Row> rows;

    ConditionTable(Row... rows) {
        this.rows = List.of(rows);
    }

    /** The conditions of the kind. */
    public List<Row> rows() {
        return rows;
    }

    /**
     * One condition of one kind.
     *
     * @param meaning when it is true
     * @param reasons that it is given, the usual one first
     */
    public record Row(ConditionType type, String meaning, List<ConditionReason> reasons) {
        Row(ConditionType type, String meaning, ConditionReason... reasons) {
            this(type, meaning, List.of(reasons));
        }
    }
}
