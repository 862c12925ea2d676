package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.policy.PolicyReport;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What people see of the unexpected: Ready is Unknown, with the cause. The framework tries again, for ever. */
public final class Failures {
    /** Source: Kubernetes namespace lifecycle admission. */
    private static final String TERMINATING = "because it is being terminated";

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private static final int LONGEST = 1024;

    private final StatusWriter writer;
    private final Clock clock;

    public Failures(StatusWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    ErrorStatusUpdateControl<ResiliencePolicy> report(ResiliencePolicy policy, Exception problem) {
        if (isGone(problem)) {
            return ErrorStatusUpdateControl.<ResiliencePolicy>noStatusUpdate().withNoRetry();
        }
        var before = Optional.ofNullable(policy.getStatus())
                .map(ResiliencePolicyStatus::conditions)
                .orElse(List.of());
        var conditions = Conditions.replace(
                before,
                Verdict.unknown(ConditionType.Ready, ConditionReason.Retrying, words(problem)),
                policy.getMetadata().getGeneration(),
                clock.instant());
        if (!conditions.equals(before)) {
            write(policy, PolicyReport.withConditions(policy, conditions));
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /** What cannot be told now is told at the next try. */
    private void write(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        try {
            writer.write(policy, status);
        } catch (KubernetesClientException e) {
            try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                LOG.warn("Trouble cannot be told in status");
            }
        }
    }

    /** The policy, or its whole namespace, went while it was being reconciled. */
    private static boolean isGone(Exception problem) {
        return problem instanceof KubernetesClientException client
                && (client.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                        || (client.getMessage() != null && client.getMessage().contains(TERMINATING)));
    }

    private static String words(Exception problem) {
        return problem instanceof KubernetesClientException client && client.getStatus() != null
                ? "the API server answers " + client.getCode() + ": "
                        + cut(client.getStatus().getMessage()) + "; trying again"
                : problem.getClass().getSimpleName() + ": " + cut(problem.getMessage()) + "; trying again";
    }

    /** A refusal repeats the values that it refuses. */
    private static String cut(@Nullable String text) {
        var words = String.valueOf(text);
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
    }
}
