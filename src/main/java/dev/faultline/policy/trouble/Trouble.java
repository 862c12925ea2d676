package dev.faultline.policy.trouble;

import java.time.Duration;
import java.time.Instant;

/**
 * What keeps a pod from running, and for how long already.
 *
 * @param lasting as far as this process has seen it; 0 or more
 * @param created when the pod was
 */
public record Trouble(Symptom symptom, Duration lasting, Instant created) {
    public static final Trouble NONE = new Trouble(Symptom.NONE, Duration.ZERO, Instant.MAX);

    public boolean isOfSidecar() {
        return symptom.kind() == Symptom.Kind.SidecarCannotStart || symptom.kind() == Symptom.Kind.SidecarNeverReady;
    }
}
