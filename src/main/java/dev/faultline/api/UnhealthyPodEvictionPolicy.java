package dev.faultline.api;

/** Which pods that are not Ready may be evicted. Source: PodDisruptionBudget.spec.unhealthyPodEvictionPolicy. */
public enum UnhealthyPodEvictionPolicy {
    /** Any pod that is not Ready. */
    AlwaysAllow,
    /** One that is not Ready only while enough others are. */
    IfHealthyBudget;
}
