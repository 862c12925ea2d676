package dev.faultline.policy.target;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.TargetKind;
import dev.faultline.api.TargetRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy or a probe as a competitor for workloads: what it claims, and how old it is.
 *
 * @param created creationTimestamp in RFC 3339, which sorts as text
 * @param enforced whether it changes anything, that is, whether its mode is Enforce
 */
public record Claimant(String name, String uid, String created, boolean enforced, Claim claim) {

    /** Which workloads it wants. */
    public sealed interface Claim {
        record Named(List<Workload.Key> keys) implements Claim {}

        record Selected(LabelSelector selector) implements Claim {}

        /** As a spec has them, one of the two. */
        static Claim of(@Nullable LabelSelector selector, @Nullable List<TargetRef> refs) {
            if (selector != null) {
                return new Selected(selector);
            }
            return new Named(Objects.requireNonNullElse(refs, List.<TargetRef>of()).stream()
                    .map(Claimant::key)
                    .distinct()
                    .toList());
        }
    }

    /** Named beats selected, then the oldest wins, then the first by name. */
    public static final Comparator<Claimant> PRECEDENCE = Comparator.comparing(
                    (Claimant claimant) -> claimant.claim() instanceof Claim.Selected)
            .thenComparing(Claimant::created)
            .thenComparing(Claimant::name);

    public static Claimant of(ResiliencePolicy policy) {
        var spec = policy.getSpec();
        return of(policy.getMetadata(), spec.mode(), Claim.of(spec.targetSelector(), spec.targetRefs()));
    }

    public static Claimant of(HealthProbe probe) {
        var spec = probe.getSpec();
        return of(probe.getMetadata(), spec.mode(), Claim.of(spec.targetSelector(), spec.targetRefs()));
    }

    private static Claimant of(ObjectMeta metadata, @Nullable Mode mode, Claim claim) {
        return new Claimant(
                metadata.getName(),
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getCreationTimestamp(), ""),
                mode != Mode.Audit,
                claim);
    }

    private static Workload.Key key(TargetRef ref) {
        return new Workload.Key(Objects.requireNonNullElse(ref.kind(), TargetKind.Deployment), ref.name());
    }

    public boolean claims(Workload.Key key, Map<String, String> labels) {
        return switch (claim) {
            case Claim.Named(var keys) -> keys.contains(key);
            case Claim.Selected(var selector) -> SelectorMatch.matches(selector, labels);
        };
    }
}
