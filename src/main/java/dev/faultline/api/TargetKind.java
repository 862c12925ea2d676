package dev.faultline.api;

/** The kinds of workload that can be a target. */
public enum TargetKind {
    /** Interchangeable pods. */
    Deployment,
    /** Pods with an identity and often a volume of their own. */
    StatefulSet;
}
