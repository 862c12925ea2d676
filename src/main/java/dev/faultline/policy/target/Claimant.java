package dev.faultline.policy.target;

import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.TargetKind;
import dev.faultline.api.TargetRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A policy as a competitor for workloads: what it claims, and how old it is.
 *
 * @param created creationTimestamp in RFC 3339, which sorts as text
 * @param enforced whether it changes anything, that is, whether its mode is Enforce
 */
public record Claimant(String name, String uid, String created, boolean enforced, Claim claim) {

    /** Which workloads a policy wants. */
    public sealed interface Claim {
        record Named(List<Workload.Key> keys) implements Claim {}

        record Selected(LabelSelector selector) implements Claim {}
    }

    /** Named beats selected, then the oldest wins, then the first by name. */
    public static final Comparator<Claimant> PRECEDENCE = Comparator.comparing(
                    (Claimant claimant) -> claimant.claim() instanceof Claim.Selected)
            .thenComparing(Claimant::created)
            .thenComparing(Claimant::name);

    public static Claimant of(ResiliencePolicy policy) {
        var metadata = policy.getMetadata();
        return new Claimant(
                metadata.getName(),
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getCreationTimestamp(), ""),
                policy.getSpec().mode() != Mode.Audit,
                claim(policy));
    }

    private static Claim claim(ResiliencePolicy policy) {
        var selector = policy.getSpec().targetSelector();
        if (selector != null) {
            return new Claim.Selected(selector);
        }
        var refs = Objects.requireNonNullElse(policy.getSpec().targetRefs(), List.<TargetRef>of());
        return new Claim.Named(refs.stream().map(Claimant::key).distinct().toList());
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
