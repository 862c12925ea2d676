package dev.faultline.probe.gate;

import dev.faultline.probe.Limits;

/** What a probe has to say in the matter of its pods' conditions. */
public sealed interface Stance {
    /** Pods that fail by themselves are taken out of service. */
    record Enforced(Limits limits) implements Stance {}

    /** Mode Audit: it is said what would be done, and every pod is in service. */
    record Shown(Limits limits) implements Stance {}

    /** No gate is asked for, another probe has the workload, or the probe is going: every pod is in service. */
    record Released() implements Stance {}
}
