package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.PolicyReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What people see of the unexpected: Ready is Unknown, with the cause. The framework tries again, for ever. */
public final class Failures {
    /** Source: Kubernetes namespace lifecycle admission. */
    private static final String TERMINATING = "because it is being terminated";

    private final Clock clock;

    public Failures(Clock clock) {
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
        return conditions.equals(before)
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(
                        StatusPatch.fresh(policy, PolicyReport.withConditions(policy, conditions)));
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
                        + client.getStatus().getMessage() + "; trying again"
                : problem.getClass().getSimpleName() + ": " + problem.getMessage() + "; trying again";
    }
}
