package dev.faultline.api.status;

/** Reasons of Events. */
public enum EventReason {
    BudgetCreated,
    BudgetUpdated,
    BudgetDeleted,
    FindingAppeared,
    PolicyConflicted,
    PolicyInvalid
}
