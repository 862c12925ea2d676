package dev.faultline.policy.target;

import java.util.ArrayList;
import java.util.List;

/** One workload that a policy claims, and what became of the claim. */
public sealed interface Attachment {
    Workload.Key key();

    /** @param losers policies that claim it too and come later, in order */
    record Won(Workload workload, List<Claimant> losers) implements Attachment {
        @Override
        public Workload.Key key() {
            return workload.key();
        }
    }

    /** @param winner name of the policy that has it */
    record Lost(Workload.Key key, String winner) implements Attachment {}

    /** Named by the policy, but not there. */
    record Missing(Workload.Key key) implements Attachment {}

    /** The attachments of one policy, in the order of its refs, or by kind and name for a selector. */
    static List<Attachment> of(Claimant policy, Surroundings surroundings) {
        var attachments = new ArrayList<Attachment>();
        var keys = switch (policy.claim()) {
            case Claimant.Claim.Named(var named) -> named;
            case Claimant.Claim.Selected _ ->
                surroundings.workloads().stream().map(Workload::key).sorted().toList();
        };
        for (var key : keys) {
            attachments.add(surroundings.workloads().stream()
                    .filter(workload -> workload.key().equals(key))
                    .findFirst()
                    .map(workload -> contested(policy, workload, surroundings))
                    .orElseGet(() -> new Missing(key)));
        }
        return List.copyOf(attachments);
    }

    private static Attachment contested(Claimant policy, Workload workload, Surroundings surroundings) {
        var contenders = surroundings.contenders(workload.key());
        var winner = contenders.getFirst();
        if (!winner.name().equals(policy.name())) {
            return new Lost(workload.key(), winner.name());
        }
        return new Won(workload, contenders.subList(1, contenders.size()));
    }
}
