package dev.faultline.policy;

import dev.faultline.api.Consistency;
import dev.faultline.api.TargetKind;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.budget.BudgetTable.Decision;
import dev.faultline.policy.finding.FindingKind;
import dev.faultline.policy.target.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is worth knowing about one workload: a list of checks, each of which finds something or nothing. */
final class WorkloadFindings {
    /** With so few voters zones change nothing: {@link FindingKind#QuorumIntolerant} says what does. */
    private static final int INTOLERANT_VOTERS = 2;

    /** Below four an even number is two, which is {@link FindingKind#QuorumIntolerant}. */
    private static final int FEWEST_EVEN_VOTERS = 4;

    private static final List<Function<Subject, Optional<Finding>>> CHECKS = List.of(
            WorkloadFindings::budgetNameTaken,
            WorkloadFindings::absentBudget,
            WorkloadFindings::evenVoters,
            WorkloadFindings::quorumZones,
            WorkloadFindings::unsafeStorage,
            WorkloadFindings::ephemeralState,
            WorkloadFindings::singleZoneVolumes);

    private WorkloadFindings() {}

    /**
     * @param foreign names of budgets of someone else on the same pods
     * @param nameTaken name of the foreign budget that has our name, or empty
     * @param zones zones of the cluster
     */
    record Subject(
            Workload workload,
            Consistency consistency,
            Decision decision,
            List<String> foreign,
            String nameTaken,
            Set<String> zones) {

        boolean isQuorum() {
            return consistency == Consistency.Consistent;
        }
    }

    static List<Finding> of(Subject subject) {
        return CHECKS.stream().flatMap(check -> check.apply(subject).stream()).toList();
    }

    private static Optional<Finding> budgetNameTaken(Subject subject) {
        return subject.nameTaken().isEmpty()
                ? Optional.empty()
                : found(
                        FindingKind.BudgetNameTaken,
                        subject,
                        "PodDisruptionBudget " + subject.nameTaken()
                                + " belongs to someone else, so no budget is made");
    }

    private static Optional<Finding> absentBudget(Subject subject) {
        var workload = subject.workload();
        return switch (subject.decision()) {
            case Decision.Keep _ -> Optional.empty();
            case Decision.None(var why) ->
                switch (why) {
                    case ForeignBudget ->
                        found(
                                FindingKind.ExistingBudget,
                                subject,
                                "PodDisruptionBudget " + subject.foreign().getFirst() + " selects the same pods");
                    case OverlappingBudgets ->
                        found(
                                FindingKind.OverlappingBudgets,
                                subject,
                                "PodDisruptionBudgets " + String.join(" and ", subject.foreign())
                                        + " select the same pods");
                    case SingleReplica ->
                        found(
                                FindingKind.SingleReplica,
                                subject,
                                workload.replicas() == 0 ? "scaled to 0" : "one replica, no budget");
                    case QuorumIntolerant ->
                        found(FindingKind.QuorumIntolerant, subject, fewest(workload) + ", no budget");
                };
        };
    }

    private static String fewest(Workload workload) {
        return switch (workload.scale()) {
            case Workload.Scale.Fixed(int replicas) -> replicas + " voters";
            case Workload.Scale.Autoscaled autoscaled ->
                autoscaled.by() + " may scale to " + autoscaled.minimum() + " voters";
        };
    }

    private static Optional<Finding> evenVoters(Subject subject) {
        var voters = subject.workload().replicas();
        return subject.isQuorum() && voters >= FEWEST_EVEN_VOTERS && voters % 2 == 0
                ? found(FindingKind.EvenVoters, subject, voters + " voters")
                : Optional.empty();
    }

    private static Optional<Finding> quorumZones(Subject subject) {
        if (!subject.isQuorum() || subject.workload().replicas() <= INTOLERANT_VOTERS) {
            return Optional.empty();
        }
        if (subject.zones().size() == 2) {
            return found(
                    FindingKind.TwoZonesOnly,
                    subject,
                    "the nodes are in zones " + String.join(" and ", sorted(subject.zones())));
        }
        var workload = subject.workload();
        var perZone = workload.members().stream()
                .filter(member -> !member.zone().isEmpty())
                .collect(Collectors.groupingBy(Workload.Member::zone, Collectors.counting()));
        return perZone.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(fullest -> workload.replicas() - fullest.getValue() < workload.quorum())
                .flatMap(fullest -> found(
                        FindingKind.QuorumInOneZone,
                        subject,
                        fullest.getValue() + " of " + workload.replicas() + " voters are in zone " + fullest.getKey()));
    }

    private static Optional<Finding> unsafeStorage(Subject subject) {
        return subject.isQuorum() && !subject.workload().storage().persistent()
                ? found(FindingKind.UnsafeStorage, subject, "voters keep their data in the pod")
                : Optional.empty();
    }

    private static Optional<Finding> ephemeralState(Subject subject) {
        var storage = subject.workload().storage();
        var loses = subject.workload().key().kind() == TargetKind.StatefulSet
                && !subject.isQuorum()
                && !storage.persistent()
                && !storage.scratch().isEmpty();
        return loses
                ? found(
                        FindingKind.EphemeralState,
                        subject,
                        "data on volume " + String.join(", ", storage.scratch()) + " ends with the pod")
                : Optional.empty();
    }

    private static Optional<Finding> singleZoneVolumes(Subject subject) {
        var volumes = subject.workload().storage().volumeZones();
        var reachable = volumes.stream().flatMap(Set::stream).collect(Collectors.toSet());
        return reachable.size() == 1 && subject.zones().size() > 1
                ? found(
                        FindingKind.SingleZoneVolumes,
                        subject,
                        (volumes.size() == 1 ? "its volume is" : "all " + volumes.size() + " volumes are") + " in zone "
                                + reachable.iterator().next())
                : Optional.empty();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Optional<Finding> found(FindingKind kind, Subject subject, String what) {
        return Optional.of(kind.of(subject.workload().key(), what));
    }
}
