package dev.faultline.api.gameday.run;

/** Why a run ended as it did, in one word. docs/reference.md is made from them. */
public enum OutcomeReason {
    AllChecksPassed("Every check passed."),
    ChecksFailed("A steady state did not hold."),
    TargetsMissed("It took longer to detect or to recover than `measure` allows."),
    NotRecovered("A workload was not whole again within `recoverTimeout`."),
    StopCondition("A condition of `guardRails.stopWhen` was met."),
    EmergencyStop("The emergency stop is set, or cannot be read."),
    AbortRequested("Somebody set `spec.abort`."),
    Deleted("The run was deleted."),
    Replaced("The next run of the GameDay was due (`concurrencyPolicy: Replace`)."),
    DeadlineExceeded("The run was not over within `activeDeadline`."),
    WindowClosed("The window closed while the run was under way."),
    Interrupted("The operator was restarted, or another replica took over, while a fault was begun."),
    FaultNotEffective("No effect of a fault was seen."),
    NotObserved("Nobody saw what was to be judged: a value was missing, or a moment that counts was not watched."),
    NoChecks("There is nothing to judge by: no steady state and no objective of time."),
    BaselineFailed("The steady state did not hold before anything was broken."),
    BlastRadius("More would be touched than `guardRails.maxTargets` or the installation allows."),
    TooFewHealthy("A workload would be left with fewer Ready pods than `guardRails.minHealthyReplicas`."),
    NoTargets("There is no workload or no pod that the steps mean."),
    TargetTooYoung("Too few pods are as old as `guardRails.podMinAge`."),
    NamespaceNotEnabled(
            "The namespace does not allow faults: its label, or the setting of the installation, is missing."),
    NamespaceProtected("Faults are never carried out in this namespace."),
    WorkloadBusy("Another run holds a workload."),
    Autoscaled("An autoscaler would undo the fault."),
    NotPermitted("Who asked for the run, or the operator, may not do what a fault does."),
    NotApproved("The run was denied, or nobody approved it in time."),
    OutsideWindow("The run does not fit into a window."),
    Excluded("The day is excluded."),
    Audit("The run changes nothing, on purpose."),
    Unsupported("The run asks for something that this version or this installation does not do."),
    InvalidSpec("The spec cannot be carried out as it is written."),
    GameDayNotFound("There is no such GameDay."),
    PlanTooLarge("The plan has more rows than a run can keep account of."),
    RolloutUnderWay("A workload is being rolled out."),
    ProbeNotFresh("A HealthProbe that the run relies on is missing or not up to date."),
    RevertFailed("Something could not be put back."),
    FaultRefused("The API server refused a fault.");

    /** All of them, for descriptions, which are complete by a test. */
    public static final String WORDS =
            "AllChecksPassed, ChecksFailed, TargetsMissed, NotRecovered, StopCondition, EmergencyStop, "
                    + "AbortRequested, Deleted, Replaced, DeadlineExceeded, WindowClosed, Interrupted, "
                    + "FaultNotEffective, NotObserved, NoChecks, BaselineFailed, BlastRadius, TooFewHealthy, "
                    + "NoTargets, TargetTooYoung, NamespaceNotEnabled, NamespaceProtected, WorkloadBusy, Autoscaled, "
                    + "NotPermitted, NotApproved, OutsideWindow, Excluded, Audit, Unsupported, InvalidSpec, "
                    + "GameDayNotFound, PlanTooLarge, RolloutUnderWay, ProbeNotFresh, RevertFailed or FaultRefused";

    private final String meaning;

    OutcomeReason(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
