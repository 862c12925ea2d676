package dev.faultline.policy.target;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a workload replaces its pods when its template changes, and how far it is with that.
 *
 * @param version of the workload, at which all the rest is so
 * @param restartedFor what the operator has restarted it for; empty when it never has
 * @param declined what in its template keeps the sidecar away; empty when nothing is known to
 * @param arrived pods of the newest template, counted twice when they are available: grows as a rollout gets on
 */
public record Replacement(
        Version version, String restartedFor, String declined, Manner manner, Phase phase, int arrived) {
    /** On a pod template: what the operator has restarted the workload for. */
    public static final String RESTARTED_FOR = "faultline.dev/restarted-for";

    private static final String NO = "false";

    /** Source: Kubernetes, a Deployment's condition Progressing. */
    public static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

    /** What an API server fills in. Source: Kubernetes, apps/v1 defaults. */
    private static final IntOrString QUARTER = new IntOrString("25%");

    private static final int ALL = 100;
    private static final int MANY_DIGITS = 9;

    /** By which a write can be refused that was decided on another state of the object. */
    public record Version(String uid, String resourceVersion) {}

    /** How pods are replaced. */
    public sealed interface Manner {
        /** @param away pods that may be missing at once, of those wanted; 0 or more */
        record Rolling(int away) implements Manner {}

        /** The old pods end before the new ones begin. */
        record AllAtOnce() implements Manner {}

        record Paused() implements Manner {}

        /** Somebody deletes the old pods. */
        record OnDelete() implements Manner {}

        /** @param first the first ordinal that is replaced; pods below stay as they are, 1 or more */
        record Partitioned(int first) implements Manner {}
    }

    /** How far it is. */
    public enum Phase {
        /** All wanted pods are of the newest template and available. */
        Settled,
        Moving,
        /** The controller has given it up. */
        Stuck
    }

    public static Replacement of(Deployment deployment) {
        var spec = deployment.getSpec();
        var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        var metadata = deployment.getMetadata();
        return new Replacement(
                new Version(text(metadata.getUid()), text(metadata.getResourceVersion())),
                restartedFor(spec.getTemplate()),
                declined(spec.getTemplate()),
                manner(spec),
                phase(text(metadata.getGeneration()), spec, status),
                number(status.getUpdatedReplicas()) + number(status.getAvailableReplicas()));
    }

    public static Replacement of(StatefulSet set) {
        var spec = set.getSpec();
        var status = Objects.requireNonNullElseGet(set.getStatus(), StatefulSetStatus::new);
        var metadata = set.getMetadata();
        return new Replacement(
                new Version(text(metadata.getUid()), text(metadata.getResourceVersion())),
                restartedFor(spec.getTemplate()),
                declined(spec.getTemplate()),
                manner(spec),
                phase(text(metadata.getGeneration()), spec, status),
                number(status.getUpdatedReplicas()) + number(status.getAvailableReplicas()));
    }

    private static String restartedFor(PodTemplateSpec template) {
        return annotations(template).getOrDefault(RESTARTED_FOR, "");
    }

    private static String declined(PodTemplateSpec template) {
        var labels = Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.<String, String>of());
        if (NO.equals(labels.get(SidecarState.INJECT))
                || NO.equals(annotations(template).get(SidecarState.INJECT))) {
            return SidecarState.INJECT + ": \"" + NO + "\"";
        }
        return Boolean.TRUE.equals(template.getSpec().getHostNetwork()) ? "hostNetwork: true" : "";
    }

    private static Map<String, String> annotations(PodTemplateSpec template) {
        return Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
    }

    private static Manner manner(DeploymentSpec spec) {
        if (Boolean.TRUE.equals(spec.getPaused())) {
            return new Manner.Paused();
        }
        var strategy = spec.getStrategy();
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            return new Manner.AllAtOnce();
        }
        var rolling = Optional.ofNullable(strategy).map(given -> given.getRollingUpdate());
        var replicas = wanted(spec.getReplicas());
        var surge = rolling.map(given -> given.getMaxSurge()).orElse(QUARTER);
        var away = rolling.map(given -> given.getMaxUnavailable()).orElse(QUARTER);
        // Where it may neither add a pod nor take one away, one goes. Source: Kubernetes, ResolveFenceposts.
        var nothing = scaled(away, replicas, false) == 0 && scaled(surge, replicas, true) == 0;
        return new Manner.Rolling(nothing ? 1 : Math.min(scaled(away, replicas, false), replicas));
    }

    private static Manner manner(StatefulSetSpec spec) {
        var strategy = spec.getUpdateStrategy();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return new Manner.OnDelete();
        }
        var rolling = Optional.ofNullable(strategy).map(given -> given.getRollingUpdate());
        var first = rolling.map(given -> given.getPartition()).orElse(0);
        if (first > 0) {
            return new Manner.Partitioned(first);
        }
        return new Manner.Rolling(rolling.map(given -> given.getMaxUnavailable())
                .map(away -> Math.max(1, scaled(away, wanted(spec.getReplicas()), false)))
                .orElse(1));
    }

    /** @param up whether a share of a pod counts as a whole one */
    private static int scaled(IntOrString amount, int replicas, boolean up) {
        if (amount.getIntVal() != null) {
            return amount.getIntVal();
        }
        var digits = amount.getStrVal().replace("%", "");
        // The API server does not limit how many percent more pods there may be.
        var hundredfold = digits.length() > MANY_DIGITS ? Integer.MAX_VALUE : Long.parseLong(digits) * replicas;
        return (int) Math.min(up ? (hundredfold + ALL - 1) / ALL : hundredfold / ALL, Integer.MAX_VALUE);
    }

    private static Phase phase(String generation, DeploymentSpec spec, DeploymentStatus status) {
        if (!generation.equals(text(status.getObservedGeneration()))) {
            return Phase.Moving;
        }
        if (status.getConditions().stream().anyMatch(condition -> DEADLINE_EXCEEDED.equals(condition.getReason()))) {
            return Phase.Stuck;
        }
        var updated = number(status.getUpdatedReplicas());
        var settled = updated >= wanted(spec.getReplicas())
                && number(status.getReplicas()) <= updated
                && number(status.getAvailableReplicas()) >= updated;
        return settled ? Phase.Settled : Phase.Moving;
    }

    private static Phase phase(String generation, StatefulSetSpec spec, StatefulSetStatus status) {
        var settled = generation.equals(text(status.getObservedGeneration()))
                && Objects.equals(status.getCurrentRevision(), status.getUpdateRevision())
                && number(status.getAvailableReplicas()) >= wanted(spec.getReplicas());
        return settled ? Phase.Settled : Phase.Moving;
    }

    private static int wanted(@Nullable Integer replicas) {
        return Objects.requireNonNullElse(replicas, 1);
    }

    private static int number(@Nullable Integer given) {
        return Objects.requireNonNullElse(given, 0);
    }

    private static String text(@Nullable Object given) {
        return Objects.requireNonNullElse(given, "").toString();
    }
}
