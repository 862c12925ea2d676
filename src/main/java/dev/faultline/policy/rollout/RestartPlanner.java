package dev.faultline.policy.rollout;

import dev.faultline.api.status.ConditionReason;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.rollout.Restart.Held;
import dev.faultline.policy.rollout.Restart.Waiting;
import dev.faultline.policy.rollout.Terms.Standing;
import dev.faultline.policy.target.Replacement.Manner;
import dev.faultline.policy.target.Replacement.Phase;
import dev.faultline.policy.target.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Decides for each workload of a policy whether its pods are restarted now: a list of reasons not to, the first wins. */
public final class RestartPlanner {
    private static final String PODS = " pods";

    private final Terms terms;
    private final int restarted;
    private final int all;
    private final Optional<Restart> whole;
    private final List<Function<Candidate, Optional<Restart>>> reasons =
            List.of(this::switchedOff, this::ofNoUse, this::restarted, this::manner, this::unsteady, this::budget);

    private RestartPlanner(Terms terms, List<Candidate> candidates) {
        this.terms = terms;
        this.restarted = (int) candidates.stream().filter(this::isRestarted).count();
        this.all = (int) candidates.stream()
                .filter(each -> each.lacking() > 0 || isRestarted(each))
                .count();
        this.whole = whole(candidates);
    }

    /** In the order of the candidates. Of those that are due not all may be restarted at once. */
    public static Map<Workload.Key, Restart> plan(Terms terms, List<Candidate> candidates) {
        var planner = new RestartPlanner(terms, candidates);
        var restarts = new LinkedHashMap<Workload.Key, Restart>();
        candidates.forEach(each -> restarts.put(each.workload().key(), planner.of(each)));
        return restarts;
    }

    private Restart of(Candidate candidate) {
        if (candidate.lacking() == 0) {
            return new Restart.None();
        }
        return Stream.concat(reasons.stream().map(reason -> reason.apply(candidate)), Stream.of(whole))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Restart.Due(restarted + 1, all));
    }

    private Optional<Restart> switchedOff(Candidate candidate) {
        return terms.standing() == Standing.SwitchedOff
                ? held(
                        "the operator's settings have turned that off (automaticRollout.enabled)",
                        remedy(candidate.workload()))
                : Optional.empty();
    }

    private Optional<Restart> ofNoUse(Candidate candidate) {
        var declined = candidate.workload().replacement().declined();
        if (!declined.isEmpty()) {
            return held("new pods would get none either", "take " + declined + " out of its pod template");
        }
        return candidate.suspended()
                ? held("new pods would get none either", "see finding InjectionSuspended")
                : Optional.empty();
    }

    private boolean isRestarted(Candidate candidate) {
        return candidate.workload().replacement().restartedFor().equals(terms.mark());
    }

    private Optional<Restart> restarted(Candidate candidate) {
        var workload = candidate.workload();
        if (!isRestarted(candidate)) {
            return Optional.empty();
        }
        if (terms.underWay().contains(workload.key())) {
            return Optional.of(new Restart.UnderWay(restarted, all));
        }
        return switch (workload.replacement().phase()) {
            case Settled -> held("it was once already for this generation of the policy", remedy(workload));
            case Moving -> waiting("a rollout that was begun has not ended");
            case Stuck -> held("it was, and that does not get on", Remedy.status(workload.key(), terms.namespace()));
        };
    }

    private Optional<Restart> manner(Candidate candidate) {
        var workload = candidate.workload();
        return switch (workload.replacement().manner()) {
            case Manner.Paused _ -> held("it is paused", remedy(workload));
            case Manner.OnDelete _ -> held("its update strategy is OnDelete", remedy(workload));
            case Manner.Partitioned(var first) ->
                held("its partition leaves pods below " + first + " as they are", remedy(workload));
            case Manner.AllAtOnce _ -> outage(workload);
            case Manner.Rolling(var away) ->
                away > 0 && away >= workload.replicas() ? outage(workload) : Optional.empty();
        };
    }

    private Optional<Restart> outage(Workload workload) {
        return held(
                workload.replicas() == 1
                        ? "its only pod ends before the new one begins"
                        : "its strategy ends all of its pods before new ones begin",
                remedy(workload));
    }

    private Optional<Restart> unsteady(Candidate candidate) {
        var workload = candidate.workload();
        return switch (workload.replacement().phase()) {
            case Moving -> waiting("its pods are not all there and up to date yet");
            case Stuck -> waiting("its last rollout does not get on");
            case Settled ->
                workload.readyMembers() == workload.replicas()
                                && workload.members().size() == workload.replicas()
                        ? Optional.empty()
                        : waiting(workload.readyMembers() + " of " + workload.replicas() + PODS + " are ready");
        };
    }

    private Optional<Restart> budget(Candidate candidate) {
        var away = candidate.workload().replacement().manner() instanceof Manner.Rolling(var pods) ? pods : 0;
        return switch (candidate.drain()) {
            case Drain.Unknown _ -> waiting("its budget has not been counted yet");
            case Drain.Safe safe ->
                safe.allowed() >= Math.max(1, away)
                        ? Optional.empty()
                        : waiting("it takes " + away + PODS + " at once, and its budget allows " + safe.allowed()
                                + " now");
            case Drain.Unsafe(var reason, var _)
            when reason == ConditionReason.BudgetExhausted -> waiting("its budget allows no disruption now");
            case Drain.Unsafe unsafe -> {
                // Without a budget nobody counts, so nobody may be missing: a new pod comes before an old one goes.
                yield away == 0
                        ? Optional.empty()
                        : held("no budget counts what it takes: " + unsafe.message(), remedy(candidate.workload()));
            }
        };
    }

    /** What keeps every workload of the policy waiting. */
    private Optional<Restart> whole(List<Candidate> candidates) {
        if (terms.standing() == Standing.Bypassed) {
            return waiting("sidecars are bypassed");
        }
        if (candidates.stream().anyMatch(Candidate::rejecting)) {
            return waiting("a sidecar of this policy refuses its configuration");
        }
        var harmed = candidates.stream().filter(Candidate::suspended).findFirst();
        if (harmed.isPresent()) {
            return waiting("injection is suspended for "
                    + harmed.get().workload().key().attachedTo() + "; see why first");
        }
        var inVain = candidates.stream().filter(this::wasInVain).findFirst();
        if (inVain.isPresent()) {
            return waiting("the restart of " + inVain.get().workload().key().attachedTo()
                    + " has brought its pods no sidecar; see why first");
        }
        return terms.standing() == Standing.Settling ? Optional.of(new Restart.Settling()) : Optional.empty();
    }

    /** Not one of the new pods has what was missing: the webhook is out of reach, say. */
    private boolean wasInVain(Candidate candidate) {
        return isRestarted(candidate)
                && candidate.lacking() > 0
                && candidate.covered() == 0
                && candidate.workload().replacement().phase() == Phase.Settled
                && !terms.underWay().contains(candidate.workload().key());
    }

    private String remedy(Workload workload) {
        return Remedy.of(workload, terms.namespace());
    }

    private static Optional<Restart> held(String why, String remedy) {
        return Optional.of(new Held(why, remedy));
    }

    private static Optional<Restart> waiting(String why) {
        return Optional.of(new Waiting(why));
    }
}
