package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.policy.StatusChange;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Writes a status when it has something new to say, and not more often than it should. */
public final class StatusPatch {
    private static final Logger LOG = Logger.getLogger(StatusPatch.class);

    private final Metrics metrics;
    private final Clock clock;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    public StatusPatch(Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    UpdateControl<ResiliencePolicy> of(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        var change = StatusChange.between(policy.getStatus(), status);
        if (change == StatusChange.None) {
            return UpdateControl.noUpdate();
        }
        var uid = policy.getMetadata().getUid();
        var left = Duration.between(
                clock.instant(), written.getOrDefault(uid, Instant.EPOCH).plus(change.pause()));
        if (left.isPositive()) {
            return UpdateControl.<ResiliencePolicy>noUpdate().rescheduleAfter(left);
        }
        LOG.debugf("Status moves. change=%s before=%s after=%s", change, policy.getStatus(), status);
        written.put(uid, clock.instant());
        metrics.statusWritten();
        return UpdateControl.patchStatus(fresh(policy, status));
    }

    public void forget(ResiliencePolicy policy) {
        written.remove(policy.getMetadata().getUid());
    }

    /** An apply must hold what we own and nothing else; the uid keeps it off a namesake made meanwhile. */
    static ResiliencePolicy fresh(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        var patch = new ResiliencePolicy();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(policy.getMetadata().getName())
                .withNamespace(policy.getMetadata().getNamespace())
                .withUid(policy.getMetadata().getUid())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return patch;
    }
}
