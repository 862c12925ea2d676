package dev.faultline.controller;

import dev.faultline.api.schema.Stored;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What people see of the unexpected: Ready is Unknown, with the cause. The framework tries again, for ever.
 *
 * @param <R> the kind
 * @param <S> its status
 */
public final class Failures<R extends CustomResource<? extends Stored, S>, S> {
    /** Source: Kubernetes namespace lifecycle admission. */
    private static final String TERMINATING = "because it is being terminated";

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private static final int LONGEST = 1024;

    private final StatusWriter<R, S> writer;
    private final Function<S, @Nullable List<Condition>> conditions;
    private final BiFunction<R, List<Condition>, S> withConditions;
    private final Clock clock;

    /**
     * @param conditions those of a status
     * @param withConditions the status of a resource as it is, with other conditions
     */
    public Failures(
            StatusWriter<R, S> writer,
            Function<S, @Nullable List<Condition>> conditions,
            BiFunction<R, List<Condition>, S> withConditions,
            Clock clock) {
        this.writer = writer;
        this.conditions = conditions;
        this.withConditions = withConditions;
        this.clock = clock;
    }

    public ErrorStatusUpdateControl<R> report(R resource, Exception problem) {
        if (isGone(problem)) {
            return ErrorStatusUpdateControl.<R>noStatusUpdate().withNoRetry();
        }
        var before = Optional.ofNullable(resource.getStatus()).map(conditions).orElse(List.of());
        var after = Conditions.replace(
                before,
                Verdict.unknown(ConditionType.Ready, ConditionReason.Retrying, words(problem)),
                resource.getMetadata().getGeneration(),
                clock.instant());
        if (!after.equals(before)) {
            write(resource, withConditions.apply(resource, after));
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /** What cannot be told now is told at the next try. */
    private void write(R resource, S status) {
        try {
            writer.write(resource, status);
        } catch (KubernetesClientException e) {
            try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                LOG.warn("Trouble cannot be told in status");
            }
        }
    }

    /** The resource, or its whole namespace, went while it was being reconciled. */
    private static boolean isGone(Exception problem) {
        return problem instanceof KubernetesClientException client
                && (client.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                        || (client.getMessage() != null && client.getMessage().contains(TERMINATING)));
    }

    /** What people are told of the unexpected. */
    public static String words(Exception problem) {
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
