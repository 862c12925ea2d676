package dev.faultline.probe.shallow;

/** What the kubelet makes of a probe's answer, in the order in which a container meets them. */
public enum Purpose {
    /** Until it has passed once there is no other probe; where it fails for good, the container is restarted. */
    Startup,
    /** While it fails, the pod gets no requests. */
    Readiness,
    /** Where it fails, the container is restarted. */
    Liveness;

    /** As it stands in a sentence. */
    public String word() {
        return switch (this) {
            case Startup -> "startup";
            case Readiness -> "readiness";
            case Liveness -> "liveness";
        };
    }
}
