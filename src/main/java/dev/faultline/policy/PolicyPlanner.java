package dev.faultline.policy;

import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.policy.budget.BudgetResource;
import dev.faultline.policy.budget.BudgetTable;
import dev.faultline.policy.budget.BudgetTable.Decision;
import dev.faultline.policy.budget.DrainForecast;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.finding.InletFindings;
import dev.faultline.policy.finding.TemplateFindings;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.live.Live;
import dev.faultline.policy.live.Port;
import dev.faultline.policy.target.Attachment;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Surroundings;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From one policy and what surrounds it to what must exist. */
public final class PolicyPlanner {
    private PolicyPlanner() {}

    public static PolicyPlan plan(ResiliencePolicy policy, Surroundings surroundings) {
        return switch (Intent.read(policy.getSpec(), policy.getMetadata().getNamespace())) {
            case Intent.Reading.Refused(var message) -> new PolicyPlan.Rejected(message);
            case Intent.Reading.Understood(var intent) ->
                new Planning(policy, Claimant.of(policy), intent, surroundings).plan();
        };
    }

    private record Planning(ResiliencePolicy policy, Claimant self, Intent intent, Surroundings surroundings) {

        PolicyPlan plan() {
            var targets = new ArrayList<TargetPlan>();
            var wanted = new ArrayList<PodDisruptionBudget>();
            for (var attachment : Attachment.of(self, surroundings)) {
                targets.add(
                        switch (attachment) {
                            case Attachment.Missing(var key) -> new TargetPlan.Missing(key);
                            case Attachment.Lost(var key, var winner) -> new TargetPlan.Lost(key, winner);
                            case Attachment.Won won -> attached(won, wanted);
                        });
            }
            return new PolicyPlan.Planned(
                    policy.getMetadata().getNamespace(),
                    intent,
                    List.copyOf(targets),
                    PolicyFindings.of(policy.getMetadata().getNamespace(), intent, targets, surroundings),
                    List.copyOf(wanted),
                    unwanted(List.copyOf(wanted)),
                    live(targets));
        }

        private Live live(List<TargetPlan> targets) {
            var sidecars = TargetPlan.attached(targets).stream()
                    .filter(target -> target.sidecar().wanted())
                    .flatMap(target -> target.workload().members().stream())
                    .flatMap(member -> member.sidecar() instanceof SidecarState.Present present
                            ? Stream.of(present)
                            : Stream.<SidecarState.Present>empty())
                    .toList();
            return intent.isEnforced()
                    ? Live.of(
                            new Live.Subject(
                                    intent.calls().stream().map(Call::name).toList(), ports(sidecars)),
                            sidecars.stream().map(SidecarState.Present::account).toList(),
                            Live.Shown.of(policy.getStatus()))
                    : Live.NONE;
        }

        /** Those that a sidecar has taken over, each once: of others nothing is ever told. */
        private List<Port> ports(List<SidecarState.Present> sidecars) {
            var taken = sidecars.stream()
                    .flatMap(sidecar -> sidecar.capture().inlets().stream())
                    .map(Capture.Inlet::name)
                    .collect(Collectors.toCollection(HashSet::new));
            return intent.requests().stream()
                    .filter(requests -> taken.remove(requests.port()))
                    .map(requests -> new Port(requests.port(), requests.classes()))
                    .toList();
        }

        private TargetPlan attached(Attachment.Won won, List<PodDisruptionBudget> wanted) {
            var workload = won.workload();
            var foreign = BudgetResource.foreign(workload, surroundings.budgets());
            var decision = BudgetTable.decide(intent.budget(), workload, foreign);
            var name = nameOf(workload.key());
            var existing = budget(name);
            var budget = budget(decision, name, existing);
            if (budget instanceof TargetPlan.Budget.InForce inForce) {
                wanted.add(BudgetResource.of(
                        name, policy.getMetadata().getNamespace(), workload, inForce.terms(), owners(won)));
            }
            var taken = budget instanceof TargetPlan.Budget.NameTaken(var theirs) ? theirs : "";
            var findings = WorkloadFindings.of(new WorkloadFindings.Subject(
                    workload, intent.budget().consistency(), decision, foreign, taken, surroundings.zones()));
            var told = TemplateFindings.of(
                    policy.getMetadata().getNamespace(), workload, declared(), surroundings.services());
            var ours = budget instanceof TargetPlan.Budget.InForce ? existing : Optional.<PodDisruptionBudget>empty();
            var forecast = budget instanceof TargetPlan.Budget.Proposed || !taken.isEmpty()
                    ? DrainForecast.withoutBudget(workload)
                    : DrainForecast.of(workload, decision, ours, surroundings.budgets());
            var sidecar = SidecarPart.of(policy, intent, workload, surroundings.authorityTaken());
            return new TargetPlan.Attached(
                    workload,
                    budget,
                    sidecar,
                    forecast,
                    Stream.of(
                                    findings.stream(),
                                    told.stream(),
                                    InletFindings.of(workload, intent.requests(), front(workload)).stream(),
                                    SidecarFindings.of(
                                            workload.key(), sidecar, intent.calls(), surroundings.services()))
                            .flatMap(Function.identity())
                            .toList());
        }

        /** Who has not begun to say what his workloads call is not asked for the rest. */
        private Optional<List<Call>> declared() {
            return intent.calls().isEmpty() ? Optional.empty() : Optional.of(intent.calls());
        }

        private Front front(Workload workload) {
            return surroundings.fronts().front(policy.getMetadata().getNamespace(), workload.podLabels());
        }

        private TargetPlan.Budget budget(Decision decision, String name, Optional<PodDisruptionBudget> existing) {
            return switch (decision) {
                case Decision.None(var why) -> new TargetPlan.Budget.None(why);
                case Decision.Keep keep when intent.mode() == Mode.Audit -> new TargetPlan.Budget.Proposed(keep);
                case Decision.Keep _
                when existing.filter(found -> !BudgetResource.isOurs(found)).isPresent() ->
                    new TargetPlan.Budget.NameTaken(name);
                case Decision.Keep keep ->
                    new TargetPlan.Budget.InForce(
                            keep, existing.map(DrainForecast::allowance).orElse(""));
            };
        }

        /** A loser that only audits would change nothing as the winner, so it holds no budget. */
        private List<Claimant> owners(Attachment.Won won) {
            return Stream.concat(Stream.of(self), won.losers().stream().filter(Claimant::enforced))
                    .toList();
        }

        /**
         * Our budgets that should not be and are this policy's to remove: a workload's winner removes its budget,
         * whoever made it; a budget that no workload and no winner stands behind is removed by its owner.
         */
        private List<PodDisruptionBudget> unwanted(List<PodDisruptionBudget> wanted) {
            var kept = wanted.stream()
                    .map(budget -> budget.getMetadata().getName())
                    .toList();
            var workloads = new TreeMap<String, Workload.Key>();
            surroundings.catalog().keySet().forEach(key -> workloads.put(nameOf(key), key));
            return surroundings.budgets().stream()
                    .filter(BudgetResource::isOurs)
                    .filter(budget -> !kept.contains(budget.getMetadata().getName()))
                    .filter(budget -> Optional.ofNullable(
                                    workloads.get(budget.getMetadata().getName()))
                            .flatMap(
                                    key -> surroundings.contenders(key).stream().findFirst())
                            .map(winner -> winner.name().equals(self.name()))
                            .orElseGet(() -> BudgetResource.isOwnedBy(budget, self.uid())))
                    .toList();
        }

        private String nameOf(Workload.Key key) {
            return BudgetResource.name(key, surroundings.catalog().keySet());
        }

        private Optional<PodDisruptionBudget> budget(String name) {
            return surroundings.budgets().stream()
                    .filter(budget -> budget.getMetadata().getName().equals(name))
                    .findFirst();
        }
    }
}
