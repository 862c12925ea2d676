package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.finding.CallFindings;
import dev.faultline.policy.finding.GraphFindings;
import dev.faultline.policy.graph.Node;
import dev.faultline.policy.target.Surroundings;
import java.util.List;
import java.util.stream.Stream;

/** What is worth knowing about a policy as a whole: it is said once, however many targets there are. */
final class PolicyFindings {
    private PolicyFindings() {}

    /** None for a policy that has no workload: nothing of it is in force. */
    static List<Finding> of(String namespace, Intent intent, List<TargetPlan> targets, Surroundings surroundings) {
        var workloads = TargetPlan.attached(targets).stream()
                .map(target -> new Node(namespace, target.key().attachedTo()))
                .toList();
        return workloads.isEmpty()
                ? List.of()
                : Stream.concat(
                                CallFindings.of(intent.calls(), intent.deadlines(), surroundings.services()).stream(),
                                GraphFindings.of(surroundings.graph(), workloads).stream())
                        .toList();
    }
}
