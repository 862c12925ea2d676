package dev.faultline.probe.gate;

import dev.faultline.probe.Remarks.Cause;
import dev.faultline.probe.Remarks.Guarded;
import dev.faultline.probe.pod.PodBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The conditions that have to be written now, for all workloads of a probe.
 *
 * @param writes those that pods wait for first; none for a pod whose condition is as it should be
 * @param gated uids of the pods that are to be out of service
 * @param guarded why pods are kept in service although they fail
 * @param settled whether every pod that is asked has been judged, as a while after another replica has taken over
 */
public record GateDecision(List<GateWrite> writes, Set<String> gated, Optional<Guarded> guarded, boolean settled) {

    /** @param stances of the probe, for each workload by words such as {@code Deployment/web} */
    public static GateDecision of(
            List<Target> targets, PodBook book, Collection<String> weighing, Function<String, Stance> stances) {
        var workloads = new TreeMap<String, List<GatedPod>>();
        targets.forEach(target -> workloads.put(target.workload(), target.judged(book, weighing)));
        return of(workloads, stances);
    }

    static GateDecision of(SortedMap<String, List<GatedPod>> workloads, Function<String, Stance> stances) {
        var writes = new ArrayList<GateWrite>();
        var gated = new TreeSet<String>();
        var guards = new ArrayList<Guarded>();
        workloads.forEach((workload, pods) -> {
            var plan = plan(pods, stances.apply(workload));
            gated.addAll(plan.gated());
            pods.forEach(pod -> write(pod, plan.gated()).ifPresent(writes::add));
            plan.guarded()
                    .map(guard -> workloads.size() == 1
                            ? guard
                            : new Guarded(guard.cause(), workload + ": " + guard.message()))
                    .ifPresent(guards::add);
        });
        writes.sort(Comparator.comparing((GateWrite write) -> !write.missing()).thenComparing(GateWrite::name));
        var settled = workloads.values().stream()
                .flatMap(List::stream)
                .allMatch(pod -> !pod.containersReady() || pod.verdict().judged());
        return new GateDecision(List.copyOf(writes), Set.copyOf(gated), joined(guards), settled);
    }

    private static GatePlan plan(List<GatedPod> pods, Stance stance) {
        return switch (stance) {
            case Stance.Enforced(var limits) -> GatePlanner.plan(pods, limits);
            case Stance.Shown(var limits) -> shown(pods, GatePlanner.plan(pods, limits));
            case Stance.Released _ -> new GatePlan(Set.of(), Optional.empty());
        };
    }

    private static GatePlan shown(List<GatedPod> pods, GatePlan plan) {
        if (plan.gated().isEmpty()) {
            return plan;
        }
        var names = pods.stream()
                .filter(pod -> plan.gated().contains(pod.uid()))
                .map(GatedPod::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return new GatePlan(
                Set.of(),
                Optional.of(new Guarded(
                        Cause.Audit,
                        "mode is Audit: would make " + plan.gated().size() + " of " + pods.size() + " pods unready ("
                                + names + "); pods kept in service")));
    }

    /** A pod without any condition counts as not ready, so it gets one first, and its due the next time. */
    private static Optional<GateWrite> write(GatedPod pod, Set<String> gated) {
        return switch (pod.condition()) {
            case NoGate -> Optional.empty();
            case Missing -> Optional.of(released(pod, true));
            case True -> gated.contains(pod.uid()) ? Optional.of(taken(pod)) : Optional.empty();
            case False -> gated.contains(pod.uid()) ? Optional.empty() : Optional.of(released(pod, false));
        };
    }

    private static GateWrite released(GatedPod pod, boolean missing) {
        return GateWrite.release(pod.uid(), pod.name(), missing);
    }

    private static GateWrite taken(GatedPod pod) {
        return new GateWrite(
                pod.uid(),
                pod.name(),
                false,
                false,
                "fails by " + String.join(", ", pod.verdict().failing())
                        + "; the HealthProbe of its workload says more");
    }

    /** One cause is told, all messages are. */
    private static Optional<Guarded> joined(List<Guarded> guards) {
        return guards.stream()
                .map(Guarded::cause)
                .min(Comparator.naturalOrder())
                .map(cause ->
                        new Guarded(cause, guards.stream().map(Guarded::message).collect(Collectors.joining("; "))));
    }
}
