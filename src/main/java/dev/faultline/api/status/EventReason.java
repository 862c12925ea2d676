package dev.faultline.api.status;

/** Reasons of Events. docs/observability.md is made from them. */
public enum EventReason {
    BreakerClosed("Normal", "Calls to a dependency are let through again."),
    BreakerOpened("Warning", "Calls to a dependency are refused, or no endpoint of it is left to call."),
    BudgetCreated("Normal", "A budget was made."),
    BudgetUpdated("Normal", "A budget was changed, or put back after somebody had changed it."),
    BudgetDeleted("Normal", "A budget is no longer needed and was removed."),
    FaultHeld("Normal", "A budget held back an eviction of a game day, which is a result."),
    FaultInjected("Normal", "A game day has done something to an object."),
    FaultNotReverted("Warning", "What a game day has changed could not be put back."),
    FaultRefused("Warning", "The API server refused a fault of a game day."),
    FaultReverted("Normal", "What a game day had changed is put back, or was left to whoever changed it since."),
    FindingAppeared("Warning", "A finding of severity Error or Warning is new."),
    FlappingStarted("Warning", "Checks go to and fro; their incidents are not told one by one meanwhile."),
    FlappingStopped("Normal", "Checks are steady again."),
    GameDayInvalid("Warning", "The spec of a GameDay is refused; its schedule starts no run."),
    GameDayNotPassed("Warning", "A run of a game day is over, and has not passed: its reason says why."),
    GameDayPassed("Normal", "A run of a game day is over, and every check of it passed."),
    GameDaySkipped("Normal", "A run of a game day did nothing, on purpose: its reason says why."),
    GameDayStarted("Normal", "A run of a game day has begun to do something."),
    GameDayStopped("Warning", "A run of a game day ends before its time; everything is put back."),
    IncidentClosed("Normal", "All checks of an incident pass again."),
    IncidentOpened("Warning", "A Critical check fails."),
    PolicyConflicted("Warning", "Another policy has a target that this one asks for too."),
    PolicyInvalid("Warning", "The spec is refused; what was in force before stays."),
    ProbeInvalid("Warning", "The spec of a HealthProbe is refused; the checks that were made before go on."),
    ReadinessGuardActivated("Warning", "Pods are kept in service although their checks fail."),
    ReadinessGuardReleased("Normal", "No pod is kept in service against its checks any more."),
    RolloutStarted("Normal", "A workload was restarted, so that its pods get the sidecar (`rollout: Automatic`)."),
    RunCreated("Normal", "A GameDayRun was made, as the schedule of its GameDay says."),
    RunMissed("Warning", "Starts of a schedule have passed without a run."),
    RunReplaced("Normal", "A run was ended for the next one (`concurrencyPolicy: Replace`).");

    private final String type;
    private final String meaning;

    EventReason(String type, String meaning) {
        this.type = type;
        this.meaning = meaning;
    }

    /** Normal or Warning. */
    public String type() {
        return type;
    }

    public String meaning() {
        return meaning;
    }
}
