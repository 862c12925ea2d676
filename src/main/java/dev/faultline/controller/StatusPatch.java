package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.policy.StatusChange;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Has a status written when it has something new to say, and not more often than it should. */
public final class StatusPatch {
    private static final Logger LOG = Logger.getLogger(StatusPatch.class);

    private final StatusWriter writer;

    public StatusPatch(StatusWriter writer) {
        this.writer = writer;
    }

    /** What became of a status. */
    sealed interface Outcome {
        record Written() implements Outcome {}

        record Unchanged() implements Outcome {}

        /** @param left how long until it may be written */
        record Postponed(Duration left) implements Outcome {}
    }

    Outcome of(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        var change = StatusChange.between(policy.getStatus(), status);
        if (change == StatusChange.None) {
            return new Outcome.Unchanged();
        }
        var since = writer.sinceLast(policy);
        if (since.compareTo(change.pause()) < 0) {
            return new Outcome.Postponed(change.pause().minus(since));
        }
        LOG.debugf("Status moves. change=%s before=%s after=%s", change, policy.getStatus(), status);
        writer.write(policy, status);
        return new Outcome.Written();
    }
}
